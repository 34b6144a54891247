"""新しい受付: three screens, nothing typed twice, earlier contacts found, bad input sent back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tomoni.access.actions import Refused, close_dossier, seal
from tomoni.access.decide import Denied
from tomoni.access.models import Grant
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions import open_case
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.drafts.models import Draft
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family, Member
from tomoni.intake.actions import Call, Whom, take_call
from tomoni.intake.forms.calling import NewCall
from tomoni.intake.models import Referral, ReferralChild
from tomoni.jobs.models import Notice
from tomoni.journal.models import Entry
from tomoni.people.actions import add_contact_point
from tomoni.people.models import Person
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

NEW = "/intake/new"
CALL = {
    "nature": "notice",
    "door": "neighbour",
    "method": "phone",
    "received_on": "R8.4.6",
    "received_time": "9:30",
    "complaint": "夜に泣き声が続いている",
    "caller_name": "隣野 とめ",
    "caller_contact": "090-9999-0001",
}
PEOPLE = {"p0_name": "田辺 花", "p0_kana": "たなべ はな", "p0_birth": "H30.1.10", "p1_name": "田辺 恵"}
Browse = Callable[[Viewer], Any]


def rows(model: Any) -> Any:
    return model.objects.for_system("test").order_by("pk")


def written() -> dict[str, int]:
    """How many rows of each kind there are: nothing written, nothing changed."""
    kinds = (Referral, ReferralChild, Family, Person, Duty, TimelineEntry, Notice)
    return {model.__name__: rows(model).count() for model in kinds}


def take(browser: Any, call: dict[str, str], people: dict[str, Any]) -> Any:
    """Through the three screens as somebody would: each is shown, filled and sent."""
    first = browser.get(NEW)
    second = browser.send(NEW, **{**first.fields(), **call, "go": "family"})
    assert (second.status, second.problems) == (200, [])
    third = browser.send(NEW, **{**second.fields(), **people, "go": "check"})
    assert (third.status, third.problems) == (200, []), third.problems
    return browser.send(NEW, **{**third.fields(), "go": "save"})


# The way through


def test_a_notice_about_a_new_family_is_taken_in_three_screens(
    browse: Browse, sato: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Municipality
) -> None:
    answer = take(browse(sato), CALL, PEOPLE)
    [referral] = rows(Referral)
    assert (answer.status, answer.response["Location"]) == (302, f"/intake/{referral.ref}/")
    assert (referral.number, referral.method, referral.is_notice) == ("受2026-0001", "phone", True)
    assert (referral.door, plain_of(referral, "caller_door")) == ("", "neighbour")
    assert f"{referral.received_at.astimezone():%Y-%m-%d %H:%M}" == "2026-04-06 09:30"
    assert f"{referral.safety_due_at.astimezone():%Y-%m-%d %H:%M}" == "2026-04-08 09:30"
    assert (referral.complaint, referral.received_by, referral.outcome) == (
        "夜に泣き声が続いている",
        sato.post,
        "",
    )
    assert referral.family.label == "田辺さんの家庭"
    assert [(m.person.name, m.person.kana, m.relation) for m in rows(Member)] == [
        ("田辺 花", "たなべ はな", "self"),
        ("田辺 恵", "", "mother"),
    ]
    assert [child.person.name for child in rows(ReferralChild)] == ["田辺 花"]
    [duty] = rows(Duty)
    assert (duty.kind, duty.child.name, duty.holder, duty.done_at) == (
        "safety_check",
        "田辺 花",
        sato.post,
        None,
    )
    assert duty.due_at == referral.safety_due_at
    assert [line.title for line in rows(TimelineEntry)] == ["通告の受付"]
    text = "通告を受け付けました（受2026-0001）。安全確認の期限は4月8日09:30です。"
    assert sorted((n.post_id, n.text, n.path) for n in rows(Notice)) == sorted(
        (who.post.pk, text, f"/intake/{referral.ref}/") for who in (tanaka, kimura)
    )


def test_every_row_of_a_call_is_in_the_journal(browse: Browse, sato: Viewer, in_muni: Municipality) -> None:
    take(browse(sato), CALL, PEOPLE)
    entries = [json.loads(body) for body in Entry.objects.order_by("seq").values_list("body", flat=True)]
    acts = [(e["what"], [row[0] for row in e["rows"]]) for e in entries if e["kind"] == "write"]
    assert ("intake.receive", ["intake.referral", "intake.referralchild"]) in acts
    assert [row for what, row in acts if what == "cases.open_duty"] == [["cases.duty"]]
    assert "隣野" not in str(entries)
    assert "田辺" not in str(entries)


def test_what_was_typed_is_carried_from_screen_to_screen_and_back(
    browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    browser = browse(sato)
    second = browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, "wants_result": "on", "go": "family"})
    back = browser.send(NEW, **{**second.fields(), **PEOPLE, "go": "call"})
    assert back.status == 200
    assert {name: back.fields()[name] for name in CALL} == {name: [value] for name, value in CALL.items()}
    again = browser.send(NEW, **{**back.fields(), "complaint": "夜に泣き声がする", "go": "family"})
    assert {name: again.fields()[name] for name in PEOPLE} == {
        name: [value] for name, value in PEOPLE.items()
    }
    assert again.fields()["complaint"] == ["夜に泣き声がする"]
    assert again.fields()["wants_result"] == ["True"]
    assert rows(Referral).count() == 0


def test_a_half_written_call_waits_as_a_draft(
    browse: Browse, sato: Viewer, suzuki: Viewer, in_muni: Municipality
) -> None:
    browser = browse(sato)
    browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, "go": "family"})
    opened = browser.get(NEW)
    assert "下書きを開いています" in opened.text
    assert opened.fields()["complaint"] == ["夜に泣き声が続いている"]
    assert "下書き" not in browse(suzuki).get(NEW).words
    take(browser, CALL, PEOPLE)
    assert rows(Draft).count() == 0


def test_a_consultation_of_the_family_starts_no_clock(
    browse: Browse, sato: Viewer, tanaka: Viewer, in_muni: Municipality
) -> None:
    take(browse(sato), {**CALL, "nature": "consultation", "door": "family"}, PEOPLE)
    [referral] = rows(Referral)
    assert (referral.is_notice, referral.safety_due_at, rows(Duty).count(), rows(Notice).count()) == (
        False,
        None,
        0,
        0,
    )


@pytest.mark.parametrize("door", ["family", "child", "pregnant", "re_consultation"])
def test_harm_told_by_a_child_or_the_family_starts_the_clock_and_nothing_tells_who_told(
    door: str, browse: Browse, sato: Viewer, tanaka: Viewer, in_muni: Municipality
) -> None:
    take(browse(sato), {**CALL, "door": door}, PEOPLE)
    [referral] = rows(Referral)
    assert (referral.is_notice, referral.own, referral.door) == (True, False, "")
    assert rows(Duty).filter(kind="safety_check").count() == referral.children.for_system("test").count() > 0


def test_a_day_to_come_is_the_day_a_child_is_expected(
    browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    mother = {
        "p0_name": "林 美咲",
        "p0_birth": "H8.5.5",
        "p1_name": "おなかの赤ちゃん",
        "p1_relation": "child",
        "p1_birth": "R8.8.1",
    }
    take(browse(sato), {**CALL, "nature": "consultation", "door": "pregnancy_notification"}, mother)
    woman, child = rows(Person)
    assert (woman.birth, woman.expected_on) == (Day.from_text("1996-05-05"), None)
    assert (child.birth, child.expected_on) == (None, Day.from_text("2026-08-01"))


# Earlier contacts


def test_earlier_contacts_are_found_while_typing(browse: Browse, sato: Viewer, home: Any) -> None:
    family, (_, _, mother) = home
    add_contact_point(sato, person=mother, value="080-1234-5678")
    browser = browse(sato)
    for asked in (
        {"p0_name": "山田 花"},
        {"p1_kana": "やまだ"},
        {"words": "08012345678"},
        {"p2_name": "山田恵"},
    ):
        found = browser.get("/intake/earlier", **asked)
        assert family.label in found.text, asked
        assert "この家庭です" in found.text
    assert "見つけたわけ：電話" in browser.get("/intake/earlier", words="08012345678").text
    assert family.label not in browser.get("/intake/earlier", words="鈴木").text


def test_a_family_that_is_known_is_chosen_and_its_children_ticked(
    browse: Browse, sato: Viewer, home: Any
) -> None:
    family, (hana, sora, _) = home
    browser = browse(sato)
    second = browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, "go": "family"})
    found = browser.send(NEW, **{**second.fields(), "words": "やまだ", "go": "family"})
    assert family.label in found.words
    chosen = browser.send(NEW, **{**found.fields(), "choose": str(family.ref)})
    assert "の受付として書きます" in chosen.words
    third = browser.send(
        NEW, **{**chosen.fields(), "children": [str(hana.ref), str(sora.ref)], "go": "check"}
    )
    assert "だれのこと山田 花さん 山田 空さん" in third.words
    browser.send(NEW, **{**third.fields(), "go": "save"})
    [referral] = rows(Referral)
    assert referral.family == family
    assert rows(Family).count() == 1
    assert [row.person for row in rows(ReferralChild)] == [hana, sora]
    assert rows(Duty).count() == 2


def test_a_call_can_begin_with_a_family(browse: Browse, sato: Viewer, home: Any) -> None:
    family, _ = home
    browser = browse(sato)
    assert f"/intake/new?family={family.ref}" in browser.get(f"/intake/families/{family.ref}/").text
    first = browser.get(f"/intake/new?family={family.ref}")
    second = browser.send(NEW, **{**first.fields(), **CALL, "go": "family"})
    assert "の受付として書きます" in second.words
    assert browser.get("/intake/new?family=nonsense").status == 200


def test_names_by_which_a_family_was_found_make_nobody_new(browse: Browse, sato: Viewer, home: Any) -> None:
    family, (hana, *_) = home
    browser = browse(sato)
    lines = {"p0_name": "山田", "p1_kana": "めぐみ", "p2_name": "山田 海", "p2_relation": "sibling"}
    second = browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, "go": "family"})
    chosen = browser.send(NEW, **{**second.fields(), **lines, "choose": str(family.ref)})
    third = browser.send(NEW, **{**chosen.fields(), "children": str(hana.ref), "go": "check"})
    assert "新しく登録する人山田 海 きょうだい" in third.words
    browser.send(NEW, **{**third.fields(), "go": "save"})
    assert [person.name for person in rows(Person)] == ["山田 花", "山田 空", "山田 恵", "山田 海"]


def test_a_child_not_yet_known_joins_the_known_family(browse: Browse, sato: Viewer, home: Any) -> None:
    family, _ = home
    browser = browse(sato)
    baby = {"family": str(family.ref), "p0_name": "山田 海", "p0_relation": "sibling", "p0_about": "on"}
    take(browser, CALL, baby)
    assert [row.person.name for row in rows(ReferralChild)] == ["山田 海"]
    assert rows(Person).last().dossier_id == family.dossier_id


def test_a_closed_family_that_comes_back_opens_again(browse: Browse, sato: Viewer, home: Any) -> None:
    family, (hana, *_) = home
    close_dossier(sato, dossier=family.dossier)
    browser = browse(sato)
    assert "終結" in browser.get("/intake/earlier", words="山田").words
    take(
        browser,
        {**CALL, "nature": "consultation", "door": "re_consultation"},
        {"family": str(family.ref), "children": str(hana.ref)},
    )
    family.dossier.refresh_from_db()
    assert family.dossier.closed_at is None
    assert rows(Referral).get().family == family


def test_a_colleague_of_the_team_takes_the_call_for_the_worker_with_a_reason(
    browse: Browse, sato: Viewer, suzuki: Viewer, tanaka: Viewer, home: Any
) -> None:
    """鈴木 only reads 佐藤's family; whoever picks up the telephone does not send the caller away."""
    family, (hana, *_) = home
    open_case(sato, family=family, children=[hana], phase="assessment")
    browser = browse(suzuki)
    assert "この家庭です（担当の代わりに受ける）" in browser.get("/intake/earlier", words="山田").words
    second = browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, "go": "family"})
    chosen = browser.send(NEW, **{**second.fields(), "choose": str(family.ref)})
    assert "担当は佐藤さんです。" in chosen.words
    sent = {**chosen.fields(), "children": str(hana.ref), "go": "check"}
    short = browser.send(NEW, **sent, standing_in="代わり")
    assert (short.status, short.problems) == (
        422,
        [
            "代わりに受ける理由：代わりに記録する理由を10文字以上で書いてください。担当と統括支援員に伝わります。"
        ],
    )
    assert rows(Referral).count() == 0
    third = browser.send(NEW, **{**sent, "standing_in": "佐藤が出張のため代わりに受ける"})
    assert "佐藤が出張のため代わりに受ける" in third.words
    answer = browser.send(NEW, **{**third.fields(), "go": "save"})
    referral = rows(Referral).get()
    assert (answer.status, referral.family, referral.received_by) == (302, family, suzuki.post)
    assert [(duty.kind, duty.holder) for duty in rows(Duty)] == [
        ("contact_rhythm", sato.post),
        ("safety_check", suzuki.post),
    ]
    assert browser.get(f"/intake/{referral.ref}/safety").status == 200
    assert {n.post_id for n in rows(Notice).filter(kind="lead")} == {sato.post.pk, tanaka.post.pk}
    titles = [line.title for line in rows(TimelineEntry)]
    assert titles == [
        "鈴木が担当の代わりに記録（4月13日まで）：佐藤が出張のため代わりに受ける",
        "通告の受付",
    ]


def test_a_closed_family_opens_again_for_a_colleague_of_its_team_who_is_then_responsible(
    browse: Browse, sato: Viewer, suzuki: Viewer, home: Any
) -> None:
    family, (hana, *_) = home
    close_dossier(sato, dossier=family.dossier)
    browser = browse(suzuki)
    assert "この家庭です（" not in browser.get("/intake/earlier", words="山田").words
    assert browser.get(f"/intake/families/{family.ref}/").status == 200
    take(browser, CALL, {"family": str(family.ref), "children": str(hana.ref)})
    referral = rows(Referral).get()
    family.dossier.refresh_from_db()
    assert (referral.family, family.dossier.closed_at) == (family, None)
    assert browser.get(f"/intake/{referral.ref}/interview").status == 200
    held = Grant.objects.for_system("test").filter(dossier=family.dossier, post=suzuki.post)
    assert [(grant.basis, grant.until) for grant in held] == [("responsible", None)]


def test_a_call_for_a_colleague_is_never_taken_without_a_reason(
    sato: Viewer, suzuki: Viewer, home: Any
) -> None:
    family, (hana, *_) = home
    before = written()
    for why, refused in (("", Denied), ("代わり", Refused)):
        with pytest.raises(refused):
            take_call(
                suzuki, call=Call("school", "phone", "心配"), whom=Whom(family, [hana], standing_in=why)
            )
    assert written() == before


def test_a_sealed_match_sends_to_the_coordinator_and_shows_nothing(
    browse: Browse, sato: Viewer, suzuki: Viewer, tanaka: Viewer, home: Any
) -> None:
    family, _ = home
    seal(tanaka, dossier=family.dossier, reason="職員の親族", keepers=[tanaka.post])
    found = browse(suzuki).get("/intake/earlier", words="山田")
    assert "統括支援員にお尋ねください" in found.text
    assert family.label not in found.text


def test_a_family_of_another_team_shows_its_card_and_whom_to_ask(
    browse: Browse, ito: Viewer, home: Any
) -> None:
    family, _ = home
    found = browse(ito).get("/intake/earlier", words="山田")
    assert "名前のみ" in found.words
    assert "家庭相談係の記録です。受付をつないでください。" in found.words
    assert "この家庭です" not in found.text
    before = written()
    browser = browse(ito)
    second = browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, "go": "family"})
    refused = browser.send(NEW, **{**second.fields(), "family": str(family.ref), "go": "save"})
    assert refused.status == 422
    assert "この家庭には書けません" in " ".join(refused.problems)
    assert written() == before


def test_what_the_night_desk_took_is_told_in_the_morning_and_never_refused(
    browse: Browse, sato: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Municipality
) -> None:
    take(browse(sato), {**CALL, "nature": "consultation", "door": "night_desk"}, PEOPLE)
    [referral] = rows(Referral)
    text = "夜間・休日の窓口で相談を受けました（受2026-0001）。今日、引き継ぎを確かめてください。"
    assert {(n.post_id, n.text) for n in rows(Notice)} == {(tanaka.post.pk, text), (kimura.post.pk, text)}
    shown = browse(sato).get(f"/intake/{referral.ref}/").words
    assert "夜間・休日の窓口から（児童家庭支援センターなど）" in shown
    assert "アセスメントへ進む" in shown
    assert "受理せず引き継ぐ" not in shown
    assert browse(sato).get(f"/intake/{referral.ref}/leave").status == 404


def test_a_notice_may_come_through_the_night_desk(
    browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    take(browse(sato), {**CALL, "door": "night_desk"}, PEOPLE)
    assert rows(Referral).get().is_notice


def test_of_a_notice_the_agency_is_kept_under_cover_even_one_the_directory_does_not_know(
    browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    told = {**CALL, "door": "school", "route": "school", "organisation": "ひがしの丘小学校"}
    take(browse(sato), told, PEOPLE)
    referral = rows(Referral).get()
    assert (referral.door, referral.route, referral.organisation) == ("", "", None)
    hidden = {name: plain_of(referral, f"caller_{name}") for name in ("door", "route", "agency")}
    assert hidden == {"door": "school", "route": "school", "agency": "ひがしの丘小学校"}
    assert "ひがしの丘" not in str(
        [list(row.items()) for row in Referral.objects.for_system("test").values()]
    )


# Bad input


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"complaint": ""}, "内容：書いてください。"),
        ({"nature": ""}, "どちらですか：選んでください。"),
        ({"door": ""}, "どこから：選んでください。"),
        ({"received_on": "R8.4.7"}, "受けた日：受けた日時が未来になっています。日付と時刻を確かめてください。"),
        ({"received_time": "10:01"}, "受けた日：受けた日時が未来になっています。日付と時刻を確かめてください。"),
        ({"received_on": "R8.4"}, "受けた日：年月日まで入力してください（例：R8.12.1）。"),
        ({"received_on": "R8.4.31"}, "受けた日：4月31日はありません。令和8年4月は30日までです。日を確かめてください。"),
        ({"received_time": "25:00"}, "時刻：時刻として読み取れません。「14:30」「午後2時半」のように書いてください。"),
        ({"nature": "consultation", "organisation": "知らない学校"}, "機関：候補から選んでください。登録のない機関は「資源」の画面で先に登録できます。"),
    ],
)  # fmt: skip
def test_a_wrong_first_screen_comes_back_with_what_to_do(
    wrong: dict[str, str], said: str, browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    browser = browse(sato)
    answer = browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, **wrong, "go": "family"})
    assert (answer.status, answer.problems) == (422, [said])
    assert answer.fields()["caller_name"] == ["隣野 とめ"]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ({}, "1人めの氏名：名前を書いてください。分からないときは「不明（小2男児）」のように書けます。"),
        ({"p0_kana": "たなべ"}, "1人めの氏名：名前を書いてください。分からないときは「不明（小2男児）」のように書けます。"),
        ({"p1_name": "田辺 恵"}, "1人めの氏名：どのこども（または妊婦）のことか、ひとり以上選んでください。"),
        ({"p0_name": "田辺 花", "p0_birth": "H30.2.30"}, "1人めの生年月日：2月30日はありません。平成30年2月は28日までです。日を確かめてください。"),
    ],
)  # fmt: skip
def test_a_wrong_second_screen_comes_back_with_what_to_do(
    people: dict[str, str], said: str, browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    browser = browse(sato)
    second = browser.send(NEW, **{**browser.get(NEW).fields(), **CALL, "go": "family"})
    answer = browser.send(NEW, **{**second.fields(), **people, "go": "check"})
    assert (answer.status, answer.problems) == (422, [said])
    assert rows(Family).count() == 0


def test_names_are_kept_as_they_are_written(browse: Browse, sato: Viewer, in_muni: Municipality) -> None:
    names = ["葛\U000e0100城 " + "長" * 95, "𠮷田 🌸", "田辺\u3000 花"]
    take(browse(sato), CALL, {f"p{place}_name": name for place, name in enumerate(names)})
    assert [person.name for person in rows(Person)] == names
    assert rows(Family).get().label == "葛\U000e0100城さんの家庭"


def test_a_name_without_any_blank_still_makes_a_label_that_fits(
    browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    take(browse(sato), CALL, {"p0_name": "寿" * 100})
    assert rows(Family).get().label == "寿" * 90 + "…さんの家庭"


def test_a_very_long_complaint_is_kept_whole(browse: Browse, sato: Viewer, in_muni: Municipality) -> None:
    long = "泣き声がした。\n" * 9000
    take(browse(sato), {**CALL, "complaint": long}, PEOPLE)
    assert rows(Referral).get().complaint == long.strip()


def test_a_control_character_is_taken_out_and_told(
    browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    browser = browse(sato)
    answer = browser.send(
        NEW, **{**browser.get(NEW).fields(), **CALL, "complaint": "泣き\0声", "go": "family"}
    )
    assert answer.status == 422
    assert "制御文字" in answer.problems[0]
    assert answer.fields()["complaint"] == ["泣き声"]
    assert browser.get("/intake/earlier", words="山\0田").status == 200


def test_children_of_another_family_are_refused(browse: Browse, sato: Viewer, home: Any) -> None:
    family, _ = home
    _, [other] = take_in(sato, persons=[NewPerson("川口 蓮")])
    before = written()
    browser = browse(sato)
    sent = {
        **browser.get(NEW).fields(),
        **CALL,
        "family": str(family.ref),
        "children": str(other.ref),
        "go": "save",
    }
    answer = browser.send(NEW, **sent)
    assert (answer.status, answer.problems[0]) == (422, "だれのことですか：この家庭の人を選んでください。")
    assert written() == before


@pytest.mark.parametrize("ref", ["theirs", "5f0c7a52-3f1e-4d0a-9a57-0a8a6a0c2b11", "1 OR 1=1", "\N{BUG}"])
def test_a_family_of_another_municipality_or_none_writes_nothing(
    ref: str, browse: Browse, sato: Viewer, elsewhere: Municipality, stranger: Viewer, in_muni: Municipality
) -> None:
    with tenant(elsewhere):
        theirs, _ = take_in(stranger, persons=[NewPerson("山田 花")])
    before = written()
    browser = browse(sato)
    family = str(theirs.ref) if ref == "theirs" else ref
    answer = browser.send(
        NEW, **{**browser.get(NEW).fields(), **CALL, **PEOPLE, "family": family, "go": "save"}
    )
    assert answer.status == 422
    assert written() == before
    assert theirs.label not in browser.get("/intake/earlier", words="山田").text


def test_sent_twice_it_is_taken_once(browse: Browse, sato: Viewer, in_muni: Municipality) -> None:
    browser = browse(sato)
    sent = {**browser.get(NEW).fields(), **CALL, **PEOPLE, "go": "save"}
    first, second = browser.send(NEW, **sent), browser.send(NEW, **sent)
    assert (first.status, second.status) == (302, 302)
    assert first.response["Location"] == second.response["Location"]
    assert rows(Referral).count() == 1
    assert rows(Family).count() == 1


def test_a_call_that_cannot_be_written_leaves_no_family_behind(
    browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    before = written()
    browser = browse(sato)
    shown = browser.get(NEW).fields()
    browser.send(NEW, **{**shown, **CALL, "complaint": " \n", **PEOPLE, "go": "save"})
    assert written() == before


# Who may


def test_the_clerk_and_the_head_take_no_calls(
    browse: Browse, mori: Viewer, kimura: Viewer, in_muni: Municipality
) -> None:
    for viewer in (mori, kimura):
        assert browse(viewer).get(NEW).status == 403
        assert browse(viewer).send(NEW, **CALL, **PEOPLE, go="save").status == 403
    assert written() == dict.fromkeys(written(), 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.text(min_size=0, max_size=30), max_size=10),
    go=st.sampled_from(["call", "family", "check", "save", "choose", ""]),
    when=st.text(max_size=12),
)
def test_no_input_breaks_the_form(
    sato: Viewer, in_muni: Municipality, names: list[str], go: str, when: str
) -> None:
    data = {
        **CALL,
        "received_on": when,
        "go": go,
        **{f"p{place}_name": name for place, name in enumerate(names)},
    }
    form = NewCall(data, viewer=sato)
    assert form.is_valid() in {True, False}
    assert form.screen in {"call", "family", "check"}
    if form.is_valid():
        assert form.cleaned_data["whom"].about
