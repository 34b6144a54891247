"""Staying in touch: the day it is time again, what a contact moves on, and who sets how often."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen, is_business_day
from tomoni.cases.actions import close_case, open_case, set_rhythm, set_usual
from tomoni.cases.models import Case, Duty, Rhythm, UsualRhythm
from tomoni.cases.queries import usual_kinds
from tomoni.cases.rules import SPANS, next_on
from tomoni.contacts.actions import Met, NewPassage, Note, record
from tomoni.families.actions import NewPerson, take_in
from tomoni.journal.models import Entry
from tomoni.practice import codes
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation

Enter = Callable[[Viewer], Client]


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with frozen(at("2026-01-30")):
        yield


@pytest.fixture
def case(sato: Viewer, in_muni: Any) -> Case:
    family, people = take_in(sato, persons=[NewPerson("青木 海", "あおき うみ", Day.parse("H30.6.1"))])
    return open_case(sato, family=family, children=people, phase="support")


@pytest.fixture
def school(sato: Viewer, in_muni: Any) -> Organisation:
    return add_organisation(sato, name="ともに小学校", kind="primary_school")


def talk(viewer: Viewer, case: Case, day: str, **more: Any) -> Any:
    note = Note(at=at(day), method="phone", passages=[NewPassage("変わりないとのこと")], **more)
    with frozen(at(max(day, "2026-01-30"))):
        return record(viewer, family=case.family, case=case, note=note)


def due(case: Case) -> list[tuple[str, date]]:
    rows = Duty.objects.for_system("test").open().filter(case=case, kind="contact_rhythm").order_by("pk")
    return [(row.source.partition(":")[0], row.due_at.astimezone(TOKYO).date()) for row in rows]


@pytest.mark.parametrize(
    ("on", "every", "day"),
    [
        ("2026-01-31", "1 months", "2026-03-02"),  # 28 February is a Saturday
        ("2027-01-31", "1 months", "2027-03-01"),  # 28 February is a Sunday
        ("2028-01-31", "1 months", "2028-02-29"),
        ("2026-05-31", "1 months", "2026-06-30"),
        ("2026-11-30", "1 months", "2027-01-04"),  # offices rest until 3 January
        ("2026-04-22", "7 days", "2026-04-30"),  # 29 April is a holiday
        ("2026-06-10", "14 days", "2026-06-24"),
        ("2026-08-31", "6 months", "2027-03-01"),
    ],
)
def test_it_is_time_again_on_an_open_day(on: str, every: str, day: str) -> None:
    assert next_on(date.fromisoformat(on), every) == date.fromisoformat(day)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(SPANS))
def test_it_is_never_earlier_nor_on_a_closed_day(on: date, every: str) -> None:
    found = next_on(on, every)
    assert is_business_day(found)
    assert found > on


def test_a_family_of_which_nobody_hears_comes_up_after_a_month_for_whoever_leads(
    sato: Viewer, suzuki: Viewer, tanaka: Viewer, case: Case, client_for: Enter
) -> None:
    assert due(case) == [("cases.case", date(2026, 3, 2))]
    set_usual(tanaka, kind="contact_rhythm", every="14 days", reason="係で話し合った")
    again = open_case(sato, family=case.family, children=[], phase="assessment", lead=suzuki.post)
    assert due(again) == [("cases.case", date(2026, 2, 13))]
    assert due(case) == [("cases.case", date(2026, 3, 2))]
    held = Duty.objects.for_system("test").order_by("pk").values_list("kind", "holder", "text")
    text = "変わりないかを聞く（用事がなくても、短くてもかまいません）"
    assert list(held) == [("contact_rhythm", post.pk, text) for post in (sato.post, suzuki.post)]
    shown = {}
    for day in ("2026-02-05", "2026-02-09", "2026-02-16"):
        with frozen(at(day)):
            page = client_for(suzuki).get("/today").content.decode()
            shown[day] = ("そろそろ声をかけるころ" in page, "しばらく話していません" in page)
    assert list(shown.values()) == [(False, False), (True, False), (False, True)]


def test_each_contact_moves_the_day_on_and_one_told_late_moves_nothing_back(sato: Viewer, case: Case) -> None:
    first = talk(sato, case, "2026-01-30")
    assert due(case) == [("cases.case", date(2026, 3, 2))]
    second = talk(sato, case, "2026-02-20")
    assert due(case) == [("cases.case", date(2026, 3, 23))]
    talk(sato, case, "2026-01-15")
    assert due(case) == [("cases.case", date(2026, 3, 23))]
    done = Duty.objects.for_system("test").exclude(done_at=None).get(case=case)
    assert done.done_by == f"contacts.contact:{second.ref}"
    assert first.corrects is None


def test_a_rhythm_of_the_case_replaces_the_usual_one_and_goes_on_beside_a_resource(
    sato: Viewer, case: Case, school: Organisation
) -> None:
    talk(sato, case, "2026-01-30")
    set_rhythm(sato, case=case, every="14 days", reason="母が望んでいる")
    assert due(case) == [("cases.case", date(2026, 2, 13))]
    set_rhythm(sato, case=case, every="2 months", reason="担任と決めた", organisation=school)
    assert due(case) == [("cases.case", date(2026, 2, 13)), ("resources.organisation", date(2026, 3, 30))]
    talk(sato, case, "2026-02-13", organisation=school)
    assert due(case) == [("cases.case", date(2026, 2, 13)), ("resources.organisation", date(2026, 4, 13))]
    with frozen(at("2026-02-14")):
        set_rhythm(sato, case=case, every="1 months", reason="落ち着いた")
    standing = Rhythm.objects.for_system("test").standing().filter(valid_until=None).order_by("pk")
    assert [str(row) for row in standing] == ["ともに小学校：2か月ごと", "家族：1か月ごと"]


@pytest.mark.parametrize(("door", "sent"), [("end", {"on": "R8.1.30"}), ("retract", {})])
def test_a_rhythm_that_is_over_gives_way_to_the_usual_one_and_beside_a_resource_to_none(
    door: str, sent: dict[str, str], sato: Viewer, case: Case, school: Organisation, client_for: Enter
) -> None:
    family = set_rhythm(sato, case=case, every="14 days", reason="母が望んでいる")
    beside = set_rhythm(sato, case=case, every="14 days", reason="担任と決めた", organisation=school)
    for row, left in (
        (family, [("resources.organisation", date(2026, 2, 13)), ("cases.case", date(2026, 3, 2))]),
        (beside, [("cases.case", date(2026, 3, 2))]),
    ):
        address = reverse(f"cases:{door}", args=["rhythm", row.ref])
        assert client_for(sato).post(address, {"submission": str(uuid4()), **sent}).status_code == 302
        assert due(case) == left


def test_a_contact_with_child_and_school_together_counts_for_both(
    sato: Viewer, case: Case, school: Organisation
) -> None:
    set_rhythm(sato, case=case, every="14 days", reason="担任と決めた", organisation=school)
    child = case.children.for_system("test").get().person
    talk(sato, case, "2026-02-10", organisation=school, met=[Met(child)])
    assert due(case) == [("resources.organisation", date(2026, 2, 24)), ("cases.case", date(2026, 3, 10))]


def test_the_municipality_sets_its_own_and_the_journal_knows_who(
    sato: Viewer, tanaka: Viewer, case: Case, client_for: Enter
) -> None:
    address = reverse("cases:rhythms")
    assert client_for(sato).get(address).status_code == 403
    with pytest.raises(Denied):
        set_usual(sato, kind="contact_rhythm", every="14 days", reason="話し合った")
    page = client_for(tanaka).get(address).content.decode()
    assert "ガイドライン 視点5-5の実践例 p.34" in page
    sent = {"submission": str(uuid4()), "kind": "contact_rhythm", "every": "14 days"}
    assert client_for(tanaka).post(address, sent).status_code == 422
    assert not UsualRhythm.objects.for_system("test").exists()
    answer = client_for(tanaka).post(
        address, {**sent, "submission": str(uuid4()), "reason": "係で話し合った"}
    )
    assert answer.status_code == 302
    [row] = UsualRhythm.objects.for_system("test")
    assert (row.kind, row.every, row.reason, row.by) == (
        "contact_rhythm",
        "14 days",
        "係で話し合った",
        tanaka.post,
    )
    assert Entry.objects.filter(body__contains="cases.set_usual").exists()
    assert due(case) == [("cases.case", date(2026, 3, 2))]
    talk(sato, case, "2026-02-20")
    assert due(case) == [("cases.case", date(2026, 3, 6))]
    assert "係で話し合った" in client_for(tanaka).get(address).content.decode()


def test_what_cannot_be_is_asked_back(sato: Viewer, tanaka: Viewer, case: Case) -> None:
    with pytest.raises(Refused, match="どのくらいごとに"):
        set_rhythm(sato, case=case, every="5 years", reason="話した")
    with pytest.raises(Refused, match="そうするわけ"):
        set_rhythm(sato, case=case, every="7 days", reason=" ")
    with pytest.raises(Refused, match="何のリズムか"):
        set_usual(tanaka, kind="promise", every="7 days", reason="話した")
    close_case(sato, case=case)
    with pytest.raises(Denied):
        set_rhythm(sato, case=case, every="7 days", reason="話した")


def test_today_says_it_early_and_kindly_and_only_a_contact_ends_it(
    sato: Viewer, case: Case, client_for: Enter
) -> None:
    talk(sato, case, "2026-01-30")
    [duty] = Duty.objects.for_system("test").filter(kind="contact_rhythm")
    shown = {}
    for day in ("2026-02-20", "2026-02-24", "2026-03-03"):
        with frozen(at(day)):
            shown[day] = client_for(sato).get("/today").content.decode()
    words = ("変わりないかを聞く", "そろそろ声をかけるころ", "しばらく話していません", "話したことを記録")
    assert [[word in shown[day] for word in words] for day in shown] == [
        [False, False, False, False],
        [True, True, False, True],
        [True, False, True, True],
    ]
    assert client_for(sato).post(reverse("desk:duty_done", args=[duty.ref])).status_code == 404


def test_what_the_family_got_out_of_it_stands_in_the_record(
    sato: Viewer, case: Case, client_for: Enter
) -> None:
    row = talk(sato, case, "2026-01-30", gained="給食費の手続きが一つ済んだ")
    page = client_for(sato).get(reverse("contacts:detail", args=[row.ref])).content.decode()
    assert "家族が得たこと" in page
    assert "給食費の手続きが一つ済んだ" in page


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("contact_rhythm", "これから決まる期日に使います。"),
        ("plan_review", "これから決まる期日に使います。"),
        ("policy_meeting", "次の会議の目安を、これで数えます。"),
        ("all_cases", "次の会議の目安を、これで数えます。"),
        ("working_meeting", "次の会議の目安を、これで数えます。"),
    ],
)
def test_each_rhythm_says_where_its_days_appear(
    kind: str, said: str, tanaka: Viewer, in_muni: Any, client_for: Enter
) -> None:
    sent = {"submission": str(uuid4()), "kind": kind, "every": "2 months", "reason": "話し合って決めた"}
    shown = client_for(tanaka).post(reverse("cases:rhythms"), sent, follow=True).content.decode()
    assert f"リズムを改めました。{said}" in shown
    assert shown.count("次の目安が「会議」と、統括支援員の「今日」に出ます") == 3


def test_every_rhythm_offered_is_one_that_something_reads() -> None:
    meetings = {code.rhythm for code in codes("meeting_kinds") if code.rhythm}
    assert {kind.id for kind in usual_kinds()} == {"contact_rhythm", "plan_review", *meetings}
