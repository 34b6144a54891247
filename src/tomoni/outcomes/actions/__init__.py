"""Phase 6, every change: looking back, hearing each voice by itself, and deciding how it goes on."""

from tomoni.outcomes.actions.hearing import Answered, hear, take_back_hearing
from tomoni.outcomes.actions.reviewing import (
    TAKEN_BACK,
    Attained,
    Chosen,
    Helping,
    decide,
    look_back,
    take_back,
)

__all__ = [
    "TAKEN_BACK", "Answered", "Attained", "Chosen", "Helping", "decide", "hear", "look_back", "take_back", "take_back_hearing",
]  # fmt: skip
