"""A family of five with a running case, and what a browser would send to write about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

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
Post = dict[str, Any]


@dataclass
class Home:
    """水沢さんの家庭: two children, mother, father, an expected child; 佐藤 leads the case."""

    family: Family
    case: Case
    haruka: Person
    minato: Person
    misaki: Person
    daiki: Person
    expected: Person


@pytest.fixture(autouse=True)
def _noon() -> Any:
    """It is noon on 10 June 2026."""
    with frozen(NOON):
        yield


@pytest.fixture
def home(in_muni: Municipality, sato: Viewer) -> Home:
    people = [
        NewPerson("水沢 陽花", "みずさわ はるか", Day(date(2018, 2, 11))),
        NewPerson("水沢 湊", "みずさわ みなと", Day(date(2025, 7, 1)), Relation.SIBLING),
        NewPerson("水沢 美咲", "みずさわ みさき", Day(date(1992, 5, 3)), Relation.MOTHER),
        NewPerson("水沢 大樹", "みずさわ だいき", Day(date(1990, 9, 9)), Relation.FATHER),
        NewPerson("おなかの赤ちゃん", "", None, Relation.SIBLING, Day(date(2026, 12, 1))),
    ]
    family, rows = take_in(sato, persons=people, label="水沢さんの家庭")
    return Home(family, open_case(sato, family=family, children=rows[:2], phase="intake"), *rows)


@pytest.fixture
def neighbours(in_muni: Municipality, sato: Viewer) -> tuple[Family, Person]:
    """Another family of the same worker, without a case."""
    family, rows = take_in(sato, persons=[NewPerson("大野 蓮", "おおの れん")], label="大野さんの家庭")
    return family, rows[0]


@pytest.fixture
def sent() -> Callable[..., Post]:
    """What the form sends: now, a visit, one fact; anything else by name (``passages-0-kind`` as ``kind_0``)."""

    def make(**fields: Any) -> Post:
        base = {"submission": str(uuid4()), "day": "今日", "time": "10:30", "method": "visit", "case": ""}
        texts = {"text_0": "陽花さんは玄関まで走って出てきた。"} if "text_0" not in fields else {}
        named = {
            f"passages-{name[-1]}-{name[:-2]}" if name[-2:-1] == "_" and name[-1].isdigit() else name: value
            for name, value in {**texts, **fields}.items()
        }
        return {**base, **named}

    return make
