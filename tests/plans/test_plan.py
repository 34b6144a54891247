"""A plan through its pages: voices, a long picture, small steps that say what to look at, who does what, the yes, the hand-over."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import NOON, Home
from tests.plans.conftest import Ground
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import add_need
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.actions import close_case, open_case, restate, set_usual
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.families.actions import NewPerson, add_member
from tomoni.people.actions import end
from tomoni.plans.actions import agree, begin, give, set_goal, set_status, speak, take_step
from tomoni.plans.models import Aim, Given, Goal, Plan, PlanStatus, Step, Voice
from tomoni.plans.queries import sheet

Enter = Callable[[Viewer], Client]


def send(client: Client, door: str, *args: Any, **fields: Any) -> Any:
    """Post a form of plans."""
    return client.post(reverse(f"plans:{door}", args=args), {"submission": str(uuid4()), **fields})


def page(client: Client, home: Home) -> str:
    return client.get(reverse("plans:sheet", args=[home.family.ref])).content.decode()


def statuses(plan: Plan) -> list[str]:
    return list(
        PlanStatus.objects.for_system("test").filter(plan=plan).order_by("pk").values_list("kind", flat=True)
    )


def test_a_plan_is_made_with_the_family_page_by_page(
    home: Home, ground: Ground, sato: Viewer, client_for: Enter
) -> None:
    client, back = client_for(sato), reverse("plans:sheet", args=[home.family.ref])
    assert "まだプランはありません" in page(client, home)
    assert send(client, "begin", home.case.ref, concern="朝の支度").headers["Location"] == back
    plan = Plan.objects.for_system("test").get()
    haruka = str(home.haruka.ref)
    answers = [
        send(client, "add", plan.ref, "voice", kind="hope", person=haruka, text="ママと食べたい"),
        send(client, "add", plan.ref, "goal", horizon="long", text="朝、みんなで笑って出かける"),
        send(
            client, "add", plan.ref, "goal", horizon="short", person=haruka, text="月曜は朝ごはんを食べる",
            look_at="月曜に何を食べたか", sign="二時間めに保健室へ行かない", closes="on", needs=[str(ground.need.ref)],
        ),
    ]  # fmt: skip
    assert [answer.headers["Location"] for answer in answers] == [f"{back}?plan={plan.ref}"] * 3
    goal = Goal.objects.for_system("test").get(horizon="short")
    step = send(
        client, "add_step", goal.ref, by="family", person=str(home.daiki.ref), text="日曜の夜におにぎりを作る",
        care="夜勤の週はしない", fit=str(ground.fit.ref),
    )  # fmt: skip
    yes = {"agreed_by": "母と陽花さん", "until": "R8.9.30", "review_on": "R8.9.10"}
    agreed = sent_back(client, reverse("plans:agree", args=[plan.ref]), **yes)
    given = send(
        client, "give", plan.ref, person=str(home.misaki.ref), signed="no", answer="冷蔵庫に貼ります"
    )
    assert [answer.status_code for answer in (step, agreed, given)] == [302, 302, 302]
    _as_it_was_made(home, ground, sato, plan, goal)
    shown = page(client, home)
    for words in (
        "ママと食べたい", "月曜に何を食べたか", "日曜の夜におにぎりを作る", "父は早起き", "生理的ニーズと健康：朝ごはん", "伝えてほしくない",
    ):  # fmt: skip
        assert words in shown


def _as_it_was_made(home: Home, ground: Ground, sato: Viewer, plan: Plan, goal: Goal) -> None:
    plan.refresh_from_db()
    assert (plan.number, plan.concern, plan.agreed_on, plan.agreed_by) == (
        1,
        "朝の支度",
        date(2026, 6, 10),
        "母と陽花さん",
    )
    assert (plan.starts_on, plan.until, plan.review_on) == (
        date(2026, 6, 10),
        date(2026, 9, 30),
        date(2026, 9, 10),
    )
    assert statuses(plan) == ["proposed", "agreed", "given"]
    assert (goal.person, goal.look_at, goal.sign, goal.closes) == (
        home.haruka,
        "月曜に何を食べたか",
        "二時間めに保健室へ行かない",
        True,
    )
    assert [aim.need for aim in Aim.objects.for_system("test")] == [ground.need]
    [taken] = Step.objects.for_system("test")
    assert (taken.by, taken.person, taken.care, taken.fit) == (
        "family",
        home.daiki,
        "夜勤の週はしない",
        ground.fit,
    )
    [hand] = Given.objects.for_system("test")
    assert (hand.person, hand.signed, hand.answer) == (home.misaki, False, "冷蔵庫に貼ります")
    assert hand.consent is not None
    assert (hand.consent.given, hand.consent.recipient) == (False, "ほかの機関や人")
    duty = Duty.objects.for_system("test").get(kind="plan_review")
    assert (duty.holder, duty.due_at.astimezone(TOKYO).date()) == (sato.post, date(2026, 9, 10))
    lines = TimelineEntry.objects.for_system("test").filter(kind="plan").order_by("pk")
    assert [line.title for line in lines] == ["サポートプラン：朝の支度", "プランを手渡す：水沢 美咲さん"]


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("voice", {"kind": "hope", "text": " "}, "書いてください"),
        ("goal", {"horizon": "short", "text": "早く寝る"}, "次に何を見るか"),
        ("goal", {"horizon": "far", "text": "早く寝る"}, "選んでください"),
        ("planstatus", {"kind": "on_hold"}, "わけを書いてください"),
        ("planstatus", {"kind": "internal", "reason": " "}, "わけを書いてください"),
    ],
)
def test_what_cannot_be_is_asked_back(
    kind: str, fields: dict[str, str], message: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    answer = send(client_for(sato), "add", plan.ref, kind, **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert statuses(plan) == ["proposed"]
    assert not Goal.objects.for_system("test").exists()
    assert not Voice.objects.for_system("test").exists()


def test_others_are_named(home: Home, sato: Viewer, client_for: Enter) -> None:
    plan = begin(sato, case=home.case)
    goal = set_goal(sato, plan=plan, horizon="long", text="笑って出かける")
    answer = send(client_for(sato), "add_step", goal.ref, by="others", text="声をかける")
    assert answer.status_code == 422
    assert "どの機関、だれが" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"agreed_by": "母", "review_on": "R8.6.10"}, "明日以降"),
        ({"agreed_by": "", "review_on": "R8.9.10"}, "書いてください"),
        ({"agreed_by": "母", "review_on": "R8.9.10", "starts_on": "R8.10.1"}, "期間のはじめより前"),
        ({"agreed_by": "母", "review_on": "R8.9.10", "until": "R8.6.1"}, "期間のはじめより前"),
    ],
)
def test_a_period_has_an_order(
    fields: dict[str, str], message: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    answer = sent_back(client_for(sato), reverse("plans:agree", args=[plan.ref]), **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    plan.refresh_from_db()
    assert plan.agreed_on is None
    assert not Duty.objects.for_system("test").filter(kind="plan_review").exists()


def test_the_day_to_look_again_is_offered_in_the_rhythm_of_the_centre(
    home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    address = reverse("plans:agree", args=[plan.ref])
    offered = [client_for(sato).get(address).context["form"]["review_on"].value()]
    set_usual(tanaka, kind="plan_review", every="6 months", reason="半年ごとに見直すと決めた")
    offered.append(client_for(sato).get(address).context["form"]["review_on"].value())
    assert offered == ["令和8年9月10日", "令和8年12月10日"]
    agree(sato, plan=plan, agreed_by="母", until=date(2026, 8, 31), review_on=date(2026, 8, 1))
    form = client_for(sato).get(address).context["form"]
    kept = [form[name].value() for name in ("agreed_by", "starts_on", "until", "review_on")]
    assert kept == ["母", "令和8年6月10日", "令和8年8月31日", "令和8年8月1日"]


def test_two_who_set_the_period_at_once_see_each_others_days(
    home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    address = reverse("plans:agree", args=[plan.ref])
    opened = client_for(sato).get(address).context["form"]["version"].value()
    yes = {"agreed_by": "母", "review_on": "R8.9.10"}
    assert sent_back(client_for(tanaka), address, **yes).status_code == 302
    answer = sent_back(client_for(sato), address, agreed_by="父", review_on="R8.8.3", version=opened)
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("母", "父", "令和8年9月10日", "R8.8.3"))
    plan.refresh_from_db()
    assert (plan.agreed_by, plan.review_on) == ("母", date(2026, 9, 10))


def test_a_plan_that_was_handed_over_stays_so_when_its_period_is_set_anew(home: Home, sato: Viewer) -> None:
    plan = begin(sato, case=home.case)
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 10))
    give(sato, plan=plan, person=home.misaki)
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 8, 1))
    assert statuses(plan) == ["proposed", "agreed", "given"]
    set_status(sato, plan=plan, kind="on_hold", reason="母が考えたい")
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 8, 1))
    assert statuses(plan)[-2:] == ["on_hold", "agreed"]


def test_what_was_done_says_how_far_a_plan_has_come_and_nobody_by_hand(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    for kind in ("agreed", "given", "reviewed"):
        assert send(client_for(sato), "add", plan.ref, "planstatus", kind=kind).status_code == 422
    assert (
        send(
            client_for(sato), "add", plan.ref, "planstatus", kind="on_hold", reason="母が考えたい"
        ).status_code
        == 302
    )
    assert statuses(plan) == ["proposed", "on_hold"]


def test_nothing_is_handed_over_before_it_is_agreed(home: Home, sato: Viewer) -> None:
    plan = begin(sato, case=home.case)
    with pytest.raises(Refused, match="できてから"):
        give(sato, plan=plan, person=home.misaki)


def test_nothing_is_handed_over_before_its_day_and_what_has_ended_stays_so(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    address = reverse("plans:sheet", args=[home.family.ref])
    with frozen(NOON + timedelta(days=2)):
        client = client_for(sato)
        agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 10))
        assert "手渡したことを残す" in client.get(address).content.decode()
        with pytest.raises(Refused, match="プランができた日（令和8年6月12日）より前の日"):
            give(sato, plan=plan, person=home.misaki, on=date(2026, 6, 11))
        set_status(sato, plan=plan, kind="ended", reason="母の願いがかわった")
        with pytest.raises(Refused, match="このプランは終えています"):
            give(sato, plan=plan, person=home.misaki)
        assert statuses(plan)[-1] == "ended"
        assert "手渡したことを残す" not in client.get(address).content.decode()


def test_who_cannot_be_asked_is_not_offered_a_plan(home: Home, sato: Viewer, client_for: Enter) -> None:
    baby = NewPerson("（お腹の子）", expected_on=Day(date(2026, 9, 1)))
    add_member(sato, family=home.family, new=baby)
    plan = begin(sato, case=home.case)
    form = client_for(sato).get(reverse("plans:give", args=[plan.ref])).context["form"]
    offered = [name for _, name in form["person"].field.choices[1:]]
    assert offered == ["水沢 陽花", "水沢 美咲", "水沢 大樹"]


def test_a_new_review_day_takes_the_place_of_the_old_one(home: Home, sato: Viewer) -> None:
    plan = begin(sato, case=home.case)
    for day in (date(2026, 9, 10), date(2026, 8, 1)):
        agree(sato, plan=plan, agreed_by="母", review_on=day)
    duties = Duty.objects.for_system("test").filter(kind="plan_review").order_by("pk")
    assert [(d.due_at.astimezone(TOKYO).date(), d.done_at is None) for d in duties] == [
        (date(2026, 9, 10), False),
        (date(2026, 8, 1), True),
    ]


def test_a_refusal_keeps_its_words_and_the_door_open(home: Home, sato: Viewer, client_for: Enter) -> None:
    plan = begin(sato, case=home.case)
    set_status(sato, plan=plan, kind="on_hold", reason="いまは書くのがしんどい（母）")
    shown = page(client_for(sato), home)
    assert "本人が考え中" in shown
    assert "いまは書くのがしんどい（母）" in shown


def test_goals_keep_their_steps_and_needs_through_corrections(
    home: Home, ground: Ground, sato: Viewer
) -> None:
    plan = begin(sato, case=home.case)
    goal = set_goal(
        sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか", needs=[ground.need]
    )
    take_step(sato, goal=goal, by="centre", text="月曜の朝に電話する")
    restate(sato, fact=goal, text="月曜と火曜は食べる")
    restate(sato, fact=ground.need, wished="毎朝食べられる")
    [row] = sheet(sato, plan).short
    assert (row.goal.text, [need.wished for need in row.needs], [t.fact.text for t in row.steps]) == (
        "月曜と火曜は食べる",
        ["毎朝食べられる"],
        ["月曜の朝に電話する"],
    )


def test_others_do_not_see_it_and_colleagues_only_read(
    home: Home, sato: Viewer, suzuki: Viewer, ito: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    speak(sato, plan=plan, kind="worry", text="夜がこわい", person=home.haruka)
    address = reverse("plans:sheet", args=[home.family.ref])
    assert [client_for(v).get(address).status_code for v in (sato, suzuki, ito, stranger)] == [
        200,
        200,
        404,
        404,
    ]
    assert send(client_for(suzuki), "add", plan.ref, "voice", kind="hope", text="書けない").status_code == 404
    assert (
        send(client_for(stranger), "agree", plan.ref, agreed_by="母", review_on="R8.9.10").status_code == 404
    )


def test_a_closed_case_keeps_its_plan_unchanged(home: Home, sato: Viewer, client_for: Enter) -> None:
    plan = begin(sato, case=home.case)
    close_case(sato, case=home.case)
    assert "状態を変える" not in page(client_for(sato), home)
    assert send(client_for(sato), "add", plan.ref, "voice", kind="hope", text="まだ").status_code == 404


def test_a_plan_of_an_earlier_case_is_shown_when_asked_for(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    earlier = begin(sato, case=home.case, concern="朝の支度")
    close_case(sato, case=home.case)
    case = open_case(sato, family=home.family, children=[home.haruka], phase="assessment")
    client, address = client_for(sato), reverse("plans:sheet", args=[home.family.ref])
    assert f'href="?plan={earlier.ref}">朝の支度</a>（ケース {home.case.number}）' in page(client, home)
    begin(sato, case=case, concern="夜の居場所")
    assert client.get(address).context["plan"].concern == "夜の居場所"
    asked = client.get(f"{address}?plan={earlier.ref}").context
    assert (asked["plan"].concern, asked["case"], asked["may_write"]) == ("朝の支度", home.case, False)


def test_whoever_writes_into_an_older_plan_comes_back_to_it(
    home: Home, ground: Ground, sato: Viewer, client_for: Enter
) -> None:
    older = begin(sato, case=home.case, concern="朝の支度")
    goal = set_goal(sato, plan=older, horizon="long", text="笑って出かける", needs=[ground.need])
    begin(sato, case=home.case, concern="夜の居場所")
    client = client_for(sato)
    for answer in (
        send(client, "add", older.ref, "voice", kind="hope", text="早く起きたい"),
        send(client, "add_step", goal.ref, by="centre", text="電話する", fit=ground.fit.ref),
        sent_back(client, reverse("plans:correct", args=["goal", goal.ref]), text="歌って出かける"),
        sent_back(client, reverse("plans:agree", args=[older.ref]), agreed_by="母", review_on="R8.9.10"),
    ):
        assert answer.status_code == 302, answer.content.decode()
        assert client.get(answer.url).context["plan"] == older


def test_the_plan_costs_the_same_with_one_goal_and_with_twenty(
    home: Home, ground: Ground, sato: Viewer, client_for: Enter, django_assert_num_queries: Any
) -> None:
    client, plan = client_for(sato), begin(sato, case=home.case)

    def more() -> None:
        goal = set_goal(sato, plan=plan, horizon="long", text="笑って出かける", needs=[ground.need])
        take_step(sato, goal=goal, by="centre", text="電話する", fit=ground.fit)

    more()
    page(client, home)
    queries = 31 if connection.vendor == "postgresql" else 29
    with django_assert_num_queries(queries):
        page(client, home)
    for _ in range(19):
        more()
    with django_assert_num_queries(queries):
        page(client, home)


def test_a_goal_written_first_is_tied_later_and_a_wrong_tie_is_loosened(
    home: Home, ground: Ground, sato: Viewer, client_for: Enter
) -> None:
    plan, client = begin(sato, case=home.case), client_for(sato)
    goal = set_goal(sato, plan=plan, horizon="long", text="笑って出かける")
    other = add_need(sato, case=home.case, kind="housing", wished="雨の日も眠れる")
    address = reverse("plans:correct", args=["goal", goal.ref])

    def answered() -> set[str]:
        return {need.wished for row in sheet(sato, plan).long for need in row.needs}

    chain = reverse("desk:chain", args=[home.family.ref])
    assert address in client.get(chain).content.decode()
    assert sent_back(client, address, needs=[str(ground.need.ref)]).status_code == 302
    assert answered() == {"朝ごはんを食べて学校へ行ける"}
    assert address not in client.get(chain).content.decode()
    assert Goal.objects.for_system("test").count() == 1
    end(sato, fact=ground.need, on=Day(date(2026, 6, 10)))
    assert sent_back(client, address, text="みんなで笑って出かける").status_code == 302
    assert answered() == {"朝ごはんを食べて学校へ行ける"}
    told = reverse("plans:correct", args=["goal", Goal.objects.for_system("test").latest("pk").ref])
    assert sent_back(client, told, needs=[str(other.ref)]).status_code == 302
    assert answered() == {"雨の日も眠れる"}
    assert "取り消し：目標「笑って出かける」とニーズ「朝ごはんを食べて学校へ行ける」の結びつき" in page(
        client, home
    )


def test_a_step_keeps_the_strength_it_uses_when_that_has_ended(
    home: Home, ground: Ground, sato: Viewer, client_for: Enter
) -> None:
    goal = set_goal(sato, plan=begin(sato, case=home.case), horizon="long", text="笑って出かける")
    step = take_step(sato, goal=goal, by="centre", text="電話する", fit=ground.fit)
    ended = end(sato, fact=ground.fit, on=Day(date(2026, 6, 10)))
    address = reverse("plans:correct", args=["step", step.ref])
    assert sent_back(client_for(sato), address, text="月曜に電話する").status_code == 302
    row = Step.objects.for_system("test").latest("pk")
    assert (row.text, row.fit) == ("月曜に電話する", ended)
    with_none = reverse("plans:correct", args=["step", row.ref])
    assert sent_back(client_for(sato), with_none, fit="").status_code == 302
    assert Step.objects.for_system("test").latest("pk").fit is None
