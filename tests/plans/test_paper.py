"""The plan on paper: what stands on it and in which order, what stays away, who may print it, what cannot be printed."""

from collections.abc import Callable
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page import validate_pdf_bytes

from tests.assessment.conftest import Home
from tests.paper import Read
from tests.plans.conftest import Ground
from tests.walk.browser import entries
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Team
from tomoni.cases.actions import restate
from tomoni.documents.characters import replaced
from tomoni.people.actions import rename_person
from tomoni.plans.actions import agree, begin, give, set_goal, set_status, speak, take_step
from tomoni.plans.exports import paper
from tomoni.plans.models import Plan
from tomoni.plans.queries import plans

Enter = Callable[[Viewer], Client]


@pytest.fixture
def plan(home: Home, ground: Ground, sato: Viewer) -> Plan:
    """A plan with everything in it, agreed and handed over."""
    made = begin(sato, case=home.case, concern="朝の支度")
    speak(sato, plan=made, kind="hope", person=home.haruka, text="ママと食べたい。\nパンの日がいい。")
    speak(sato, plan=made, kind="value", text="日曜はみんなで食べる")
    set_goal(sato, plan=made, horizon="long", text="朝、みんなで笑って出かける")
    goal = set_goal(
        sato, plan=made, horizon="short", person=home.haruka, text="月曜は朝ごはんを食べる", look_at="何を食べたか",
        sign="二時間めに保健室へ行かない", closes=True, needs=[ground.need],
    )  # fmt: skip
    take_step(sato, goal=goal, by="others", name="みどり小学校", text="保健室で声をかける")
    take_step(sato, goal=goal, by="centre", text="月曜の朝に電話する", care="電話は一度だけ")
    take_step(
        sato, goal=goal, by="family", person=home.daiki, text="日曜の夜におにぎりを作る", fit=ground.fit
    )
    take_step(sato, goal=goal, by="child", text="前の日に服を出す")
    agree(sato, plan=made, agreed_by="母と陽花さん", until=date(2026, 9, 30), review_on=date(2026, 9, 10))
    give(sato, plan=made, person=home.misaki, signed=False, answer="冷蔵庫に貼ります")
    return made


def printed(viewer: Viewer, plan: Plan, **how: bool) -> Read:
    """The paper as this viewer prints it."""
    return Read(paper(viewer, plans(viewer).get(pk=plan.pk)).printed(**how))


def test_the_paper_to_the_letter(plan: Plan, sato: Viewer) -> None:
    read = printed(sato, plan)
    assert read.text == "".join(
        [
            "サポートプラン", "ご家族とセンターが、いっしょに考えて決めたことです。",
            "水沢 陽花さん", "（みずさわ はるか）",
            "考えていること", "朝の支度", "決めた日", "令和8年6月10日（水）", "いっしょに決めた人", "母と陽花さん",
            "取り組む期間", "令和8年6月10日（水）から ", "令和8年9月30日（水）まで", "次に見直す日", "令和8年9月10日（木）",
            "次の連絡", "令和8年7月10日（金）ごろまでに、センターから",
            "それぞれのことば",
            "水沢 陽花さん", "　願っていること", "ママと食べたい。", "パンの日がいい。",
            "家族みんな", "　大事にしていること", "日曜はみんなで食べる",
            "目ざす姿", "朝、みんなで笑って出かける", "家族みんなの目標",
            "小さな一歩", "1　月曜は朝ごはんを食べる", "水沢 陽花さんの目標",
            "令和8年9月10日（木）に、いっしょに見ること", "何を食べたか", "近づいたしるし", "二時間めに保健室へ行かない",
            "これがかなったら、かかわりを終える相談をします。",
            "だれが", "すること", "気をつけること",
            "こども", "前の日に服を出す", "水沢 大樹さん", "日曜の夜におにぎりを作る",
            "こども家庭センター", "月曜の朝に電話する", "電話は一度だけ", "みどり小学校", "保健室で声をかける",
            "話したいとき、変えたいとき", "このプランは、いつでも変えられます。困ったことも、うれしかったことも、お話しください。",
            "連絡先", "ともに町　家庭相談係", "担当", "佐藤", "電話",
        ]
    )  # fmt: skip
    assert "".join(read.artifacts) == "令和8年6月10日 印刷1 / 1"
    assert read.pdf.open_metadata()["dc:title"] == "水沢 陽花さんのサポートプラン"


def test_the_teams_telephone_stands_on_the_paper(plan: Plan, sato: Viewer, team: Team) -> None:
    team.phone = "0000-00-1001"
    team.save()
    assert printed(sato, plan).text.endswith("担当佐藤電話0000-00-1001")


def test_what_is_internal_stays_away(plan: Plan, home: Home, sato: Viewer) -> None:
    """Needs, strengths, the reasons of states, what was said at the hand-over, what was corrected or taken back."""
    goal = set_goal(sato, plan=plan, horizon="long", text="まちがえた")
    restate(sato, fact=goal, text="夜も笑う")
    set_status(sato, plan=plan, kind="on_hold", reason="いまはしんどい")
    told = printed(sato, plan).all
    assert "夜も笑う" in told
    for words in (
        "朝ごはんを食べて学校へ行ける",
        "父は早起き",
        "冷蔵庫に貼ります",
        "まちがえた",
        "いまはしんどい",
        "署名",
    ):
        assert words not in told, words


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        (
            "proposed",
            "いま、いっしょに考えているところです。まだ決まったものではありません。サポートプラン水沢",
        ),
        (
            "on_hold",
            "いま、いっしょに考えているところです。まだ決まったものではありません。サポートプラン水沢",
        ),
        ("internal", "センターの中だけの計画です。ご家族に渡す紙ではありません。サポートプラン水沢"),
        ("ended", "このプランは終わりました。サポートプラン水沢"),
        ("reviewed", "サポートプランご家族とセンターが、いっしょに考えて決めたことです。水沢"),
    ],
)
def test_a_plan_that_is_not_agreed_says_so_first(kind: str, begins: str, home: Home, sato: Viewer) -> None:
    plan = begin(sato, case=home.case)
    set_status(sato, plan=plan, kind=kind, reason="わけ")
    assert printed(sato, plan).text.startswith(begins)


def test_an_empty_plan_leaves_room_to_think_together(home: Home, sato: Viewer) -> None:
    text = printed(sato, begin(sato, case=home.case)).text
    for heading in ("それぞれのことば", "目ざす姿", "小さな一歩"):
        assert f"{heading}これから、いっしょに考えます。" in text
    for label in ("考えていること", "決めた日", "いっしょに決めた人", "取り組む期間", "次に見直す日"):
        assert label not in text


def test_without_a_review_day_the_next_meeting_is_meant(home: Home, sato: Viewer) -> None:
    plan = begin(sato, case=home.case)
    set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか")
    assert "次に会うときに、いっしょに見ること何を食べたか" in printed(sato, plan).text


def test_many_goals_fill_pages_that_know_whose_they_are(plan: Plan, sato: Viewer) -> None:
    for number in range(12):
        goal = set_goal(sato, plan=plan, horizon="short", text=f"一歩の{number}", look_at=f"見ること{number}")
        take_step(sato, goal=goal, by="centre", text=f"電話{number}")
    read = printed(sato, plan)
    pages, told = len(read.pdf.pages), "".join(read.artifacts)
    assert pages > 1
    assert told.count("水沢 陽花さんのサポートプラン") == pages - 1
    assert all(f"印刷{number} / {pages}" in told for number in range(1, pages + 1))
    places = [read.text.index(f"一歩の{number}") for number in range(12)]
    assert places == sorted(places)


def test_a_browser_gets_a_paper_that_is_kept_nowhere(
    plan: Plan, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, before = client_for(sato), sum(entries("look"))
    answer = client.get(reverse("plans:print", args=[plan.ref]))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    shown, _, name = answer["Content-Disposition"].partition("; filename*=UTF-8''")
    assert shown == 'inline; filename="sheet.pdf"'
    assert unquote(name) == f"サポートプラン_{home.case.number}_20260610.pdf"
    assert Read(answer.content).text == printed(sato, plan).text
    assert sum(entries("look")) > before
    assert (
        reverse("plans:print", args=[plan.ref])
        in client.get(reverse("plans:sheet", args=[home.family.ref])).content.decode()
    )


def test_the_print_stands_in_the_journal_with_its_dossier(
    plan: Plan, home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    client_for(sato).get(reverse("plans:print", args=[plan.ref]))
    looks = client_for(tanaka).get(reverse("desk:looks", args=[home.family.ref])).content.decode()
    assert "読んだ" in looks
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM journal_entry WHERE body LIKE %s", ['%"what":"plans:print"%'])
        [(body,)] = cursor.fetchall()
    assert f'"plans.plan":[{plan.pk}]' in body
    assert str(home.case.dossier_id) in body


def test_others_do_not_print_it(
    plan: Plan, sato: Viewer, suzuki: Viewer, ito: Viewer, mori: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    address = reverse("plans:print", args=[plan.ref])
    answers = [client_for(viewer).get(address).status_code for viewer in (sato, suzuki, ito, mori, stranger)]
    assert answers == [200, 200, 404, 404, 404]
    assert client_for(sato).post(address).status_code == 405


def test_characters_that_cannot_be_printed_are_shown_first(
    plan: Plan, home: Home, sato: Viewer, client_for: Enter
) -> None:
    rename_person(sato, person=home.haruka, name="辻\U000e0101 陽花", kana="つじ はるか")
    speak(sato, plan=plan, kind="hope", person=home.haruka, text="ママと😀たべたい")
    client, address = client_for(sato), reverse("plans:print", args=[plan.ref])
    page = client.get(address)
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    told = page.content.decode()
    assert "印刷できない文字があります" in told
    for cells in (("名前", "辻\U000e0101", "U+8FBB U+E0101", "辻"), ("のことば", "😀", "U+1F600", "〓")):
        assert all(cell in told for cell in cells)
    assert 'href="?geta=1"' in told
    read = Read(client.get(f"{address}?geta=1").content)
    assert "ママと〓たべたい" in read.text
    assert "印刷できなかった文字" in read.text
    assert read.text.endswith(
        "名前辻 陽花さんU+8FBB U+E0101辻 陽花さんのことばママと〓たべたいU+1F600名前辻 陽花さんの目標U+8FBB U+E0101"
    )


HARD = st.text(
    st.one_of(st.sampled_from("髙﨑𠮷辻葛邉齋髮ヶ々〆ゝ・ー〓①㈱"), st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    min_size=1, max_size=30,
)  # fmt: skip
NEW = count()  # a name must change to be changed


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.fixed_dictionaries(dict.fromkeys(
    ("child", "concern", "agreed_by", "worry", "goal", "look_at", "sign", "name", "step", "care", "team"), HARD
)))  # fmt: skip
def test_whatever_was_typed_comes_out_in_order(
    typed: dict[str, str], home: Home, sato: Viewer, team: Team
) -> None:
    said = SimpleNamespace(**{field: f"始{text}終" for field, text in typed.items()})
    said.child += str(next(NEW))
    rename_person(sato, person=home.haruka, name=said.child, kana="みずさわ はるか")
    Team.objects.filter(pk=team.pk).update(name=said.team)
    plan = begin(sato, case=home.case, concern=said.concern)
    speak(sato, plan=plan, kind="worry", person=home.haruka, text=said.worry)
    goal = set_goal(
        sato,
        plan=plan,
        horizon="short",
        person=home.haruka,
        text=said.goal,
        look_at=said.look_at,
        sign=said.sign,
    )
    take_step(sato, goal=goal, by="others", name=said.name, text=said.step, care=said.care)
    agree(sato, plan=plan, agreed_by=said.agreed_by, review_on=date(2026, 9, 10))
    text, at = _bare(printed(sato, plan, stand_ins=True).text), 0
    order = "child concern agreed_by child worry goal look_at sign name step care team"
    for field in order.split():
        at = text.index(_bare(replaced(getattr(said, field))), at) + 1


def _bare(text: str) -> str:
    return "".join(text.split())


def test_printing_costs_the_same_with_one_goal_and_with_twenty(
    home: Home, ground: Ground, sato: Viewer, client_for: Enter, django_assert_num_queries: Any
) -> None:
    client, plan = client_for(sato), begin(sato, case=home.case)

    def more() -> None:
        goal = set_goal(sato, plan=plan, horizon="long", text="笑って出かける", needs=[ground.need])
        take_step(sato, goal=goal, by="centre", text="電話する", fit=ground.fit)
        speak(sato, plan=plan, kind="hope", person=home.haruka, text="食べたい")

    more()
    address = reverse("plans:print", args=[plan.ref])
    client.get(address)
    queries = 23 if connection.vendor == "postgresql" else 21
    with django_assert_num_queries(queries):
        client.get(address)
    for _ in range(19):
        more()
    with django_assert_num_queries(queries):
        client.get(address)


def lacking(content: bytes) -> list[tuple[str, str]]:
    """What an independent checker finds against PDF/UA-1 and PDF/A-2a."""
    reports = [validate_pdf_bytes(content, profile=profile) for profile in ("ua1", "2a")]
    assert [report.rules.total for report in reports] == [104, 154]
    return [(failure.rule_id, failure.message) for report in reports for failure in report.failures]


def test_every_kind_of_paper_keeps_the_rules_of_both_standards(plan: Plan, home: Home, sato: Viewer) -> None:
    empty = begin(sato, case=home.case)
    long = begin(sato, case=home.case, concern="ながい")
    for number in range(12):
        goal = set_goal(sato, plan=long, horizon="long", text=f"{number}：" + "朝ごはんを食べて、" * 60)
        take_step(sato, goal=goal, by="centre", text="電話する。" * 40, care="夕方に" * 20)
    speak(sato, plan=empty, kind="hope", text="うれしい😀")
    for each, geta in ((plan, False), (long, False), (empty, True)):
        content = paper(sato, plans(sato).get(pk=each.pk)).printed(stand_ins=geta)
        assert lacking(content) == [], each
