"""A worker's families go to others in one step; the family knows more than one, and is told in plain words."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import MakePost
from tests.paper import Read
from tomoni.access.actions import Refused, seal
from tomoni.access.choices import Need
from tomoni.access.decide import Denied, decide
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Team
from tomoni.calendar import TOKYO, frozen, now
from tomoni.cases.actions import (
    Move,
    change_lead,
    close_case,
    end_deputy,
    hand_over,
    open_case,
    open_duty,
    set_deputy,
)
from tomoni.cases.models import Case, Deputy, Duty, LeadChange, TimelineEntry
from tomoni.families.actions import NewPerson, take_in
from tomoni.jobs.models import Notice
from tomoni.people.actions import add_address
from tomoni.tenancy.models import Municipality

APRIL = datetime(2026, 4, 1, 9, 0, tzinfo=TOKYO)
Enter = Callable[[Viewer], Client]


@pytest.fixture(autouse=True)
def _first_of_april() -> Iterator[None]:
    with frozen(APRIL):
        yield


def family_of(worker: Viewer, name: str) -> Case:
    family, children = take_in(worker, persons=[NewPerson(name)])
    return open_case(worker, family=family, children=children, phase="support")


@pytest.fixture
def cases(sato: Viewer, in_muni: Municipality) -> list[Case]:
    """佐藤's three families."""
    return [family_of(sato, name) for name in ("山田 花", "川口 蓮", "森田 葵")]


def rows(model: Any) -> list[Any]:
    return list(model.objects.for_system("test").order_by("pk"))


def sent(former: Viewer, new: Viewer, cases: list[Case], **fields: Any) -> dict[str, Any]:
    taken = {f"c{case.ref.hex}_take": "on" for case in cases}
    whole = {"former": former.post.pk, "lead": new.post.pk, "reason": "異動のため"}
    return {"submission": str(uuid4()), **whole, **taken, **fields}


HAND_OVER = "/hand-over"


def test_f5_families_go_to_others_at_once_each_with_its_own_where_it_differs(
    cases: list[Case], sato: Viewer, suzuki: Viewer, ito: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    promise = {"kind": "promise", "text": "花さんに電話", "due_at": now()}
    open_duty(sato, family=cases[0].family, case=cases[0], **promise)
    client, first = client_for(tanaka), f"c{cases[0].ref.hex}"
    page = client.get(f"{HAND_OVER}?from={sato.post.pk}").content.decode()
    assert page.count('_take" id=') == 3
    assert "花さんに電話" in page
    fields = sent(sato, suzuki, cases[:2], deputy=tanaka.post.pk)
    fields |= {
        f"{first}_lead": ito.post.pk,
        f"{first}_deputy": suzuki.post.pk,
        f"{first}_know": "電話は昼だけ",
    }
    answer = client.post(HAND_OVER, fields)
    assert answer.headers["Location"] == f"{HAND_OVER}?from={sato.post.pk}"
    for case in cases:
        case.refresh_from_db()
    assert [case.lead for case in cases] == [ito.post, suzuki.post, sato.post]
    assert [(d.case, d.post) for d in rows(Deputy)] == [(cases[0], suzuki.post), (cases[1], tanaka.post)]
    told = [(c.case, c.former, c.lead, c.on, c.reason, c.know_first) for c in rows(LeadChange)]
    day = date(2026, 4, 1)
    assert told == [
        (cases[0], sato.post, ito.post, day, "異動のため", "電話は昼だけ"),
        (cases[1], sato.post, suzuki.post, day, "異動のため", ""),
    ]
    moved = {(d.case, d.text): d.holder for d in rows(Duty)}
    assert moved[cases[0], "花さんに電話"] == ito.post
    assert all(decide(who, Need.WRITE, cases[0]) for who in (ito, suzuki))
    assert all(decide(who, Need.WRITE, cases[0].family) for who in (ito, suzuki))
    assert not decide(sato, Need.WRITE, cases[0])
    titles = [e.title for e in rows(TimelineEntry) if e.case == cases[0]]
    assert titles == ["主担当を佐藤から伊藤へ：異動のため", "副担当：鈴木"]
    assert {n.post for n in rows(Notice)} == {sato.post, ito.post, suzuki.post}
    shown = client.get(f"{HAND_OVER}?from={sato.post.pk}").content.decode()
    assert (shown.count("家族へのお知らせ（PDF）"), shown.count('_take" id=')) == (2, 1)
    family = client_for(ito).get(reverse("desk:family", args=[cases[0].family.ref])).content.decode()
    for words in ("前の担当", "佐藤（", "最初に知っておくこと", "電話は昼だけ", "副担当"):
        assert words in family
    mine = client_for(suzuki).get(reverse("desk:families")).content.decode()
    assert ("山田" in mine, "川口" in mine, "森田" in mine) == (True, True, False)


def test_f5_all_or_none(
    cases: list[Case], sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    """One that somebody else handed on meanwhile stops all."""
    change_lead(tanaka, case=cases[1], lead=tanaka.post, reason="会議で")
    before = len(rows(LeadChange))
    with pytest.raises(Refused, match="もう替わっています"):
        hand_over(tanaka, former=sato.post, moves=[Move(c, suzuki.post) for c in cases], reason="異動")
    cases[0].refresh_from_db()
    assert (cases[0].lead, len(rows(LeadChange))) == (sato.post, before)
    close_case(tanaka, case=cases[2])
    with pytest.raises(Refused, match="もう替わっています"):
        hand_over(tanaka, former=sato.post, moves=[Move(cases[2], suzuki.post)], reason="異動")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lead": ""}, "選んでください"),
        ({"reason": " "}, "書いてください"),
        ({"on": "R8.4.2"}, "まだ来ていない"),
        ({"lead": "999999"}, "一覧にある職員を選び直してください"),
    ],
)
def test_wrong_input_hands_nothing_over(
    fields: dict[str, str],
    words: str,
    cases: list[Case],
    sato: Viewer,
    suzuki: Viewer,
    tanaka: Viewer,
    client_for: Enter,
) -> None:
    answer = client_for(tanaka).post(HAND_OVER, sent(sato, suzuki, cases, **fields))
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert rows(LeadChange) == rows(Deputy) == []


def test_nobody_chosen_nobody_handed_over(
    cases: list[Case], sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    answer = client_for(tanaka).post(HAND_OVER, sent(sato, suzuki, []))
    assert (answer.status_code, "引き継ぐ家庭を選んでください" in answer.content.decode()) == (422, True)


def test_a_deputy_cannot_be_the_lead_and_neither_can_a_clerk(
    cases: list[Case], sato: Viewer, suzuki: Viewer, mori: Viewer, tanaka: Viewer
) -> None:
    with pytest.raises(Refused, match="主担当と同じ人"):
        hand_over(tanaka, former=sato.post, moves=[Move(cases[0], suzuki.post, suzuki.post)], reason="異動")
    with pytest.raises(Refused, match="一覧から選び直してください"):
        set_deputy(sato, case=cases[0], post=mori.post)
    assert rows(Deputy) == []


def test_f5_coordinator_and_head_hand_over_others_do_not(
    cases: list[Case],
    sato: Viewer,
    suzuki: Viewer,
    tanaka: Viewer,
    kimura: Viewer,
    mori: Viewer,
    client_for: Enter,
) -> None:
    assert {who.user.name: client_for(who).get(HAND_OVER).status_code for who in (sato, suzuki, mori)} == {
        "佐藤": 403, "鈴木": 403, "森": 403
    }  # fmt: skip
    with pytest.raises(Denied):
        hand_over(sato, former=sato.post, moves=[Move(cases[0], suzuki.post)], reason="異動")
    answer = client_for(kimura).post(HAND_OVER, sent(sato, suzuki, cases, deputy=tanaka.post.pk))
    assert answer.status_code == 302
    assert {case.lead for case in rows(Case)} == {suzuki.post}


def test_a_sealed_family_stays_out_of_sight(
    cases: list[Case], sato: Viewer, suzuki: Viewer, tanaka: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    seal(kimura, dossier=cases[0].family.dossier, reason="職員の親族", keepers=[kimura.post, sato.post])
    client = client_for(tanaka)
    assert "山田" not in client.get(f"{HAND_OVER}?from={sato.post.pk}").content.decode()
    client.post(HAND_OVER, sent(sato, suzuki, cases))
    cases[0].refresh_from_db()
    assert cases[0].lead == sato.post


def test_a_worker_of_another_town_leads_nothing_here(
    cases: list[Case], stranger: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    client = client_for(tanaka)
    for asked in (str(stranger.post.pk), "9" * 40, "²", "x", ""):
        assert "だれの家庭ですか" in client.get(HAND_OVER, {"from": asked}).content.decode()
        assert client.post(HAND_OVER, {"former": asked}).status_code == 404


def test_f5_the_second_worker_writes_until_stepping_back(
    cases: list[Case], sato: Viewer, suzuki: Viewer, ito: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    case, client = cases[0], client_for(sato)
    door = reverse("desk:deputy", args=[case.ref])
    assert client.post(door, {"submission": str(uuid4()), "post": ito.post.pk}).status_code == 302
    [row] = rows(Deputy)
    assert set_deputy(sato, case=case, post=ito.post) == row
    assert (row.post, row.since, row.until) == (ito.post, date(2026, 4, 1), None)
    assert decide(ito, Need.WRITE, case)
    assert decide(ito, Need.WRITE, case.family)
    assert "伊藤" in client.get(reverse("desk:family", args=[case.family.ref])).content.decode()
    address = reverse("desk:end_deputy", args=[row.ref])
    assert client_for(suzuki).post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert not decide(ito, Need.READ, case)
    assert not decide(ito, Need.WRITE, case.family)
    assert client.post(address).status_code == 404


def test_whoever_becomes_the_lead_is_no_deputy_and_one_who_was_lead_can_be(
    cases: list[Case], sato: Viewer, suzuki: Viewer, tanaka: Viewer
) -> None:
    case = cases[0]
    set_deputy(sato, case=case, post=suzuki.post)
    hand_over(tanaka, former=sato.post, moves=[Move(case, suzuki.post, sato.post)], reason="交代で訪問")
    standing = [(d.post, d.until) for d in rows(Deputy)]
    assert standing == [(suzuki.post, date(2026, 4, 1)), (sato.post, None)]
    assert all(decide(who, Need.WRITE, each) for who in (sato, suzuki) for each in (case, case.family))


def test_the_deputy_of_one_case_keeps_the_family_when_another_changes_hands(
    cases: list[Case], sato: Viewer, suzuki: Viewer, tanaka: Viewer
) -> None:
    first = cases[0]
    second = open_case(sato, family=first.family, children=[], phase="support")
    change_lead(tanaka, case=second, lead=suzuki.post, reason="下のこどものこと")
    set_deputy(tanaka, case=second, post=sato.post)
    change_lead(tanaka, case=first, lead=suzuki.post, reason="まとめて")
    assert decide(sato, Need.WRITE, first.family)
    assert not decide(sato, Need.WRITE, first)
    end_deputy(tanaka, deputy=rows(Deputy)[0])
    assert not decide(sato, Need.WRITE, first.family)


def test_f5_the_letter_tells_the_family_plainly_and_nothing_between_workers(
    cases: list[Case],
    sato: Viewer,
    suzuki: Viewer,
    ito: Viewer,
    mori: Viewer,
    tanaka: Viewer,
    team: Team,
    client_for: Enter,
) -> None:
    team.phone = "0225-11-2222"
    team.save()
    child = cases[0].children.for_system("t").get().person
    add_address(sato, person=child, text="ともに町秘密9番地", hide=True)
    move = Move(cases[0], suzuki.post, ito.post, "父には内緒の電話番号がある")
    [row] = hand_over(tanaka, former=sato.post, moves=[move], reason="こどもが担当をこわがるため")
    for who in (suzuki, mori):
        answer = client_for(who).get(reverse("desk:letter", args=[row.ref]))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        text = re.sub(r"\s", "", Read(answer.content).text)
        for words in (
            "山田さんの家庭のみなさまへ", "担当が替わるお知らせ", "令和8年4月1日から、みなさまの担当は、佐藤に替わって鈴木になりました。",
            "鈴木のほかに、伊藤もお話をうかがいます。", "はじめから話していただかなくても大丈夫です。", "ともに町家庭相談係", "0225-11-2222",
        ):  # fmt: skip
            assert words in text
        for words in ("内緒", "こわがる", "秘密", cases[0].number):
            assert words not in text


def test_a_single_change_keeps_what_to_know_first_too(
    cases: list[Case], sato: Viewer, suzuki: Viewer, client_for: Enter
) -> None:
    fields = {"lead": suzuki.post.pk, "reason": "産休のため", "know_first": "母は朝が苦手"}
    door = reverse("desk:change_lead", args=[cases[0].ref])
    assert client_for(sato).post(door, {"submission": str(uuid4()), **fields}).status_code == 302
    [row] = rows(LeadChange)
    assert (row.former, row.lead, row.know_first) == (sato.post, suzuki.post, "母は朝が苦手")


def test_the_page_asks_the_same_queries_for_one_and_for_thirty(
    sato: Viewer, suzuki: Viewer, tanaka: Viewer, in_muni: Municipality, client_for: Enter
) -> None:
    client, counts = client_for(tanaka), []
    family_of(sato, "山田 花")
    client.get(f"{HAND_OVER}?from={sato.post.pk}")
    for number in (0, 29):
        for count in range(number):
            family_of(sato, f"田中 {count}")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{HAND_OVER}?from={sato.post.pk}")
        counts.append(len([q for q in seen.captured_queries if "journal_" not in q["sql"]]))
    assert counts[0] == counts[1]


def test_a_worker_who_has_left_is_handed_over_as_well(
    make_post: MakePost, tanaka: Viewer, suzuki: Viewer, team: Team, in_muni: Municipality, client_for: Enter
) -> None:
    leaver = Viewer.wearing(make_post(Role.PRACTITIONER, "leaver", team=team))
    case = family_of(leaver, "大野 蓮")
    leaver.post.until = date(2026, 3, 31)
    leaver.post.save()
    page = client_for(tanaka).get(HAND_OVER).content.decode()
    assert "いまは在籍していません" in page
    assert client_for(tanaka).post(HAND_OVER, sent(leaver, suzuki, [case])).status_code == 302
    case.refresh_from_db()
    assert case.lead == suzuki.post
