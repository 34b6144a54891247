"""水沢さんの家庭 in its first weeks: a girl of eight, her mother and father, and what they said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.actions import open_case
from tomoni.cases.models import Case
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.choices import Relation
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.tenancy.models import Municipality

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=TOKYO)


@dataclass
class Home:
    """A running case that 佐藤 leads."""

    family: Family
    case: Case
    haruka: Person
    misaki: Person
    daiki: Person


@pytest.fixture(autouse=True)
def _noon() -> Any:
    """It is noon on 10 June 2026."""
    with frozen(NOON):
        yield


@pytest.fixture
def home(in_muni: Municipality, sato: Viewer) -> Home:
    people = [
        NewPerson("水沢 陽花", "みずさわ はるか", Day(date(2018, 2, 11))),
        NewPerson("水沢 美咲", "みずさわ みさき", Day(date(1992, 5, 3)), Relation.MOTHER),
        NewPerson("水沢 大樹", "みずさわ だいき", Day(date(1990, 9, 9)), Relation.FATHER),
    ]
    family, rows = take_in(sato, persons=people, label="水沢さんの家庭")
    return Home(family, open_case(sato, family=family, children=rows[:1], phase="assessment"), *rows)
