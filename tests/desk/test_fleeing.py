"""A mother who fled, and the man she fled from: both are known to the centre. Whoever works with him learns nothing of where
she is, whatever is opened, typed or sent, also once both records of her are known to be one person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tomoni.access.actions import give
from tomoni.access.choices import Basis, Level
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family
from tomoni.people.actions import add_address, add_contact_point, enrol, join_persons, protect
from tomoni.people.models import Address, Person
from tomoni.resources.actions import add_organisation
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]
ADDRESS, PHONE, SCHOOL, NOTE = (
    "ともに町かくれ野7丁目11番13号",
    "080-7171-1313",
    "かくれ野小学校",
    "夜は姉の家",
)
MARKS = (ADDRESS, PHONE, SCHOOL, NOTE, "かくれ野7", "71711313", "7171-1313")


@dataclass
class Apart:
    """Her family now (佐藤's), and his (伊藤's, another team), in which she is still on record."""

    hers: Family
    she: Person
    his: Family
    he: Person
    she_there: Person


@pytest.fixture
def apart(sato: Viewer, ito: Viewer, in_muni: Municipality) -> Apart:
    born = Day.parse("S63.4.1")
    his, (he, there) = take_in(
        ito,
        persons=[
            NewPerson("白井 剛", "しらい つよし", Day.parse("S60.1.1"), "self"),
            NewPerson("白井 恵", "しらい めぐみ", born, "spouse"),
        ],
    )
    add_address(ito, person=there, text="ともに町本町1丁目1番1号")
    hers, (child, she) = take_in(
        sato,
        persons=[
            NewPerson("白井 海", "しらい うみ", Day.parse("H30.6.1")),
            NewPerson("白井 恵", "しらい めぐみ", born, "mother"),
        ],
    )
    add_address(sato, person=she, text=ADDRESS)
    add_contact_point(sato, person=she, value=PHONE, note=NOTE)
    enrol(sato, person=child, organisation=add_organisation(sato, name=SCHOOL, kind="primary_school"))
    protect(sato, persons=[she, child], against=he)
    return Apart(hers, she, his, he, there)


def everything(client: Client, apart: Apart) -> str:
    """All that leaves the house for who works with him: pages, headers, what was typed taken out again."""
    here, there = apart.his.ref, apart.hers.ref
    paths = [
        *(reverse(f"desk:{name}") for name in ("today", "families", "children", "pregnancies")),
        *(reverse(name, args=[ref]) for ref in (here, there) for name in ("desk:family", "desk:records")),
        *(reverse(name, args=[ref]) for ref in (here, there) for name in ("families:table", "desk:looks")),
        *(reverse("people:person", args=[who.ref]) for who in (apart.he, apart.she, apart.she_there)),
        reverse("people:look_for", args=[apart.she_there.ref]),
        reverse("people:join", args=[apart.she_there.ref, apart.she.ref]),
        reverse("people:protections"),
    ]
    typed = (ADDRESS, PHONE, "かくれ野", "7171", "白井", "しらい", "1313", NOTE)
    asked = [f"{reverse(name)}?q={words}" for words in typed for name in ("desk:search", "people:suggest")]
    left = []
    for path in [*paths, *asked]:
        answer, words = client.get(path), path.partition("?q=")[2]
        left.append(said_in(answer).replace(words, "") if words else said_in(answer))
    return "\n".join(left)


def said_in(answer: HttpResponse) -> str:
    """Headers and page."""
    return f"{answer.headers} {answer.content.decode()}"


def test_who_works_with_him_learns_nothing(apart: Apart, ito: Viewer, client_for: ClientFor) -> None:
    left = everything(client_for(ito), apart)
    assert [mark for mark in MARKS if mark in left] == []
    assert str(apart.his.ref) in left


def test_nor_by_taking_her_in_once_more(apart: Apart, ito: Viewer, client_for: ClientFor) -> None:
    line = {"name": "白井 恵", "kana": "しらい めぐみ", "birth": "S63.4.1", "relation": "self"}
    sent = {"submission": str(uuid4()), "lines": "1", **{f"p0_{name}": text for name, text in line.items()}}
    answer = client_for(ito).post(reverse("families:take_in"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert [mark for mark in MARKS if mark in page] == []
    assert str(apart.hers.ref) in page


def test_nor_once_her_records_are_one(
    apart: Apart, ito: Viewer, sato: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    for holder, dossier in ((sato, apart.hers.dossier), (ito, apart.his.dossier)):
        give(holder, dossier=dossier, basis=Basis.MEETING, level=Level.WRITE, post=tanaka.post)
    join_persons(tanaka, kept=apart.she, other=apart.she_there)
    left = everything(client_for(ito), apart)
    assert [mark for mark in MARKS if mark in left] == []
    assert "本町1丁目1番1号" not in left
    add_address(ito, person=apart.she_there, text="ともに町新町5番")
    rows = Address.objects.for_system("test").filter(person=apart.she_there)
    assert [(row.text, bool(row.hidden)) for row in rows] == [("", True)] * 2
