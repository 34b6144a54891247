"""区分, かかわる理由 and whom a case is about: set, changed, corrected, ended, never two that exclude each other."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from tests.assessment.conftest import Home, _noon, home
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions import add_child, close_case, correct_status, open_case, set_reason, set_status
from tomoni.cases.models import Case, CaseChild, FamilyReason, Status
from tomoni.cases.rules import unfit
from tomoni.families.actions import NewPerson, add_member

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
Told = list[tuple[str, str, str]]


def day(text: str) -> Day:
    found = Day.parse(text)
    assert found
    return found


def told(case: Case) -> Told:
    rows = Status.objects.for_system("test").standing().filter(case=case).order_by("valid_from", "kind")
    return [
        (row.kind, row.valid_from.short(), row.valid_until.short() if row.valid_until else "") for row in rows
    ]


def test_the_next_status_ends_the_one_before_and_the_same_day_replaces_it(home: Home, sato: Viewer) -> None:
    for kind, since in (("needs_support", "R8.4.1"), ("protection", "R8.5.10"), ("needs_support", "R8.6.1")):
        set_status(sato, case=home.case, person=home.haruka, kind=kind, since=day(since))
    assert told(home.case) == [
        ("needs_support", "R8.4.1", "R8.5.9"),
        ("protection", "R8.5.10", "R8.5.31"),
        ("needs_support", "R8.6.1", ""),
    ]
    set_status(sato, case=home.case, person=home.haruka, kind="protection", since=day("R8.6.1"))
    assert told(home.case)[2:] == [("protection", "R8.6.1", "")]


def test_a_status_told_late_ends_before_the_one_that_is_there(home: Home, sato: Viewer) -> None:
    set_status(sato, case=home.case, person=home.haruka, kind="protection", since=day("R8.6.1"))
    set_status(sato, case=home.case, person=home.haruka, kind="needs_support", since=day("R8.3.1"))
    assert told(home.case) == [("needs_support", "R8.3.1", "R8.5.31"), ("protection", "R8.6.1", "")]


def test_another_childs_status_and_a_pregnancy_stand_beside(home: Home, sato: Viewer) -> None:
    """A pregnant girl is a child and a 妊婦 at once (児福法4条・6条の3第5項)."""
    nao = add_member(
        sato, family=home.family, new=NewPerson("水沢 奈緒", birth=day("H22.5.1"), relation="sibling")
    )
    for person, kind in ((home.haruka, "needs_support"), (nao, "protection"), (nao, "expectant")):
        set_status(sato, case=home.case, person=person, kind=kind, since=day("R8.6.1"))
    assert told(home.case) == [(kind, "R8.6.1", "") for kind in ("expectant", "needs_support", "protection")]


def test_who_cannot_have_a_status_is_told_why(home: Home, sato: Viewer) -> None:
    unborn = add_member(
        sato, family=home.family, new=NewPerson("おなかの赤ちゃん", expected_on=day("R8.9.1"))
    )
    for kind in ("expectant", "needs_support", "protection"):
        with pytest.raises(Refused, match="妊娠している本人を選んで"):
            set_status(sato, case=home.case, person=unborn, kind=kind)
    with pytest.raises(Refused, match="20歳になるまで"):
        set_status(sato, case=home.case, person=home.misaki, kind="protection")
    with pytest.raises(Refused, match="年月日まで"):
        set_status(sato, case=home.case, person=home.haruka, kind="protection", since=day("R8.5"))
    set_status(sato, case=home.case, person=home.misaki, kind="expectant")
    assert told(home.case) == [("expectant", "R8.6.10", "")]


@pytest.mark.parametrize(
    ("kind", "on", "fine"),
    [("protection", "R8.5.2", True), ("protection", "R8.5.3", False), ("needs_support", "H18.5.2", False),
     ("needs_support", "H18.5.3", True), ("expectant", "R20.5.3", True)],
)  # fmt: skip
def test_a_childs_status_lasts_from_birth_to_the_twentieth_birthday(kind: str, on: str, fine: bool) -> None:
    assert (unfit(kind, day("H18.5.3"), unborn=False, on=day(on)) == "") is fine


def test_a_corrected_status_takes_its_place_in_the_line(home: Home, sato: Viewer) -> None:
    set_status(sato, case=home.case, person=home.haruka, kind="needs_support", since=day("R8.4.1"))
    later = set_status(sato, case=home.case, person=home.haruka, kind="protection", since=day("R8.6.1"))
    with pytest.raises(Refused, match="同じ日に始まる"):
        correct_status(sato, fact=later, valid_from=day("R8.4.1"))
    later = correct_status(sato, fact=later, valid_from=day("R8.5.1"))
    assert told(home.case) == [("needs_support", "R8.4.1", "R8.4.30"), ("protection", "R8.5.1", "")]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["protection", "needs_support"]), st.integers(1, 28)), max_size=5
    )
)
def test_whatever_the_order_one_stands_each_day_from_the_first_on(
    home: Home, sato: Viewer, changes: list[tuple[str, int]]
) -> None:
    child = add_member(sato, family=home.family, new=NewPerson("水沢 奈緒", relation="sibling"))
    case = open_case(sato, family=home.family, children=[child], phase="assessment")
    for kind, number in changes:
        set_status(sato, case=case, person=child, kind=kind, since=Day(date(2026, 2, number)))
    rows = list(Status.objects.for_system("test").standing().filter(case=case))
    begun = dict(zip((number for _, number in changes), (kind for kind, _ in changes), strict=True))
    for number in range(1, 29):
        standing = [row.kind for row in rows if row.true_on(Day(date(2026, 2, number)))]
        latest = max((n for n in begun if n <= number), default=None)
        assert standing == ([] if latest is None else [begun[latest]])


def test_the_pages_add_correct_and_end_and_the_family_sees_it(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, course = client_for(sato), reverse("desk:course", args=[home.family.ref])

    def send(name: str, args: list[object], **fields: object) -> None:
        answer = client.post(reverse(name, args=args), {"submission": str(uuid4()), **fields})
        assert answer.headers.get("Location") == course, answer.content.decode()

    child = str(home.haruka.ref)
    send(
        "cases:add",
        [home.case.ref, "status"],
        person=child,
        kind="needs_support",
        reason="夜ひとり",
        since="R8.4.1",
    )
    send(
        "cases:add", [home.case.ref, "status"], person=child, kind="protection", reason="けが", since="R8.6.1"
    )
    send(
        "cases:add", [home.case.ref, "familyreason"], kind="nights_alone", attitude="refuses", text="母は夜勤"
    )
    assert told(home.case) == [("needs_support", "R8.4.1", "R8.5.31"), ("protection", "R8.6.1", "")]
    [row] = Status.objects.for_system("test").standing().filter(kind="protection")
    send("cases:correct", ["status", row.ref], person=child, kind="protection", reason="あざ", since="R8.6.2")
    [row] = Status.objects.for_system("test").standing().filter(kind="protection")
    assert (row.reason, row.valid_from) == ("あざ", day("R8.6.2"))
    outline = html.fromstring(client.get(reverse("desk:family", args=[home.family.ref])).content.decode())
    shown = {
        dt.text_content(): " ".join(dt.getnext().text_content().split()) for dt in outline.xpath("//main//dt")
    }
    assert shown["区分"] == "水沢 陽花：要保護児童 あゆみで変える"
    assert shown["かかわる理由"] == "こどもが夜をひとりで過ごしている いまは断っている"
    send("cases:end", ["status", row.ref], on="R8.6.9")
    assert told(home.case)[1:] == [("protection", "R8.6.2", "R8.6.9")]
    shown_course = client.get(course).content.decode()
    for words in ("水沢 陽花：要保護児童", "あざ", "いまは断っている", "母は夜勤", "区分を決める"):
        assert words in shown_course
    assert (
        "水沢 陽花：要支援児童"
        in client.get(reverse("cases:retract", args=["status", _first(home.case)])).content.decode()
    )


def _first(case: Case) -> object:
    rows = Status.objects.for_system("test").standing().filter(case=case).order_by("valid_from")
    return rows[0].ref


def test_the_same_reason_told_anew_ends_the_earlier_and_others_stand_beside(home: Home, sato: Viewer) -> None:
    set_reason(sato, case=home.case, kind="nights_alone", attitude="refuses", since=day("R8.5.1"))
    set_reason(sato, case=home.case, kind="young_carer", attitude="willing", since=day("R8.5.1"))
    set_reason(sato, case=home.case, kind="nights_alone", attitude="willing", since=day("R8.6.1"))
    rows = FamilyReason.objects.for_system("test").standing().order_by("valid_from", "kind")
    assert [(r.kind, r.attitude, r.valid_until and r.valid_until.short()) for r in rows] == [
        ("nights_alone", "refuses", "R8.5.31"),
        ("young_carer", "willing", None),
        ("nights_alone", "willing", None),
    ]


def test_a_sibling_joins_the_running_case_once(home: Home, sato: Viewer, client_for: Enter) -> None:
    nao = add_member(
        sato, family=home.family, new=NewPerson("水沢 奈緒", birth=day("H22.5.1"), relation="sibling")
    )
    client, address = client_for(sato), reverse("cases:add", args=[home.case.ref, "casechild"])
    sent = {"child": str(nao.ref), "since": "R8.6.1"}
    assert client.post(address, {"submission": str(uuid4()), **sent}).status_code == 302
    rows = CaseChild.objects.for_system("test").filter(case=home.case).select_related("person").order_by("pk")
    assert [(row.person.name, row.valid_from) for row in rows] == [
        ("水沢 陽花", None),
        ("水沢 奈緒", day("R8.6.1")),
    ]
    again = client.post(address, {"submission": str(uuid4()), **sent})
    assert again.status_code == 422
    assert "すでに、このケースの対象です" in again.content.decode()
    with pytest.raises(Refused, match="すでに"):
        add_child(sato, case=home.case, child=home.haruka)


def test_a_correction_does_not_name_a_child_twice(home: Home, sato: Viewer, client_for: Enter) -> None:
    nao = add_member(
        sato, family=home.family, new=NewPerson("水沢 奈緒", birth=day("H22.5.1"), relation="sibling")
    )
    row = add_child(sato, case=home.case, child=nao, since=day("R8.6.1"))
    client, address = client_for(sato), reverse("cases:correct", args=["casechild", row.ref])
    sent = {"submission": str(uuid4()), "child": str(home.haruka.ref), "since": "R8.6.1"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "すでに、このケースの対象です" in answer.content.decode()
    sent = {"submission": str(uuid4()), "child": str(nao.ref), "since": "R8.5.1"}
    assert client.post(address, sent).status_code == 302
    rows = CaseChild.objects.for_system("test").standing().filter(case=home.case).order_by("pk")
    assert [(row.person.name, row.valid_from) for row in rows] == [
        ("水沢 陽花", None), ("水沢 奈緒", day("R8.5.1")),
    ]  # fmt: skip


def test_a_child_of_two_running_cases_has_one_line_of_statuses(home: Home, sato: Viewer) -> None:
    second = open_case(sato, family=home.family, children=[home.haruka], phase="assessment")
    set_status(sato, case=home.case, person=home.haruka, kind="needs_support", since=day("R8.4.1"))
    set_status(sato, case=second, person=home.haruka, kind="protection", since=day("R8.6.1"))
    assert told(home.case) == [("needs_support", "R8.4.1", "R8.5.31")]
    assert told(second) == [("protection", "R8.6.1", "")]
    with pytest.raises(Refused, match="同じ日に始まる"):
        set_status(sato, case=home.case, person=home.haruka, kind="needs_support", since=day("R8.6.1"))


def test_what_another_worker_told_in_another_case_is_not_overwritten(
    home: Home, sato: Viewer, ito: Viewer, tanaka: Viewer
) -> None:
    second = open_case(tanaka, family=home.family, children=[home.haruka], phase="assessment", lead=ito.post)
    set_status(ito, case=second, person=home.haruka, kind="protection", since=day("R8.5.1"))
    with pytest.raises(Refused, match="ほかのケースの区分があります"):
        set_status(sato, case=home.case, person=home.haruka, kind="needs_support", since=day("R8.6.1"))
    assert told(home.case) == []
    assert told(second) == [("protection", "R8.5.1", "")]


def test_the_statuses_of_a_case_end_the_day_it_closes(home: Home, sato: Viewer) -> None:
    second = open_case(sato, family=home.family, children=[home.haruka], phase="assessment")
    set_status(sato, case=home.case, person=home.haruka, kind="needs_support", since=day("R8.4.1"))
    set_status(sato, case=home.case, person=home.haruka, kind="protection", since=day("R8.6.1"))
    set_status(sato, case=second, person=home.misaki, kind="expectant", since=day("R8.5.1"))
    close_case(sato, case=home.case)
    assert told(home.case) == [("needs_support", "R8.4.1", "R8.5.31"), ("protection", "R8.6.1", "R8.6.10")]
    assert told(second) == [("expectant", "R8.5.1", "")]
    set_status(sato, case=second, person=home.haruka, kind="needs_support", since=day("R8.6.10"))
    assert told(second) == [("expectant", "R8.5.1", ""), ("needs_support", "R8.6.10", "")]


def test_a_status_that_was_to_begin_after_the_end_never_began(home: Home, sato: Viewer) -> None:
    set_status(sato, case=home.case, person=home.haruka, kind="protection", since=day("R8.7.1"))
    close_case(sato, case=home.case)
    assert told(home.case) == []
