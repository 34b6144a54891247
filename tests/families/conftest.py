"""水沢さんの家庭 and its browsers, as for persons."""

from tests.people.conftest import _noon, home, screen

__all__ = ["_noon", "home", "screen"]
