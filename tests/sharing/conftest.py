"""A mother, a daughter and a father who can be asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.choices import Relation
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.tenancy.models import Municipality

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=TOKYO)


@dataclass
class Home:
    """水沢さんの家庭, with an expected child nobody can ask."""

    family: Family
    haruka: Person
    misaki: Person
    daiki: Person
    expected: Person


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """It is noon on 10 June 2026."""
    with frozen(NOON):
        yield


@pytest.fixture
def home(in_muni: Municipality, sato: Viewer) -> Home:
    people = [
        NewPerson("水沢 陽花", "みずさわ はるか", Day(date(2018, 2, 11))),
        NewPerson("水沢 美咲", "みずさわ みさき", Day(date(1992, 5, 3)), Relation.MOTHER),
        NewPerson("水沢 大樹", "みずさわ だいき", Day(date(1990, 9, 9)), Relation.FATHER),
        NewPerson("おなかの赤ちゃん", "", None, Relation.SIBLING, Day(date(2026, 12, 1))),
    ]
    family, rows = take_in(sato, persons=people, label="水沢さんの家庭")
    return Home(family, *rows)


@pytest.fixture
def sent(home: Home) -> Callable[..., dict[str, Any]]:
    """What the form sends: the daughter's yes; anything else by name."""

    def make(**fields: Any) -> dict[str, Any]:
        base = {"person": str(home.haruka.ref), "given": "yes", "what": "朝起きられない日があること"}
        rest = {
            "submission": str(uuid4()),
            "recipient": "保健室の先生",
            "recipient_ref": "",
            "until": "",
            "words": "",
        }
        return {**base, **rest, **fields}

    return make
