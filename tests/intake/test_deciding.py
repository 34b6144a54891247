"""Deciding: by a meeting for a 通告, by nobody for the family's own call; what follows comes with it or not at all."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import Denied, decide
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, add_months
from tomoni.cases.models import Case, CaseChild, Duty, FamilyReason, Involvement, Status, TimelineEntry
from tomoni.families.actions import NewPerson, take_in
from tomoni.intake.actions import (
    Asked,
    Beginning,
    Call,
    Leaving,
    Verdict,
    begin,
    bring_to_meeting,
    carry_out,
    decide_referral,
    leave,
    receive,
    settle,
)
from tomoni.intake.models import Handover, Referral
from tomoni.jobs.models import Notice
from tomoni.meetings.models import AgendaItem, Decision, Meeting
from tomoni.resources.models import Organisation
from tomoni.sharing.actions import record_consent, withdraw_consent
from tomoni.sharing.models import Consent

Browse = Callable[[Viewer], Any]
BEGIN = {
    "kind": "worries_and_hardship",
    "attitude": "willing",
    "level": "middle",
    "level_reason": "月に一度は会って話したい",
    "agreed_with": "母",
}
REASON = {"reason": "姿を確かめた。母は話すことに応じている", "family_wish": "家で話を聞いてほしい"}


def rows(model: Any) -> Any:
    return model.objects.for_system("test").order_by("pk")


def written() -> dict[str, int]:
    kinds = (Case, Status, FamilyReason, Involvement, Duty, TimelineEntry, Decision, Handover, Consent)
    return {model.__name__: rows(model).count() for model in kinds}


@pytest.fixture
def item(sato: Viewer, notice: Referral) -> AgendaItem:
    """The 通告 on the agenda of an emergency intake meeting."""
    return bring_to_meeting(sato, referral=notice, kind="emergency_intake", proposal="受け入れて月に一度会う")


# To the meeting


def test_a_referral_is_put_on_a_new_urgent_meeting_and_the_leaders_are_told(
    browse: Browse, sato: Viewer, tanaka: Viewer, kimura: Viewer, notice: Referral
) -> None:
    Notice.objects.for_system("test").delete()
    path = f"/intake/{notice.ref}/agenda"
    done = browse(sato).fill(
        path, meeting="emergency_intake", place="会議室", attendees=str(tanaka.post.pk), proposal="急ぐ"
    )
    [meeting], [item] = rows(Meeting), rows(AgendaItem)
    assert (meeting.kind, meeting.place, f"{meeting.at.astimezone():%m-%d %H:%M}") == (
        "emergency_intake",
        "会議室",
        "04-06 10:00",
    )
    assert (item.topic, item.proposal, item.subject) == (
        "受2026-0001の受理",
        "急ぐ",
        f"intake.referral:{notice.ref}",
    )
    assert "受2026-0001の受理" in done.words
    assert [n.text for n in rows(Notice)] == ["緊急受理会議が開かれます（受2026-0001）。"] * 2
    assert (
        "緊急受理会議（令和8年4月6日（月） 10:00）の議題になっています。"
        in browse(sato).get(f"/intake/{notice.ref}/").words
    )


def test_a_second_referral_joins_the_meeting_already_called(
    browse: Browse, sato: Viewer, item: AgendaItem, home: Any
) -> None:
    family, (hana, *_) = home
    other = receive(
        sato, family=family, children=[hana], call=Call("school", "phone", "心配", is_notice=True)
    )
    browse(sato).fill(f"/intake/{other.ref}/agenda", meeting=str(item.meeting.ref))
    assert rows(Meeting).count() == 1
    assert [each.order for each in rows(AgendaItem)] == [0, 1]
    with pytest.raises(Refused, match="すでに会議の議題"):
        bring_to_meeting(sato, referral=other)


# Accepted


def test_the_coordinator_decides_and_the_case_begins_in_one_go(
    browse: Browse,
    sato: Viewer,
    suzuki: Viewer,
    tanaka: Viewer,
    notice: Referral,
    item: AgendaItem,
    home: Any,
) -> None:
    hana, sora, _ = home[1]
    path = f"/intake/items/{item.ref}/decide"
    assert "受理ケースとしてかかわりを始める" in browse(tanaka).get(path).words.replace(" ", "")
    sent = {**BEGIN, **REASON, f"status_{hana.ref.hex}": "needs_support", "lead": str(suzuki.post.pk)}
    done = browse(tanaka).fill(f"{path}?outcome=accepted", **sent)
    assert "決定を記録しました。" in done.words
    [decision], [case] = rows(Decision), rows(Case)
    assert (decision.outcome, decision.reason, decision.family_wish, decision.decided_by) == (
        "accepted", REASON["reason"], REASON["family_wish"], tanaka.post,
    )  # fmt: skip
    assert (case.lead, case.phase, case.family) == (suzuki.post, "assessment", notice.family)
    assert [row.person for row in rows(CaseChild)] == [hana, sora]
    assert [(row.person, row.kind) for row in rows(Status)] == [(hana, "needs_support")]
    assert [(r.kind, r.attitude) for r in rows(FamilyReason)] == [("worries_and_hardship", "willing")]
    assert [(r.level, r.reason, r.agreed_with) for r in rows(Involvement)] == [
        ("middle", BEGIN["level_reason"], "母")
    ]
    notice.refresh_from_db()
    item.refresh_from_db()
    assert (notice.outcome, notice.case, item.case) == ("accepted", case, case)
    titles = [line.title for line in rows(TimelineEntry)]
    assert titles == ["通告の受付", f"受理（ケース {case.number}）", "緊急受理会議：受理"]
    *unseen, touch = rows(Duty).open()
    assert [duty.child.name for duty in unseen] == ["山田 花", "山田 空"]
    assert (touch.kind, touch.case, touch.holder) == ("contact_rhythm", case, suzuki.post)


def test_a_decision_says_why_and_how_the_case_begins(
    browse: Browse, tanaka: Viewer, item: AgendaItem
) -> None:
    before = written()
    answer = browse(tanaka).fill(f"/intake/items/{item.ref}/decide?outcome=accepted", borderline="on")
    assert answer.status == 422
    assert sorted(answer.problems) == [
        "そう決めた理由：書いてください。",
        "はじめの関与度：選んでください。",
        "判断で迷った点：事例集に残すときは、どこで迷ったかを書いてください。",
        "家庭としてかかわる理由：こどもの区分か、家庭としてかかわる理由のどちらかを選んでください。",
        "決めた理由：書いてください。",
    ]
    assert written() == before


def test_a_case_that_runs_takes_the_referral_in(
    browse: Browse, sato: Viewer, tanaka: Viewer, consultation: Referral, item: AgendaItem, home: Any
) -> None:
    case = begin(sato, referral=consultation, beginning=Beginning("thin", "見守る", reason="asks_itself"))
    shown = browse(tanaka).get(f"/intake/items/{item.ref}/decide?outcome=accepted")
    assert "この家庭ではいまケースが動いています" in shown.words
    browse(tanaka).fill(f"/intake/items/{item.ref}/decide?outcome=accepted", **REASON)
    assert rows(Case).get() == case
    assert [row.person.name for row in rows(CaseChild)] == ["山田 花", "山田 空"]
    assert [row.level for row in rows(Involvement)] == ["thin"]


def test_a_decision_is_made_once(browse: Browse, tanaka: Viewer, item: AgendaItem) -> None:
    browser, path = browse(tanaka), f"/intake/items/{item.ref}/decide?outcome=accepted"
    sent = {**browser.get(path).fields(), **BEGIN, **REASON}
    assert [browser.client.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert rows(Case).count() == 1
    again = browser.send(
        path, **{**sent, "join": "join", "submission": "0d5e4c69-6a4f-4b62-9d0c-2b1c1e7f1a11"}
    )
    assert again.status == 422
    assert "すでに決まっています" in " ".join(again.problems)
    assert "結果はすでに決まっています" in browser.get(path).words


# Who decides


def test_the_head_decides_and_a_worker_carries_it_out(
    browse: Browse, sato: Viewer, kimura: Viewer, notice: Referral, item: AgendaItem
) -> None:
    path = f"/intake/items/{item.ref}/decide?outcome=accepted"
    assert "担当が進めます" in browse(kimura).get(path).words
    browse(kimura).fill(path, **REASON)
    assert (rows(Decision).get().decided_by, rows(Case).count()) == (kimura.post, 0)
    for viewer, said in ((kimura, "このあとの手続きは担当が進めます。"), (sato, "この決定にそって進める")):
        shown = browse(viewer).get(f"/intake/{notice.ref}/").words
        assert "決定ずみ・手続きはこれから" in shown
        assert "受理は未定" not in shown
        assert said in shown
    told = rows(Notice).last()
    assert (told.post, told.text) == (
        sato.post,
        "受2026-0001の決定がありました。決定にそって次へ進めてください。",
    )
    shown = browse(sato).get(f"/intake/{notice.ref}/").words
    assert "決定：受理（木村" in shown
    browse(sato).fill(f"/intake/{notice.ref}/carry-out", **BEGIN)
    notice.refresh_from_db()
    assert (notice.outcome, notice.case) == ("accepted", rows(Case).get())
    assert rows(TimelineEntry).last().title == "緊急受理会議：受理"
    assert browse(sato).get(f"/intake/{notice.ref}/carry-out").status in {302, 404}


def test_who_takes_the_lead_takes_over_what_is_still_to_do_and_all_is_written_before(
    browse: Browse, sato: Viewer, suzuki: Viewer, kimura: Viewer, notice: Referral, item: AgendaItem
) -> None:
    decide_referral(kimura, item=item, verdict=Verdict("accepted", "見ていく"))
    browse(sato).fill(f"/intake/{notice.ref}/carry-out", **BEGIN, lead=str(suzuki.post.pk))
    case = rows(Case).get()
    assert case.lead == suzuki.post
    assert {duty.holder for duty in rows(Duty).filter(kind="safety_check")} == {suzuki.post}
    assert rows(TimelineEntry).last().title == "緊急受理会議：受理"
    assert [bool(decide(who, Need.WRITE, case.family)) for who in (sato, suzuki)] == [False, True]
    assert browse(sato).get(f"/intake/{notice.ref}/safety").status == 404
    assert "代わりに記録する" in browse(sato).get(f"/intake/{notice.ref}/").words
    assert browse(suzuki).get(f"/intake/{notice.ref}/safety").status == 200


def test_a_decision_waiting_to_be_carried_out_stands(
    sato: Viewer, kimura: Viewer, notice: Referral, item: AgendaItem
) -> None:
    made = decide_referral(kimura, item=item, verdict=Verdict("accepted", "理由"))
    again = bring_to_meeting(sato, referral=notice)
    with pytest.raises(Refused, match="すでに決まっています"):
        decide_referral(kimura, item=again, verdict=Verdict("not_accepted", "理由"))
    beginning = Beginning("thin", "理由", reason="asks_itself")
    carry_out(sato, decision=made, beginning=beginning)
    with pytest.raises(Refused, match="すでに実行"):
        carry_out(sato, decision=made, beginning=beginning)


def test_workers_and_clerks_do_not_decide(
    browse: Browse, sato: Viewer, mori: Viewer, ito: Viewer, item: AgendaItem
) -> None:
    path = f"/intake/items/{item.ref}/decide?outcome=accepted"
    for viewer in (sato, mori, ito):
        assert browse(viewer).get(path).status == 403
        assert browse(viewer).send(path, **BEGIN, **REASON).status == 403
    with pytest.raises(Denied):
        decide_referral(sato, item=item, verdict=Verdict("accepted", "理由"))
    assert rows(Decision).count() == 0


def test_another_municipality_finds_nothing_to_decide(
    browse: Browse, stranger: Viewer, item: AgendaItem
) -> None:
    assert browse(stranger).get(f"/intake/items/{item.ref}/decide").status == 404
    assert browse(stranger).send(f"/intake/items/{item.ref}/decide?outcome=accepted", **REASON).status == 404


# Without a case


def test_not_accepted_goes_to_local_support_with_a_yes_and_a_day_to_look_back(
    browse: Browse, tanaka: Viewer, notice: Referral, item: AgendaItem, home: Any, plaza: Organisation
) -> None:
    megumi = home[1][2]
    path = f"/intake/items/{item.ref}/decide?outcome=not_accepted"
    sent = {**REASON, "organisation": "子育てひろば", "what": "金曜の午前に声をかけてほしい"}
    refused = browse(tanaka).fill(path, **sent)
    assert refused.problems == ["同意した人：引き継ぐには家族の同意が要ります。同意した人を選んでください。"]
    browse(tanaka).fill(
        path,
        **sent,
        consent_person=str(megumi.ref),
        consent_words="ひろばなら行ける",
        borderline="on",
        learned="けがはない",
    )
    [row], [consent] = rows(Handover), rows(Consent)
    assert (row.organisation, row.what, row.consent, row.look_back_on) == (
        plaza, "金曜の午前に声をかけてほしい", consent, add_months(date(2026, 4, 6), 3),
    )  # fmt: skip
    assert (consent.person, consent.words, consent.organisation, consent.given) == (
        megumi,
        "ひろばなら行ける",
        plaza,
        True,
    )
    duty = rows(Duty).get(kind="lookback")
    assert (duty.text, duty.due_at) == (
        "子育てひろばへの引継ぎのその後を確かめる",
        datetime(2026, 7, 6, 17, tzinfo=TOKYO),
    )
    notice.refresh_from_db()
    assert (notice.outcome, notice.case, rows(Case).count()) == ("not_accepted", None, 0)
    assert [line.title for line in rows(TimelineEntry)][-2:] == [
        "引継ぎ：子育てひろば",
        "緊急受理会議：不受理",
    ]
    shown = browse(tanaka).get(f"/intake/{notice.ref}/").words
    assert "山田 恵さん「ひろばなら行ける」" in shown
    assert "けがはない" in browse(tanaka).get("/meetings/casebook?group=refused").words


def test_a_yes_given_before_can_be_chosen_while_it_stands(
    browse: Browse, sato: Viewer, tanaka: Viewer, item: AgendaItem, home: Any, plaza: Organisation
) -> None:
    family, (_, _, megumi) = home
    facts = {
        "family": family,
        "person": megumi,
        "given": True,
        "what": "ひろばに伝える",
        "organisation": plaza,
    }
    yes, gone = record_consent(sato, **facts), record_consent(sato, **facts)
    withdraw_consent(sato, consent=gone)
    path = f"/intake/items/{item.ref}/decide?outcome=other_agency"
    sent = {**REASON, "organisation": "子育てひろば", "what": "声をかけてほしい"}
    assert browse(tanaka).fill(path, **sent, consent=str(gone.ref)).status == 422
    browse(tanaka).fill(path, **sent, consent=str(yes.ref), consent_person="")
    assert rows(Handover).get().consent == yes


@pytest.mark.parametrize(
    "outcome", ["information_only", "sent_to_guidance_centre", "notified_guidance_centre"]
)
def test_other_ends_keep_a_day_to_look_back(
    outcome: str, browse: Browse, tanaka: Viewer, notice: Referral, item: AgendaItem
) -> None:
    path = f"/intake/items/{item.ref}/decide?outcome={outcome}"
    assert browse(tanaka).fill(path, **REASON, look_back_on="R8.4.6").problems == [
        "振り返る日：振り返る日は明日以降の日にしてください。"
    ]
    browse(tanaka).fill(path, **REASON, look_back_on="R8.5.1")
    notice.refresh_from_db()
    duty = rows(Duty).get(kind="lookback")
    assert (notice.outcome, duty.text, duty.due_at) == (
        outcome,
        "受2026-0001のその後を確かめる",
        datetime(2026, 5, 1, 17, tzinfo=TOKYO),
    )
    assert rows(Duty).open().filter(kind="safety_check").count() == 2


def test_another_municipality_takes_over_by_law(
    browse: Browse, tanaka: Viewer, item: AgendaItem, sato: Viewer
) -> None:
    path = f"/intake/items/{item.ref}/decide?outcome=other_municipality"
    answer = browse(tanaka).fill(path, **REASON)
    assert answer.problems == ["引き継ぐ先：書いてください。", "お願いすること：書いてください。"]


def test_what_is_not_known_yet_is_decided_again(
    browse: Browse, sato: Viewer, tanaka: Viewer, notice: Referral, item: AgendaItem
) -> None:
    path = f"/intake/items/{item.ref}/decide?outcome=pending"
    assert browse(tanaka).fill(path, **REASON, again_on="R8.4.5").problems == [
        "改めて決める日：今日以降の日を入力してください。"
    ]
    browse(tanaka).fill(path, **REASON, again_on="R8.4.8")
    duty = rows(Duty).get(kind="waiting")
    assert (duty.due_at, duty.done_at) == (datetime(2026, 4, 8, 17, tzinfo=TOKYO), None)
    notice.refresh_from_db()
    assert notice.outcome == ""
    again = bring_to_meeting(sato, referral=notice)
    decide_referral(tanaka, item=again, verdict=Verdict("information_only", "学校が見ている"))
    duty.refresh_from_db()
    notice.refresh_from_db()
    assert (notice.outcome, duty.done_at is not None) == ("information_only", True)


# Consultations


def test_a_consultation_goes_on_to_assessment_without_a_meeting(
    browse: Browse, sato: Viewer, consultation: Referral
) -> None:
    shown = browse(sato).get(f"/intake/{consultation.ref}/").words
    assert "アセスメントへ進む" in shown
    assert "受理せず引き継ぐ" not in shown
    assert "受理会議にかける" not in shown
    browse(sato).fill(f"/intake/{consultation.ref}/begin", **BEGIN)
    consultation.refresh_from_db()
    case = rows(Case).get()
    assert (consultation.outcome, consultation.case, case.lead) == ("consultation", case, sato.post)
    assert rows(Involvement).get().valid_from == Day(date(2026, 4, 6))
    assert rows(Meeting).count() == 0


@pytest.mark.parametrize(
    "outcome", ["not_accepted", "information_only", "other_agency", "sent_to_guidance_centre"]
)
def test_a_familys_own_consultation_is_never_refused(
    outcome: str, browse: Browse, sato: Viewer, consultation: Referral
) -> None:
    assert browse(sato).get(f"/intake/{consultation.ref}/leave").status == 404
    assert browse(sato).send(f"/intake/{consultation.ref}/leave?outcome={outcome}").status == 404
    with pytest.raises(Refused, match="不受理にできません"):
        settle(sato, referral=consultation, outcome=outcome)
    with pytest.raises(Refused, match="不受理にできません"):
        leave(sato, referral=consultation, outcome=outcome, leaving=Leaving())


def test_a_mother_who_asks_at_the_plaza_is_never_refused_until_it_is_another_who_asked(
    browse: Browse, sato: Viewer, home: Any
) -> None:
    family, (hana, *_) = home
    referral = receive(sato, family=family, children=[hana], call=Call("plaza", "phone", "眠れない"))
    browser, leaving = browse(sato), f"/intake/{referral.ref}/leave"
    assert browser.get(leaving).status == 404
    assert "本人・家族からの相談" in browser.get(f"/intake/{referral.ref}/").words
    with pytest.raises(Refused, match="不受理にできません"):
        settle(sato, referral=referral, outcome="information_only")
    browser.fill(f"/intake/{referral.ref}/complete", own="other")
    referral.refresh_from_db()
    assert (referral.own, browser.get(leaving).status) == (False, 200)
    browser.fill(f"/intake/{referral.ref}/complete", whereabouts="家")
    referral.refresh_from_db()
    assert (referral.own, referral.whereabouts) == (False, "家")


def test_who_asks_herself_through_an_agency_is_not_refused(sato: Viewer, home: Any) -> None:
    family, (hana, *_) = home
    asked = Call("welfare", "phone", "窓口から電話を代わってもらった", own=True)
    referral = receive(sato, family=family, children=[hana], call=asked)
    with pytest.raises(Refused, match="不受理にできません"):
        settle(sato, referral=referral, outcome="other_agency")
    mine = receive(sato, family=family, children=[hana], call=Call("family", "phone", "眠れない", own=False))
    assert mine.own


def test_the_status_is_asked_for_the_mother_never_for_her_unborn_child(
    browse: Browse, sato: Viewer, in_muni: Any
) -> None:
    lines = [
        NewPerson("（おなかの赤ちゃん）", expected_on=Day(date(2026, 7, 1))),
        NewPerson("林 杏", birth=Day(date(2000, 1, 1)), relation="mother"),
    ]
    family, (unborn, mother) = take_in(sato, persons=lines)
    call = Call("pregnancy_notification", "visit", "頼れる人がいない")
    referral = receive(sato, family=family, children=[unborn], call=call)
    page = browse(sato).get(f"/intake/{referral.ref}/begin").page
    asked = {
        each.get("name"): each.xpath("./option/@value")
        for each in page.xpath("//select")
        if "status_" in each.get("name")
    }
    assert asked == {f"status_{mother.ref.hex}": ["", "expectant"]}


def test_a_consultation_of_an_agency_may_go_elsewhere_with_a_yes(
    browse: Browse, sato: Viewer, home: Any, plaza: Organisation
) -> None:
    family, (hana, _, megumi) = home
    referral = receive(
        sato, family=family, children=[hana], call=Call("nursery", "agency_phone", "相談したい")
    )
    assert "不受理" not in browse(sato).get(f"/intake/{referral.ref}/leave").words
    sent = {"organisation": "子育てひろば", "what": "声をかける", "consent_person": str(megumi.ref)}
    browse(sato).fill(f"/intake/{referral.ref}/leave?outcome=other_agency", **sent)
    referral.refresh_from_db()
    assert (referral.outcome, rows(Handover).get().organisation) == ("other_agency", plaza)
    assert rows(TimelineEntry).last().title == f"{referral.number}：他機関へ引継ぎ"


def test_a_notice_is_not_begun_or_left_without_a_meeting(
    browse: Browse, sato: Viewer, notice: Referral
) -> None:
    for page in ("begin", "leave"):
        assert browse(sato).get(f"/intake/{notice.ref}/{page}").status == 404
    with pytest.raises(Refused, match="受理会議で決めます"):
        begin(sato, referral=notice, beginning=Beginning("thin", "理由", reason="asks_itself"))
    with pytest.raises(Refused, match="受理会議で決めます"):
        leave(sato, referral=notice, outcome="information_only", leaving=Leaving())


# All or nothing


@pytest.mark.parametrize(
    ("verdict", "consequence", "said"),
    [
        (Verdict("accepted", "理由"), {}, "区分か、家庭としてかかわる理由"),
        (Verdict("accepted", "理由"), {"beginning": Beginning(reason="asks_itself")}, "関与度を選んで"),
        (
            Verdict("accepted", "理由"),
            {"beginning": Beginning("thin", " ", reason="asks_itself")},
            "理由を書いて",
        ),
        (
            Verdict("accepted", " "),
            {"beginning": Beginning("thin", "理由", reason="asks_itself")},
            "決めた理由を書いて",
        ),
        (Verdict("pending", "理由"), {}, "いつまでに調べて"),
        (Verdict("other_agency", "理由"), {}, "引き継ぐ先を選んで"),
        (
            Verdict("consultation", "理由"),
            {"beginning": Beginning("thin", "理由", reason="asks_itself")},
            "選べない決定",
        ),
    ],
)
def test_a_decision_without_what_must_follow_leaves_no_row(
    verdict: Verdict, consequence: dict[str, Any], said: str, tanaka: Viewer, item: AgendaItem
) -> None:
    before = written()
    with pytest.raises(Refused, match=said):
        decide_referral(tanaka, item=item, verdict=verdict, **consequence)
    assert written() == before


def test_people_and_yeses_of_another_family_are_refused(
    sato: Viewer, tanaka: Viewer, item: AgendaItem, plaza: Organisation
) -> None:
    other, [stranger] = take_in(sato, persons=[NewPerson("川口 蓮")])
    theirs = record_consent(
        sato, family=other, person=stranger, given=True, what="伝える", organisation=plaza
    )
    before = written()
    begun = Beginning("thin", "理由", statuses=[(stranger, "needs_support")])
    with pytest.raises(Refused, match="この家庭の人"):
        decide_referral(tanaka, item=item, verdict=Verdict("accepted", "理由"), beginning=begun)
    for leaving in (
        Leaving(plaza, "声をかける", consent=theirs),
        Leaving(plaza, "声をかける", asked=Asked(stranger)),
    ):
        with pytest.raises(Refused):
            decide_referral(tanaka, item=item, verdict=Verdict("not_accepted", "理由"), leaving=leaving)
    assert written() == before
