"""Living cases replayed through the product's actions, each event at its own moment."""

from tomoni.town.actions.replay import (  # noqa: F401  (each registers the events of its phase)
    assessment,
    ending,
    following,
    intake,
    meetings,
    planning,
    records,
    standing,
)
from tomoni.town.actions.replay.playing import Player

__all__ = ["Player"]
