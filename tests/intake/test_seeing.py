"""Seen within the limit, explained to each, the first interview in the family's words."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, frozen
from tomoni.cases.models import Duty, Involvement, TimelineEntry
from tomoni.contacts.actions import NewPassage, Note
from tomoni.contacts.models import Contact, Passage, Present
from tomoni.families.actions import NewPerson, take_in
from tomoni.intake.actions import (
    Beginning,
    Call,
    accept,
    begin,
    confirm_safety,
    explain,
    hold_interview,
    receive,
    set_rules,
)
from tomoni.intake.models import Explanation, IntakeRules, Referral, SafetyCheck
from tomoni.journal.models import Entry
from tomoni.resources.models import Organisation
from tomoni.tenancy.models import Municipality

Browse = Callable[[Viewer], Any]
SIGHT: dict[str, Any] = {
    "place": "entrance",
    "how": "玄関先で顔を見て話した",
    "result": "笑顔で、ねこの話をしてくれた",
}


def rows(model: Any) -> Any:
    return model.objects.for_system("test").order_by("pk")


def open_clocks() -> list[str]:
    return [duty.child.name for duty in rows(Duty).open().filter(kind="safety_check")]


# The clock


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (
            datetime(2026, 4, 10, 16, 45, tzinfo=TOKYO),
            datetime(2026, 4, 12, 16, 45, tzinfo=TOKYO),
        ),  # over a weekend
        (
            datetime(2026, 12, 30, 23, 59, tzinfo=TOKYO),
            datetime(2027, 1, 1, 23, 59, tzinfo=TOKYO),
        ),  # over new year
        (
            datetime(2028, 2, 28, 0, 0, tzinfo=TOKYO),
            datetime(2028, 3, 1, 0, 0, tzinfo=TOKYO),
        ),  # over a leap day
    ],
)
def test_forty_eight_hours_are_hours_of_the_clock(
    received: datetime, due: datetime, browse: Browse, sato: Viewer, home: Any
) -> None:
    family, (hana, *_) = home
    call = Call("school", "phone", "心配", is_notice=True)
    with frozen(received):
        referral = receive(sato, family=family, children=[hana], call=call)
        assert referral.safety_due_at == due
    with frozen(due):
        assert "まだ会えていません" in browse(sato).get(f"/intake/{referral.ref}/").words
        [row] = confirm_safety(sato, referral=referral, children=[hana], seen_at=due, **SIGHT)
        assert row.late_reason == ""
    with frozen(due + timedelta(seconds=1)), pytest.raises(Refused, match="過ぎた理由"):
        confirm_safety(sato, referral=referral, children=[hana], seen_at=due + timedelta(seconds=1), **SIGHT)


def test_a_municipality_may_set_a_shorter_limit(
    sato: Viewer, home: Any, browse: Browse, kimura: Viewer, notice: Referral, later: Callable[..., Any]
) -> None:
    page = browse(kimura).get("/intake/rules")
    assert "いまは 48時間以内 です。" in page.words
    assert "児童相談所運営指針" in page.words
    assert browse(kimura).send("/intake/rules", safety_check_hours="24").status == 302
    assert "いまは 24時間以内 です。" in browse(kimura).get("/intake/rules").words
    notice.refresh_from_db()
    assert f"{notice.safety_due_at:%m-%d %H:%M}" == "04-08 01:00"
    family, (hana, *_) = home
    referral = receive(
        sato, family=family, children=[hana], call=Call("school", "phone", "心配", is_notice=True)
    )
    assert f"{referral.safety_due_at:%m-%d %H:%M}" == "04-07 10:00"
    with later(hours=24, minutes=1):
        assert "期限を過ぎています" in browse(sato).get(f"/intake/{referral.ref}/").words


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("49", "指針の48時間より長くはできません。48以下で書いてください。"),
        ("0", "1時間より短くはできません。"),
        ("二日", "時間を数字で書いてください（例：24）。"),
        ("", "書いてください。"),
    ],
)
def test_a_limit_is_never_longer_than_the_guidelines(
    hours: str, said: str, browse: Browse, tanaka: Viewer, in_muni: Municipality
) -> None:
    answer = browse(tanaka).send("/intake/rules", safety_check_hours=hours)
    assert (answer.status, answer.problems) == (
        422,
        [f"通告を受けてから、こども一人ひとりの姿を確かめるまで（時間）：{said}"],
    )
    assert IntakeRules.objects.for_system("test").count() == 0


def test_only_who_decides_sets_the_limit(
    browse: Browse, sato: Viewer, mori: Viewer, tanaka: Viewer, in_muni: Municipality
) -> None:
    for viewer in (sato, mori):
        assert browse(viewer).get("/intake/rules").status == 403
        assert browse(viewer).send("/intake/rules", safety_check_hours="24").status == 403
        assert "受付の決まり" not in browse(viewer).get("/intake/undecided").words
        with pytest.raises(Denied):
            set_rules(viewer, safety_check_hours=24)
    assert "受付の決まり" in browse(tanaka).get("/intake/undecided").words
    for hours in (0, 49):
        with pytest.raises(Refused, match="48時間"):
            set_rules(tanaka, safety_check_hours=hours)
    assert IntakeRules.objects.for_system("test").count() == 0


def test_at_the_limit_the_page_still_counts_down_and_a_minute_later_it_is_late(
    browse: Browse, sato: Viewer, notice: Referral, later: Callable[..., Any]
) -> None:
    for minutes, said in ((0, "まだ会えていません"), (1, "期限を過ぎています")):
        with later(hours=48, minutes=minutes):
            assert (
                said
                in browse(sato).get("/intake/unseen").words + browse(sato).get(f"/intake/{notice.ref}/").words
            )


def test_the_reason_is_asked_for_beside_its_field_and_kept(
    browse: Browse, sato: Viewer, notice: Referral, home: Any, later: Callable[..., Any]
) -> None:
    hana = home[1][0]
    path = f"/intake/{notice.ref}/safety"
    with later(hours=49):
        browser = browse(sato)
        assert "期限を過ぎています。" in browser.get(path).words
        shown = browser.get(path).fields()
        given = {**shown, **SIGHT, "children": str(hana.ref), "seen_on": "R8.4.8", "seen_time": "10:01"}
        refused = browser.send(path, **given)
        assert (refused.status, refused.problems) == (
            422,
            ["期限を過ぎた理由：期限を過ぎています。過ぎた理由を書いてください。"],
        )
        assert rows(SafetyCheck).count() == 0
        done = browser.fill(path, **given, late_reason="三度訪ねて会えず、学校で会えた")
        assert "期限のあとに会えました" in done.words
    assert rows(SafetyCheck).get().late_reason == "三度訪ねて会えず、学校で会えた"


# Seeing


def test_a_sight_of_one_child_stops_that_clock_only(
    browse: Browse, sato: Viewer, notice: Referral, home: Any
) -> None:
    hana, sora, _ = home[1]
    done = browse(sato).fill(f"/intake/{notice.ref}/safety", children=str(hana.ref), **SIGHT)
    assert "安全確認を記録しました。" in done.words
    [row] = rows(SafetyCheck)
    assert (row.person, row.seen_by, row.agency, row.place) == (hana, sato.post, None, "entrance")
    assert open_clocks() == ["山田 空"]
    met = rows(Duty).get(child=hana)
    assert met.done_by == f"intake.safetycheck:{row.ref}"
    assert rows(TimelineEntry).last().title == "安全確認：山田 花"
    states = [row[1].text_content().strip() for row in done.page.xpath("//table/tbody/tr")]
    assert states == ["会えました", "まだ会えていません"]
    browse(sato).fill(f"/intake/{notice.ref}/safety", children=str(sora.ref), **SIGHT)
    assert open_clocks() == []


def test_an_agency_sees_for_us(
    browse: Browse, sato: Viewer, notice: Referral, home: Any, school: Organisation
) -> None:
    children = [str(child.ref) for child in home[1][:2]]
    path = f"/intake/{notice.ref}/safety"
    refused = browse(sato).fill(path, children=children, who="agency", **SIGHT)
    assert refused.problems == ["会った機関：どの機関が会ったかを選んでください。"]
    browse(sato).fill(path, children=children, who="agency", organisation="みなみ小学校", **SIGHT)
    assert [(row.seen_by, row.agency) for row in rows(SafetyCheck)] == [(None, school), (None, school)]
    assert open_clocks() == []


def test_a_colleague_can_have_seen_them(
    browse: Browse, sato: Viewer, suzuki: Viewer, notice: Referral, home: Any
) -> None:
    browse(sato).fill(
        f"/intake/{notice.ref}/safety", children=str(home[1][0].ref), seen_by=str(suzuki.post.pk), **SIGHT
    )
    assert rows(SafetyCheck).get().seen_by == suzuki.post


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"seen_on": "R8.4.7"}, "確認した日時が未来になっています。日付と時刻を確かめてください。"),
        ({"seen_time": "9:59"}, "受付より前の日時です。受付のあとに姿を確かめた日時を入力してください。"),
        ({"children": []}, "姿を確かめたこども：選んでください。"),
        ({"place": "moon"}, "場所：正しく選択してください。 moon は候補にありません。"),
        (
            {"how": "会" * 201},
            "どのように：この値は 200 文字以下でなければなりません( 201 文字になっています)。",
        ),
        ({"result": " "}, "ようす：書いてください。"),
    ],
)
def test_a_wrong_sight_comes_back_with_what_to_do(
    wrong: dict[str, Any], said: str, browse: Browse, sato: Viewer, notice: Referral, home: Any
) -> None:
    answer = browse(sato).fill(
        f"/intake/{notice.ref}/safety", **{"children": str(home[1][0].ref), **SIGHT, **wrong}
    )
    assert (answer.status, answer.problems) == (422, [said])
    assert rows(SafetyCheck).count() == 0
    assert open_clocks() == ["山田 花", "山田 空"]


def test_children_of_another_family_and_posts_of_another_town_are_refused(
    browse: Browse, sato: Viewer, stranger: Viewer, notice: Referral, home: Any
) -> None:
    _, [other] = take_in(sato, persons=[NewPerson("川口 蓮")])
    path = f"/intake/{notice.ref}/safety"
    for wrong in (
        {"children": str(other.ref)},
        {"children": str(home[1][0].ref), "seen_by": str(stranger.post.pk)},
    ):
        assert browse(sato).fill(path, **{**SIGHT, **wrong}).status == 422
    with pytest.raises(Refused, match="この受付票の家庭のこども"):
        confirm_safety(sato, referral=notice, children=[other], seen_at=notice.received_at, **SIGHT)
    with pytest.raises(Refused, match="別の自治体の職員"):
        confirm_safety(
            sato,
            referral=notice,
            children=[home[1][0]],
            seen_at=notice.received_at,
            seen_by=stranger.post,
            **SIGHT,
        )
    assert rows(SafetyCheck).count() == 0


def test_a_sight_sent_twice_is_written_once(
    browse: Browse, sato: Viewer, notice: Referral, home: Any
) -> None:
    browser, path = browse(sato), f"/intake/{notice.ref}/safety"
    sent = {**browser.get(path).fields(), **SIGHT, "children": str(home[1][0].ref)}
    assert [browser.client.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert rows(SafetyCheck).count() == 1


# Explaining


def test_each_is_explained_to_in_words_of_their_own(
    browse: Browse, sato: Viewer, notice: Referral, home: Any
) -> None:
    hana, _, megumi = home[1]
    child = browse(sato).get(f"/intake/{notice.ref}/explain/{hana.ref}").words
    parent = browse(sato).get(f"/intake/{notice.ref}/explain/{megumi.ref}").words
    assert "しかるために来たのではありません" in child
    assert "しかるために来たのではありません" not in parent
    assert "決めつけるためではなく" in parent
    answer = {"items": ["why_we_come", "exceptions"], "response": "うなずいた"}
    done = browse(sato).fill(f"/intake/{notice.ref}/explain/{hana.ref}", **answer)
    [row] = rows(Explanation)
    assert (row.person, row.items, row.response, row.by, row.referral) == (
        hana, ["why_we_come", "exceptions"], "うなずいた", sato.post, notice,
    )  # fmt: skip
    assert "なぜ会いに来たか、秘密の例外" in done.words
    assert rows(TimelineEntry).last().title == "説明：山田 花さんに"


def test_an_explanation_needs_something_that_was_explained(
    browse: Browse, sato: Viewer, notice: Referral, home: Any
) -> None:
    path = f"/intake/{notice.ref}/explain/{home[1][0].ref}"
    assert browse(sato).fill(path).problems == ["説明したこと：選んでください。"]
    assert browse(sato).fill(path, items="horoscope").status == 422
    assert browse(sato).fill(path, items="why_we_come", at_on="R8.4.7").problems == [
        "説明した日時が未来になっています。日付と時刻を確かめてください。"
    ]
    assert rows(Explanation).count() == 0


def test_nobody_of_another_family_is_explained_to(browse: Browse, sato: Viewer, notice: Referral) -> None:
    _, [other] = take_in(sato, persons=[NewPerson("川口 蓮")])
    for ref in (other.ref, uuid4()):
        assert browse(sato).get(f"/intake/{notice.ref}/explain/{ref}").status == 404
    with pytest.raises(Refused, match="この家庭の人"):
        explain(sato, family=notice.family, person=other, items=["why_we_come"])


# The first interview


def talk(home: Any) -> dict[str, Any]:
    hana, _, megumi = home[1]
    return {
        "place": "inside",
        "seen": [str(hana.ref), str(megumi.ref)],
        "alone": str(hana.ref),
        "own_words_0_text": "朝になるとおなかがいたい",
        "own_words_0_whose": str(hana.ref),
        "own_words_1_text": "夜の仕事をやめられない",
        "own_words_1_whose": str(megumi.ref),
        "strengths_0_text": "朝ごはんを並べて出していた",
        "strengths_0_whose": "staff",
        "agreed": "学校には、おなかのことを先に伝える",
        "next_on": "R8.4.13",
        "next_time": "15:30",
        "next_what": "家でもう一度会う",
    }


def test_the_first_interview_is_a_record_in_whose_words(
    browse: Browse, sato: Viewer, consultation: Referral, home: Any
) -> None:
    hana, _, megumi = home[1]
    done = browse(sato).fill(f"/intake/{consultation.ref}/interview", **talk(home))
    assert "初回面接を記録しました。" in done.words
    [contact] = rows(Contact)
    assert (contact.purpose, contact.title, contact.method, contact.place) == (
        "first_interview",
        "初回の面接",
        "visit",
        "inside",
    )
    assert (contact.family, contact.case, contact.agreed) == (
        home[0],
        None,
        "学校には、おなかのことを先に伝える",
    )
    assert [(p.topic, p.kind, p.source, p.speaker, p.text) for p in rows(Passage)] == [
        ("own_words", "quotation", "self", hana, "朝になるとおなかがいたい"),
        ("own_words", "quotation", "self", megumi, "夜の仕事をやめられない"),
        ("strengths", "fact", "staff", None, "朝ごはんを並べて出していた"),
    ]
    assert {(p.person, p.seen, p.heard, p.alone) for p in rows(Present)} == {
        (hana, True, True, True),
        (megumi, True, True, False),
    }
    [duty] = rows(Duty)
    assert (duty.kind, duty.text, duty.due_at) == (
        "promise",
        "家でもう一度会う",
        datetime(2026, 4, 13, 15, 30, tzinfo=TOKYO),
    )


def test_words_need_to_be_somebodys(browse: Browse, sato: Viewer, consultation: Referral, home: Any) -> None:
    path = f"/intake/{consultation.ref}/interview"
    assert browse(sato).fill(path).problems == [
        "記録する内容がありません。見たこと・聞いたことばを一つ以上書いてください。"
    ]
    assert browse(sato).fill(path).problems == [
        "記録する内容がありません。見たこと・聞いたことばを一つ以上書いてください。"
    ]
    answer = browse(sato).fill(path, **{**talk(home), "own_words_0_whose": ""})
    assert answer.problems == ["本人のことば：だれのことば：だれのことばかを選んでください。"]
    _, [other] = take_in(sato, persons=[NewPerson("川口 蓮")])
    assert browse(sato).fill(path, **{**talk(home), "own_words_0_whose": str(other.ref)}).status == 422
    assert rows(Contact).count() == 0


def test_the_first_involvement_is_asked_once_there_is_a_case(
    browse: Browse, sato: Viewer, consultation: Referral, home: Any
) -> None:
    path = f"/intake/{consultation.ref}/interview"
    assert "はじめの関与度" not in browse(sato).get(path).words
    case = accept(sato, referral=consultation)
    assert browse(sato).fill(path, **talk(home), level="thin").problems == [
        "そう決めた理由：関与度をそう決めた理由を書いてください。"
    ]
    browse(sato).fill(
        path, **talk(home), level="thin", level_reason="学校と祖母の支えがある", agreed_with="母"
    )
    [level] = rows(Involvement)
    assert (level.case, level.level, level.reason, level.agreed_with) == (
        case,
        "thin",
        "学校と祖母の支えがある",
        "母",
    )
    assert rows(Contact).get().case == case


def test_an_involvement_without_a_case_is_refused_and_leaves_no_record(
    sato: Viewer, consultation: Referral, home: Any
) -> None:
    note = Note(consultation.received_at, "visit", [NewPassage("話した")])
    with pytest.raises(Refused, match="ケースが始まるとき"):
        hold_interview(sato, referral=consultation, note=note, level="thin", level_reason="理由")
    assert rows(Contact).count() == 0


def test_what_is_done_is_in_the_journal(browse: Browse, sato: Viewer, notice: Referral, home: Any) -> None:
    browse(sato).fill(f"/intake/{notice.ref}/safety", children=str(home[1][0].ref), **SIGHT)
    browse(sato).fill(f"/intake/{notice.ref}/interview", **talk(home))
    entries = [json.loads(body) for body in Entry.objects.order_by("seq").values_list("body", flat=True)]
    acts = [entry["what"] for entry in entries if entry["kind"] == "write"]
    assert [acts.count(what) for what in ("intake.confirm_safety", "cases.meet_duty", "contacts.record")] == [
        1,
        1,
        1,
    ]
    assert "おなかがいたい" not in str(entries)


def test_a_consultation_goes_the_whole_way_without_a_meeting(
    browse: Browse, sato: Viewer, consultation: Referral, home: Any
) -> None:
    assert "アセスメントへ進む" in browse(sato).get(f"/intake/{consultation.ref}/").words
    case = begin(
        sato, referral=consultation, beginning=Beginning("middle", "話を続けたい", reason="asks_itself")
    )
    consultation.refresh_from_db()
    assert (consultation.outcome, consultation.case, case.phase) == ("consultation", case, "assessment")
    assert Post.objects.get(pk=case.lead_id) == sato.post
