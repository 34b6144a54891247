"""Meetings: who sees which matter, deciding, the local casebook."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tomoni.access.actions import Refused, seal
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.calendar import TOKYO, Day, frozen, now
from tomoni.cases.actions import open_case, set_involvement
from tomoni.cases.models import Case, Duty, TimelineEntry
from tomoni.families.actions import NewPerson, take_in
from tomoni.journal.models import Entry
from tomoni.meetings.actions import conclude, convene, put_on_agenda
from tomoni.meetings.models import AgendaItem, Attendance, Decision, Meeting
from tomoni.meetings.rules import book_group, outcome_label
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

Browse = Callable[[Viewer], Any]


def rows(model: Any) -> Any:
    return model.objects.for_system("test").order_by("pk")


def on_agenda(
    viewer: Viewer, case: Case, topic: str = "関与度", meeting: Meeting | None = None
) -> AgendaItem:
    meeting = meeting or convene(viewer, kind="policy", at=now())
    return put_on_agenda(
        viewer, meeting=meeting, family=case.family, case=case, topic=topic, proposal="うすくする"
    )


# Calling a meeting


def test_a_meeting_is_called_with_those_who_take_part(
    browse: Browse, sato: Viewer, tanaka: Viewer, in_muni: Municipality
) -> None:
    sent = {
        "kind": "joint",
        "at_on": "R8.4.20",
        "at_time": "13:30",
        "place": "会議室",
        "attendees": str(tanaka.post.pk),
    }
    done = browse(sato).send("/meetings/new", **sent)
    [meeting] = rows(Meeting)
    assert (meeting.kind, meeting.place, f"{meeting.at.astimezone():%Y-%m-%d %H:%M}") == (
        "joint",
        "会議室",
        "2026-04-20 13:30",
    )
    assert [row.post for row in rows(Attendance)] == [sato.post, tanaka.post]
    assert "合同ケース会議" in done.words
    assert "佐藤、田中" in done.words
    assert "令和8年4月20日（月） 13:30合同ケース会議会議室0件" in browse(sato).get("/meetings/").words


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "party"}, "会議の種類：正しく選択してください。 party は候補にありません。"),
        ({"at_on": "いつか"}, "日：日付として読み取れません。"),
        ({"at_on": "R8.4"}, "日：年月日まで入力してください（例：R8.12.1）。"),
        ({"place": "場" * 101}, "場所：この値は 100 文字以下でなければなりません( 101 文字になっています)。"),
        ({"attendees": "999999"}, "出席する人：一覧にある職員を選び直してください。"),
    ],
)
def test_a_wrong_meeting_comes_back_with_what_to_do(
    wrong: dict[str, str], said: str, browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    answer = browse(sato).send(
        "/meetings/new", **{"kind": "joint", "at_on": "R8.4.20", "at_time": "13:30", **wrong}
    )
    assert answer.status == 422
    assert answer.problems[0].startswith(said)
    assert rows(Meeting).count() == 0


def test_nobody_of_another_town_takes_part(
    browse: Browse, sato: Viewer, stranger: Viewer, in_muni: Municipality
) -> None:
    sent = {"kind": "joint", "at_on": "R8.4.20", "at_time": "13:30", "attendees": str(stranger.post.pk)}
    assert browse(sato).send("/meetings/new", **sent).status == 422
    assert rows(Attendance).count() == 0


# The agenda


def test_each_sees_the_matters_of_their_own_families_and_how_many_others_there_are(
    browse: Browse, sato: Viewer, ito: Viewer, tanaka: Viewer, mori: Viewer, case: Case, other_case: Case
) -> None:
    item = on_agenda(sato, case, "山田家の関与")
    on_agenda(ito, other_case, "川口家の関与", item.meeting)
    path = f"/meetings/{item.meeting.ref}/"
    shown = {viewer.user.username: browse(viewer).get(path).words for viewer in (sato, ito, tanaka, mori)}
    seen = {who: [topic for topic in ("山田家", "川口家") if topic in words] for who, words in shown.items()}
    assert seen == {"sato": ["山田家"], "ito": ["川口家"], "tanaka": ["山田家", "川口家"], "mori": []}
    hidden = {who: "あなたの範囲外の議題が1件" in words for who, words in shown.items()}
    assert hidden == {"sato": True, "ito": True, "tanaka": False, "mori": False}
    assert "あなたの範囲外の議題が2件あります" in shown["mori"]


def test_a_case_is_put_on_the_agenda(browse: Browse, sato: Viewer, case: Case, other_case: Case) -> None:
    meeting = convene(sato, kind="policy", at=now())
    path = f"/meetings/{meeting.ref}/put"
    form = browse(sato).get(path).page
    assert form.xpath("//select[@name='case']/option/text()") == [
        "選んでください",
        f"山田さんの家庭（{case.number}）",
    ]
    refused = browse(sato).send(path, case=str(other_case.ref), topic="見直し")
    assert refused.problems == ["ケース：あなたが書ける、動いているケースを選んでください。"]
    done = browse(sato).send(path, case=str(case.ref), topic="見直し", proposal="うすくする")
    assert "1．見直し" in done.words
    [item] = rows(AgendaItem)
    assert (item.case, item.family, item.dossier, item.proposal) == (
        case,
        case.family,
        case.dossier,
        "うすくする",
    )


def test_only_casework_calls_meetings_and_sets_their_agenda(
    browse: Browse, sato: Viewer, kimura: Viewer, mori: Viewer, in_muni: Municipality
) -> None:
    meeting = convene(sato, kind="policy", at=now())
    for viewer in (kimura, mori):
        assert browse(viewer).get(f"/meetings/{meeting.ref}/").status == 200
        assert browse(viewer).get("/meetings/new").status == 403
        assert browse(viewer).get(f"/meetings/{meeting.ref}/put").status == 403
        assert browse(viewer).send(f"/meetings/{meeting.ref}/put").status == 403


def test_meetings_of_another_town_are_not_there(
    browse: Browse, sato: Viewer, stranger: Viewer, elsewhere: Municipality, case: Case
) -> None:
    item = on_agenda(sato, case)
    browser = browse(stranger)
    for path in (f"{item.meeting.ref}/", f"{item.meeting.ref}/put", f"items/{item.ref}/decide"):
        assert browser.get(f"/meetings/{path}").status == 404
        assert browser.send(f"/meetings/{path}").status in {404, 405}
    listed = browser.get("/meetings/")
    assert listed.page.xpath(f"//a[contains(@href, '{item.meeting.ref}')]") == []
    assert listed.words.count("まだありません一度ひらくと") == 3
    with tenant(elsewhere):
        assert rows(Meeting).count() == 0


def test_an_agency_has_no_meetings_page(browse: Browse, make_post: Any, in_muni: Municipality) -> None:
    agency = Viewer.wearing(make_post(Role.AGENCY, "agency"))
    assert browse(agency).get("/meetings/").status == 403


# Deciding


def test_a_decision_has_its_reason_and_its_line_in_the_chronology(
    browse: Browse, sato: Viewer, tanaka: Viewer, case: Case
) -> None:
    item = on_agenda(sato, case)
    path = f"/meetings/items/{item.ref}/decide"
    assert browse(sato).get(path).status == 403
    assert sorted(browse(tanaka).send(path).problems) == [
        "決めた理由：書いてください。",
        "決定：選んでください。",
    ]
    done = browse(tanaka).send(
        path, outcome="thinner", reason="学校が毎朝迎えている", family_wish="電話だけでよい"
    )
    [decision] = rows(Decision)
    assert (decision.outcome, decision.reason, decision.family_wish, decision.decided_by) == (
        "thinner", "学校が毎朝迎えている", "電話だけでよい", tanaka.post,
    )  # fmt: skip
    assert "関与をうすくする" in done.words
    assert rows(TimelineEntry).last().title == "支援方針会議：関与をうすくする"
    acts = [json.loads(body)["what"] for body in Entry.objects.order_by("seq").values_list("body", flat=True)]
    assert acts.count("meetings.decide_item") == 1


def test_the_head_decides_too(browse: Browse, sato: Viewer, kimura: Viewer, case: Case) -> None:
    item = on_agenda(sato, case)
    browse(kimura).send(f"/meetings/items/{item.ref}/decide", outcome="continued", reason="このまま")
    decision = rows(Decision).get()
    assert decision.decided_by == kimura.post
    line = rows(TimelineEntry).last()
    assert (line.title, line.kind, line.family, line.case, line.dossier) == (
        "支援方針会議：このまま続ける",
        "decision",
        case.family,
        case,
        case.dossier,
    )
    assert line.source == f"meetings.decision:{decision.ref}"
    assert line.title in browse(sato).get(f"/families/{case.family.ref}/records").words


def test_who_may_neither_decide_nor_write_leaves_no_line(sato: Viewer, ito: Viewer, case: Case) -> None:
    item, before = on_agenda(sato, case), rows(TimelineEntry).count()
    for viewer in (sato, ito):
        with pytest.raises(Denied):
            conclude(viewer, item=item, outcome="continued", reason="このまま")
    assert (rows(Decision).count(), rows(TimelineEntry).count()) == (0, before)


def test_waiting_is_a_decision_with_a_day_for_the_lead(
    browse: Browse, sato: Viewer, kimura: Viewer, case: Case
) -> None:
    """A7: who decides to wait says until when, and whoever leads looks again."""
    item = on_agenda(sato, case, "山田家の関与")
    path, said = (
        f"/meetings/items/{item.ref}/decide",
        "いつ見直すか：いつまで待って見直すか、明日以降の日を入力してください。",
    )
    for day in ("", "R8.4.6"):
        answer = browse(kimura).send(path, outcome="wait", reason="母が自分で学校に話す", look_again_on=day)
        assert (answer.status, answer.problems) == (422, [said])
    with pytest.raises(Refused, match="明日以降の日"):
        conclude(kimura, item=item, outcome="wait", reason="待つ")
    assert not rows(Duty).filter(kind="waiting").exists()
    browse(kimura).send(path, outcome="wait", reason="母が自分で学校に話す", look_again_on="R8.5.7")
    duty = rows(Duty).exclude(kind="contact_rhythm").get()
    assert (duty.kind, duty.text, duty.holder, duty.case) == (
        "waiting",
        "待つと決めたことを見直す：山田家の関与",
        sato.post,
        case,
    )
    assert f"{duty.due_at.astimezone(TOKYO):%Y-%m-%d %H:%M}" == "2026-05-07 17:00"
    assert duty.text in browse(sato).get("/today").words
    assert rows(TimelineEntry).last().title == "支援方針会議：急いで変えずに待つ"


def test_a_matter_is_decided_once(browse: Browse, sato: Viewer, tanaka: Viewer, case: Case) -> None:
    item = on_agenda(sato, case)
    path, browser = f"/meetings/items/{item.ref}/decide", browse(tanaka)
    sent = {
        "submission": "9f1f2c53-6e6a-4a53-8c6e-0d8b6f0a1c01",
        "outcome": "continued",
        "reason": "このまま",
    }
    assert [browser.client.post(path, sent).status_code for _ in range(2)] == [302, 302]
    again = browser.send(path, outcome="close", reason="やはり")
    assert again.problems == [
        "この議題はすでに決定しています。変えるときは次の会議で改めて議題にしてください。"
    ]
    assert rows(Decision).count() == 1
    assert browser.get(path).status == 404


# The casebook


def borderline(viewer: Viewer, case: Case, outcome: str, learned: str) -> Decision:
    item = on_agenda(viewer, case)
    return conclude(viewer, item=item, outcome=outcome, reason="理由", borderline=True, learned=learned)


def test_the_casebook_gathers_what_was_hard_by_group(
    browse: Browse, tanaka: Viewer, in_muni: Municipality
) -> None:
    family, children = take_in(tanaka, persons=[NewPerson("山田 花")])
    thin = open_case(tanaka, family=family, children=children, phase="assessment")
    set_involvement(tanaka, case=thin, level="thin", reason="支えが多い", since=Day(now().date()))
    thick = open_case(tanaka, family=family, children=children, phase="assessment")
    borderline(tanaka, thick, "close", "終えてよいか")
    borderline(tanaka, thin, "accepted", "うすくてよいか")
    borderline(tanaka, thick, "information_only", "受け入れるか")
    borderline(tanaka, thick, "changed", "変えるか")
    conclude(tanaka, item=on_agenda(tanaka, thick), outcome="continued", reason="迷わなかった")
    browser = browse(tanaka)
    words = ("終えてよいか", "うすくてよいか", "受け入れるか", "変えるか", "迷わなかった")
    shown = {
        g: [w for w in words if w in browser.get("/meetings/casebook", group=g).words]
        for g in ("", "closing", "thin", "refused", "other", "?")
    }
    assert shown == {
        "": list(words[:4]),
        "closing": ["終えてよいか"],
        "thin": ["うすくてよいか"],
        "refused": ["受け入れるか"],
        "other": ["変えるか"],
        "?": list(words[:4]),
    }
    assert "関与度うすく" in browser.get("/meetings/casebook", group="thin").words


def test_the_casebook_holds_only_what_one_may_read(
    browse: Browse, tanaka: Viewer, ito: Viewer, mori: Viewer, case: Case
) -> None:
    borderline(tanaka, case, "close", "終えてよいか")
    assert "終えてよいか" in browse(tanaka).get("/meetings/casebook").words
    for viewer in (ito, mori):
        shown = browse(viewer).get("/meetings/casebook").words
        assert "終えてよいか" not in shown
        assert "山田" not in shown


@pytest.mark.parametrize(
    ("outcome", "level", "group"),
    [
        ("not_accepted", "", "refused"),
        ("information_only", "thick", "refused"),
        ("other_agency", "", "refused"),
        ("other_municipality", "", "refused"),
        ("close", "thin", "closing"),
        ("accepted", "thin", "thin"),
        ("consultation", "standby", "thin"),
        ("thinner", "thick", "thin"),
        ("accepted", "middle", "other"),
        ("accepted", "", "other"),
        ("sent_to_guidance_centre", "", "other"),
    ],
)
def test_the_group_of_a_decision(outcome: str, level: str, group: str) -> None:
    assert book_group(outcome, level) == group


def test_words_for_decisions_of_both_lists() -> None:
    said = [outcome_label(code) for code in ("accepted", "thinner", "close", "先の決め方")]
    assert said == ["受理", "関与をうすくする", "終結する", "先の決め方"]


# Queries


def queries(browser: Any, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(path).status == 200
    return sum("set_config" not in query["sql"] for query in counted)


def test_lists_need_as_many_queries_for_one_as_for_thirty(
    browse: Browse, tanaka: Viewer, in_muni: Municipality
) -> None:
    family, children = take_in(tanaka, persons=[NewPerson("山田 花")])
    case = open_case(tanaka, family=family, children=children, phase="assessment")
    meeting = convene(tanaka, kind="policy", at=now())
    paths = {
        "/meetings/": 7,
        "/meetings/?scope=past": 5,
        f"/meetings/{meeting.ref}/": 13,
        "/meetings/casebook": 11,
    }

    def add() -> None:
        with frozen(now() - timedelta(hours=1)):
            convene(tanaka, kind="policy", at=now() - timedelta(days=2))
        item = on_agenda(tanaka, case, meeting=meeting)
        conclude(tanaka, item=item, outcome="close", reason="理由", borderline=True, learned="迷った")
        convene(tanaka, kind="policy", at=now() + timedelta(days=2))

    add()
    browser = browse(tanaka)
    assert {path: queries(browser, path) for path in paths} == paths
    for _ in range(29):
        add()
    assert {path: queries(browser, path) for path in paths} == paths


def test_who_is_shut_out_is_not_told_that_one_matter_more_is_sealed(
    browse: Browse, sato: Viewer, tanaka: Viewer, kimura: Viewer, mori: Viewer, case: Case
) -> None:
    item = on_agenda(sato, case, "山田家の関与")
    path = f"/meetings/{item.meeting.ref}/"
    assert ["―1件0件" in browse(each).get("/meetings/").words for each in (kimura, mori)] == [True, True]
    seal(tanaka, dossier=case.family.dossier, reason="職員の親族", keepers=[tanaka.post])
    for viewer in (kimura, mori, sato):
        shown = browse(viewer).get(path).words
        assert ["山田家" in shown, "範囲外" in shown, "まだ議題がありません" in shown] == [False, False, True]
        assert "―0件0件" in browse(viewer).get("/meetings/").words
    assert "山田家" in browse(tanaka).get(path).words
    assert "―1件0件" in browse(tanaka).get("/meetings/").words
