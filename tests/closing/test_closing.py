"""Looking back in several voices, the decision, the signs of return, and the end that keeps the door open."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.assessment.conftest import NOON, Home, _noon, home
from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, frozen, today
from tomoni.cases.actions import add_child, meet_duty, open_duty, restate, set_status
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.closing.actions import ALWAYS, agree_sign, close, decide_end, leave
from tomoni.closing.models import Closing, Ending, Remaining, ReturnSign
from tomoni.families.actions import NewPerson, add_member
from tomoni.intake.actions import Call, Whom, settle, take_call
from tomoni.jobs.models import Notice
from tomoni.meetings.actions import conclude, convene, put_on_agenda
from tomoni.monitoring.actions import observe
from tomoni.outcomes.actions import Attained, decide, look_back
from tomoni.outcomes.models import Attainment, Review
from tomoni.plans.actions import agree, begin, set_goal
from tomoni.plans.models import Goal, Plan

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]


def post(client: Client, address: str, *args: Any, **fields: Any) -> Any:
    return client.post(reverse(address, args=args), {"submission": str(uuid4()), **fields})


def page(client: Client, home: Home) -> str:
    return client.get(reverse("closing:sheet", args=[home.family.ref])).content.decode()


@pytest.fixture
def plan(home: Home, sato: Viewer) -> Plan:
    row = begin(sato, case=home.case, concern="朝の支度")
    return agree(sato, plan=row, agreed_by="母と陽花さん", review_on=date(2026, 9, 10))


@pytest.fixture
def goal(plan: Plan, sato: Viewer) -> Goal:
    return set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="月曜に何を食べたか")


def reviewed(sato: Viewer, plan: Plan, goal: Goal, on: date | None = None) -> Review:
    said = [Attained(goal, "nearer", "パンがある")]
    return look_back(
        sato,
        plan=plan,
        with_whom="母と陽花さん",
        attained=said,
        proposal="close",
        reason="毎朝食べられている",
        on=on,
    )


def test_what_was_seen_since_the_last_review_lies_beside_each_goal(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    old = observe(sato, case=home.case, goal=goal, text="パンを半分食べた", way="same")
    client, address = client_for(sato), reverse("outcomes:look_back", args=[plan.ref])

    def seen(path: str, within: str) -> list[tuple[str, bool]]:
        [where] = html.fromstring(client.get(path).content).xpath(within)
        links = where.xpath(".//a[contains(@href, '#seen-')]")
        return [(link.text_content(), bool(link.xpath("ancestor::details"))) for link in links]

    assert seen(address, "//form/fieldset[@class='need']") == [("パンを半分食べた", False)]
    with frozen(NOON + timedelta(minutes=1)):
        reviewed(sato, plan, goal)
        assert seen(address, "//form/fieldset[@class='need']") == []
    with frozen(NOON + timedelta(minutes=2)):
        restate(sato, fact=old, text="パンを半分とスープ")
        for text in ("一", "二", "三", "四"):
            observe(sato, case=home.case, goal=goal, text=text, way="nearer")
        newest = [("四", False), ("三", False), ("二", False), ("一", True)]
        assert seen(address, "//form/fieldset[@class='need']") == newest
        sheet = reverse("closing:sheet", args=[home.family.ref])
        assert seen(sheet, "//article[@aria-label='朝の支度で新しく見えたこと']") == newest
        there = html.fromstring(client.get(sheet).content).xpath("//a[text()='四']/@href")[0]
        assert f'id="{there.partition("#")[2]}"' in client.get(there.partition("#")[0]).content.decode()


def test_a_review_typed_days_later_leaves_what_was_seen_after_it_to_be_looked_at(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    with frozen(NOON + timedelta(days=9)):
        for days, text in ((2, "月曜に残した"), (6, "金曜に食べきった")):
            seen_on = Day((NOON + timedelta(days=days)).date())
            observe(sato, case=home.case, goal=goal, text=text, seen_on=seen_on)
        reviewed(sato, plan, goal, on=(NOON + timedelta(days=4)).date())
        page = client_for(sato).get(reverse("outcomes:look_back", args=[plan.ref])).content.decode()
    assert ("月曜に残した" in page, "金曜に食べきった" in page) == (False, True)


def test_a_review_keeps_each_voice_and_meets_its_duty(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, name = client_for(sato), f"g{goal.ref.hex}"
    shown = client.get(reverse("outcomes:look_back", args=[plan.ref])).content.decode()
    assert "月曜に何を食べたか" in shown
    answer = post(
        client, "outcomes:look_back", plan.ref, with_whom="母と陽花さん、自宅で", family_wish="月に一度は話したい",
        proposal="thinner", reason="朝は家族で回っている", review_on="R8.12.10",
        **{f"{name}_{home.haruka.ref.hex}_way": "reached", f"{name}_{home.haruka.ref.hex}_text": "毎日食べた"},
        **{f"{name}_centre_way": "nearer"},
    )  # fmt: skip
    assert answer.headers["Location"] == reverse("closing:sheet", args=[home.family.ref])
    [row] = Review.objects.for_system("test")
    assert (row.with_whom, row.family_wish, row.proposal, row.outcome) == (
        "母と陽花さん、自宅で", "月に一度は話したい", "thinner", "",
    )  # fmt: skip
    said = Attainment.objects.for_system("test").order_by("pk")
    assert [(each.goal, each.person, each.way, each.text) for each in said] == [
        (goal, home.haruka, "reached", "毎日食べた"),
        (goal, None, "nearer", ""),
    ]
    duties = Duty.objects.for_system("test").filter(kind="plan_review").order_by("pk")
    assert [(duty.due_at.date(), duty.done_at is None) for duty in duties] == [
        (date(2026, 9, 10), False),
        (date(2026, 12, 10), True),
    ]
    assert duties[0].done_by == f"outcomes.review:{row.ref}"


def test_a_review_without_the_family_or_a_goal_is_none(
    plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    told = {"proposal": "continued", "reason": "落ち着いている"}
    for fields, message in (
        ({"with_whom": "", f"g{goal.ref.hex}_centre_way": "same"}, "書いてください"),
        ({"with_whom": "母"}, "どこまで近づいたか"),
    ):
        answer = post(client, "outcomes:look_back", plan.ref, **told, **fields)
        assert answer.status_code == 422
        assert message in answer.content.decode()
    assert not Review.objects.for_system("test").exists()


def test_what_waits_for_a_decision_reaches_those_who_decide_with_every_voice(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    said = [
        Attained(goal, "nearer", "パンがある", home.haruka),
        Attained(goal, "same", "まだ早起きがつらい", home.misaki),
    ]
    review = look_back(
        sato,
        plan=plan,
        with_whom="母と陽花さん、自宅で",
        attained=said,
        proposal="thicker",
        reason="母が疲れている",
    )
    door = reverse("outcomes:decide", args=[review.ref])
    told = Notice.objects.for_system("test").filter(kind="review")
    assert {(row.post, row.path) for row in told} == {(kimura.post, door), (tanaka.post, door)}
    today = reverse("desk:today")
    shown = {v.user.username: client_for(v).get(today) for v in (sato, kimura, tanaka)}
    assert {name: answer.context["today"].waiting for name, answer in shown.items()} == {
        "sato": [], "kimura": [review], "tanaka": [review],
    }  # fmt: skip
    assert "決定を待つ見直し" in shown["kimura"].content.decode()
    assert "決定を待つ見直し" not in shown["sato"].content.decode()
    text = html.fromstring(client_for(kimura).get(door).content.decode()).text_content()
    for words in (
        "母と陽花さん、自宅で",
        "水沢 陽花さん",
        "パンがある",
        "水沢 美咲さん",
        "まだ早起きがつらい",
    ):
        assert words in text
    decide(kimura, review=review, outcome="thicker", reason="家族の希望")
    assert client_for(tanaka).get(today).context["today"].waiting == []


def test_words_stay_under_the_name_they_were_written_for_when_somebody_joins(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    form = html.fromstring(client.get(reverse("outcomes:look_back", args=[plan.ref])).content.decode())
    said = {"水沢 陽花さん": "毎日食べた", "水沢 美咲さん": "朝が楽", "実践者": "顔色がよい"}
    fields = {}
    for who, words in said.items():
        [label] = [each for each in form.xpath("//label") if each.text_content().startswith(f"{who}のことば")]
        fields[form.xpath(f'//*[@id="{label.get("for")}"]/@name')[0]] = words
    child = add_member(
        sato, family=home.family, new=NewPerson("水沢 凪", "みずさわ なぎ", Day(date(2021, 3, 3)))
    )
    add_child(sato, case=home.case, child=child)
    told = {"with_whom": "家族みんな", "proposal": "continued", "reason": "よい"}
    assert post(client, "outcomes:look_back", plan.ref, **told, **fields).status_code == 302
    rows = Attainment.objects.for_system("test").select_related("person")
    assert {(row.person.name if row.person else "", row.text) for row in rows} == {
        ("水沢 陽花", "毎日食べた"), ("水沢 美咲", "朝が楽"), ("", "顔色がよい"),
    }  # fmt: skip


def test_a_review_begins_with_the_usual_day_and_without_one_no_day_stands(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    form = client.get(reverse("outcomes:look_back", args=[plan.ref])).context["form"]
    assert form["review_on"].initial == Day(date(2026, 9, 10))
    told = {
        "with_whom": "母",
        "proposal": "continued",
        "reason": "よい",
        f"g{goal.ref.hex}_centre_way": "same",
    }
    assert post(client, "outcomes:look_back", plan.ref, **told, review_on="").status_code == 302
    plan.refresh_from_db()
    assert plan.review_on is None
    assert not Duty.objects.for_system("test").open().filter(kind="plan_review").exists()


def test_a_plan_that_has_ended_is_not_looked_at_again(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, door = client_for(sato), reverse("outcomes:look_back", args=[plan.ref])
    assert door in page(client, home)
    told = {"kind": "ended", "reason": "家族だけで回せている"}
    assert post(client, "plans:add", plan.ref, "planstatus", **told).status_code == 302
    assert not Duty.objects.for_system("test").open().filter(kind="plan_review").exists()
    plan.refresh_from_db()
    assert plan.review_on is None
    assert door not in page(client, home)
    with pytest.raises(Refused, match="このプランは終えています"):
        reviewed(sato, plan, goal)


def test_what_a_record_ends_leads_there_and_cannot_be_called_done(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, due = client_for(sato), NOON + timedelta(days=3)
    rows = [
        open_duty(sato, kind=kind, text=kind, due_at=due, family=home.family, case=home.case)
        for kind in ("reassessment", "request", "promise")
    ]
    rows.append(Duty.objects.for_system("test").get(kind="plan_review"))
    shown = client.get(reverse("desk:today")).content.decode()
    for door in ("assessment:sheet", "monitoring:sheet"):
        assert f'href="{reverse(door, args=[home.family.ref])}"' in shown
    assert f'href="{reverse("outcomes:look_back", args=[plan.ref])}"' in shown
    answers = [client.post(reverse("desk:duty_done", args=[row.ref])).status_code for row in rows]
    assert answers == [404, 404, 302, 404]


def test_the_organisation_decides_and_the_lead_is_told(
    plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer, suzuki: Viewer, client_for: Enter
) -> None:
    review = reviewed(sato, plan, goal)
    assert (
        post(client_for(sato), "outcomes:decide", review.ref, outcome="close", reason="よい").status_code
        == 403
    )
    with pytest.raises(Denied):
        decide(suzuki, review=review, outcome="close", reason="よい")
    assert (
        post(
            client_for(kimura), "outcomes:decide", review.ref, outcome="close", reason="家族も納得"
        ).status_code
        == 302
    )
    review.refresh_from_db()
    assert (review.outcome, review.outcome_reason, review.decided_by) == ("close", "家族も納得", kimura.post)
    [notice] = Notice.objects.for_system("test").filter(kind="decision")
    assert notice.post == sato.post
    with pytest.raises(Refused, match="決定はすでにあります"):
        decide(kimura, review=review, outcome="continued", reason="やはり")


@pytest.mark.parametrize(("outcome", "leads"), [("thicker", True), ("thinner", True), ("continued", False)])
def test_closer_or_looser_leads_to_the_level_the_assessment_and_the_plan(
    outcome: str,
    leads: bool,
    home: Home,
    plan: Plan,
    goal: Goal,
    sato: Viewer,
    kimura: Viewer,
    client_for: Enter,
) -> None:
    doors = [
        ("関与度を決める", reverse("cases:add", args=[home.case.ref, "involvement"])),
        (
            "アセスメントを見直す",
            f"{reverse('assessment:sheet', args=[home.family.ref])}?case={home.case.ref}",
        ),
        ("プランを見直す", f"{reverse('plans:sheet', args=[home.family.ref])}?plan={plan.ref}"),
    ]

    def ways(viewer: Viewer) -> list[tuple[str, str]]:
        section = html.fromstring(page(client_for(viewer), home)).get_element_by_id("reviews")
        at = "../..//article//a[contains(@href, 'famil') or contains(@href, 'involve')]"
        return [(link.text_content(), link.get("href")) for link in section.xpath(at)]

    review = reviewed(sato, plan, goal)
    assert ways(sato) == []
    decide(kimura, review=review, outcome=outcome, reason="母が疲れている")
    assert ways(sato) == (doors if leads else [])
    assert ways(kimura) == []


def test_nothing_ends_without_a_decision_and_a_sign(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer
) -> None:
    review = reviewed(sato, plan, goal)
    told = {"achieved": "毎朝食べられるようになった", "told_to": "母と陽花さん", "can_ask": "母が電話する"}
    with pytest.raises(Refused, match="決定を待っている見直し"):
        close(sato, case=home.case, **told)
    decide(kimura, review=review, outcome="close", reason="家族も納得")
    missing = "しるしを、家族と一つ以上"
    with pytest.raises(Refused, match=missing):
        close(sato, case=home.case, **told)
    tomorrow = today() + timedelta(days=1)
    agree_sign(sato, case=home.case, text="朝の欠席が三日", watcher="family", until=tomorrow)
    with frozen(NOON + timedelta(days=3)), pytest.raises(Refused, match=missing):  # its days are over
        close(sato, case=home.case, **told)
    home.case.refresh_from_db()
    assert home.case.is_open


def test_the_end_is_told_back_and_keeps_the_door_open(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    review, client = reviewed(sato, plan, goal), client_for(sato)
    decide(kimura, review=review, outcome="close", reason="家族も納得")
    post(
        client,
        "closing:add",
        home.case.ref,
        "returnsign",
        text="学校を三日続けて休んだら",
        watcher="belonging",
        name="担任",
        how="母とセンターに電話",
        child=str(home.haruka.ref),
    )
    post(client, "closing:add", home.case.ref, "remaining", text="父の夜勤", name="父", told="会社と話す")
    set_status(sato, case=home.case, person=home.haruka, kind="needs_support", since=Day(date(2026, 4, 1)))
    asked = client.get(reverse("closing:close", args=[home.case.ref])).content.decode()
    assert "「水沢 陽花：要支援児童」の区分は、終結の日で終わります" in asked
    answer = post(
        client, "closing:close", home.case.ref, achieved="毎朝食べられるようになった", told_to="母と陽花さん",
        answer="またこまったら電話します", can_ask="母が電話する",
    )  # fmt: skip
    assert answer.status_code == 302
    home.case.refresh_from_db()
    assert home.case.closed_on == date(2026, 6, 10)
    signs = ReturnSign.objects.for_system("test").order_by("pk")
    assert [(s.text, s.watcher, s.always) for s in signs] == [
        ("学校を三日続けて休んだら", "belonging", False),
        (ALWAYS, "family", True),
    ]
    assert Remaining.objects.for_system("test").get().taker == "父"
    assert Closing.objects.for_system("test").get().answer == "またこまったら電話します"
    assert not Duty.objects.for_system("test").open().filter(case=home.case).exists()
    assert TimelineEntry.objects.for_system("test").get(kind="closing").case == home.case
    shown = page(client, home)
    for words in (
        "毎朝食べられるようになった",
        "学校を三日続けて休んだら",
        ALWAYS,
        "引き受け：父",
        "いつでも戻ってこられる",
    ):
        assert words in shown
    assert "しるしを決める" not in shown


TOLD = {"achieved": "毎朝食べられる", "told_to": "母と陽花さん", "can_ask": "母が電話する"}


def refused(client: Client, home: Home) -> str:
    """What the page of the end objects to; the case goes on."""
    answer = post(client, "closing:close", home.case.ref, **TOLD)
    assert answer.status_code == 422
    home.case.refresh_from_db()
    assert home.case.is_open
    return html.fromstring(answer.content.decode()).xpath('string(//*[@class="error-summary"])')


@pytest.mark.parametrize("other_plan", [False, True])
def test_only_the_last_decision_ends_a_case_whatever_plan_it_was_about(
    other_plan: bool, home: Home, plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    client, first = client_for(sato), reviewed(sato, plan, goal)
    decide(kimura, review=first, outcome="close", reason="家族も納得")
    agree_sign(sato, case=home.case, text="学校を三日続けて休んだら", watcher="family")
    if other_plan:
        plan = begin(sato, case=home.case, concern="夜の居場所")
        plan = agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 10))
        goal = set_goal(sato, plan=plan, horizon="long", text="夜も安心")
    second = reviewed(sato, plan, goal)
    assert "決定を待っている見直し" in refused(client, home)
    decide(kimura, review=second, outcome="thicker", reason="またけがをした")
    assert "終結ではありません" in refused(client, home)
    assert "かかわりを終えてよいと決まっています" not in page(client, home)
    decide(kimura, review=reviewed(sato, plan, goal), outcome="close", reason="家族も納得")
    assert post(client, "closing:close", home.case.ref, **TOLD).status_code == 302
    assert Closing.objects.for_system("test").get().review == Review.objects.for_system("test").latest("pk")


def test_no_case_ends_over_a_notice_that_nobody_decided_or_a_child_not_yet_seen(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    decide(kimura, review=reviewed(sato, plan, goal), outcome="close", reason="家族も納得")
    agree_sign(sato, case=home.case, text="学校を三日続けて休んだら", watcher="family")
    call = Call(door="school", method="phone", complaint="うでにあざがあります。", is_notice=True)
    referral = take_call(sato, call=call, whom=Whom(family=home.family, children=[home.haruka]))
    assert f"まだ決まっていない受付（{referral.number}）" in refused(client, home)
    settle(sato, referral=referral, outcome="information_only")
    checks = Duty.objects.for_system("test").filter(kind="safety_check", family=home.family)
    if not checks.open().exists():
        open_duty(sato, kind="safety_check", text="会う", due_at=NOON, family=home.family, child=home.haruka)
    assert "まだ会えていないこども" in refused(client, home)
    for duty in checks.open():
        meet_duty(sato, duty=duty)
    assert post(client, "closing:close", home.case.ref, **TOLD).status_code == 302


def test_of_two_who_decide_the_second_is_told_who_was_first(
    plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer, tanaka: Viewer
) -> None:
    review = reviewed(sato, plan, goal)
    one, two = (Review.objects.for_system("test").get(pk=review.pk) for _ in range(2))
    decide(kimura, review=one, outcome="close", reason="家族も納得")
    with pytest.raises(Refused, match="木村"):
        decide(tanaka, review=two, outcome="continued", reason="まだ早い")
    review.refresh_from_db()
    assert (review.outcome, review.decided_by) == ("close", kimura.post)


def test_a_case_without_an_agreed_plan_ends_by_the_deciders_word(
    home: Home, sato: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    begin(sato, case=home.case, concern="朝の支度")
    worker, head = client_for(sato), client_for(kimura)
    agree_sign(sato, case=home.case, text="学校を三日続けて休んだら", watcher="family")
    assert "見直しをせずに終える」と決めます" in refused(worker, home)
    told = {
        "reason": "県外へ転居した",
        "agreed_with": "母（電話で）、転居先の市",
        "family_wish": "見守ってほしい",
    }
    assert post(worker, "closing:decide", home.case.ref, **told).status_code == 403
    with pytest.raises(Denied):
        decide_end(sato, case=home.case, **told)
    door = reverse("closing:decide", args=[home.case.ref])
    assert (door in page(head, home), door in page(worker, home)) == (True, False)
    assert post(head, "closing:decide", home.case.ref, **{**told, "reason": " "}).status_code == 422
    assert post(head, "closing:decide", home.case.ref, **told).status_code == 302
    assert [n.post for n in Notice.objects.for_system("test").filter(kind="decision")] == [sato.post]
    shown = page(worker, home)
    assert "県外へ転居した" in shown
    assert reverse("closing:close", args=[home.case.ref]) in shown
    assert post(worker, "closing:close", home.case.ref, **TOLD).status_code == 302
    row = Closing.objects.for_system("test").get()
    assert (row.review, row.why, row.ending) == (
        None,
        "県外へ転居した",
        Ending.objects.for_system("test").get(),
    )


def test_a_policy_meeting_decides_too_and_once(home: Home, sato: Viewer, kimura: Viewer) -> None:
    agree_sign(sato, case=home.case, text="学校を三日続けて休んだら", watcher="family")

    def met(outcome: str, reason: str) -> None:
        meeting = convene(sato, kind="policy", at=NOON)
        item = put_on_agenda(sato, meeting=meeting, family=home.family, case=home.case, topic="これから")
        conclude(kimura, item=item, outcome=outcome, reason=reason)

    met("close", "家族で相談し合える")
    with frozen(NOON + timedelta(hours=1)):
        met("thicker", "夜のことが気になる")
        with pytest.raises(Refused, match="終結ではありません"):
            close(sato, case=home.case, **TOLD)
    with frozen(NOON + timedelta(hours=2)):
        met("close", "夜も安心になった")
        assert close(sato, case=home.case, **TOLD).why == "夜も安心になった"


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("returnsign", {"text": "", "watcher": "family"}, "書いてください"),
        ("returnsign", {"text": "休んだら", "watcher": ""}, "選んでください"),
        ("returnsign", {"text": "休んだら", "watcher": "family", "until": "R8.6.10"}, "明日以降"),
        ("returnsign", {"text": "休んだら", "watcher": "belonging", "how": "電話"}, "気づいてくれる人を"),
        (
            "returnsign",
            {"text": "休んだら", "watcher": "kin", "name": "向かいのおばさん"},
            "どう知らせるかを",
        ),
        ("remaining", {"text": "父の夜勤"}, "だれが引き受けるのか"),
        (
            "remaining",
            {"text": "父の夜勤", "name": "父", "alongside_until": "R9.3.31"},
            "いっしょに何をするか",
        ),
    ],
)
def test_what_cannot_be_is_asked_back(
    kind: str, fields: dict[str, str], message: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    answer = post(client_for(sato), "closing:add", home.case.ref, kind, **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not ReturnSign.objects.for_system("test").exists()
    assert not Remaining.objects.for_system("test").exists()


def test_each_of_the_two_asks_for_its_own_words() -> None:
    assert ReturnSign(watcher="family").lacks().startswith("どんなようすになったらかを")
    assert Remaining(name="父").lacks().startswith("残っていることを書いてください")


def test_i3_whoever_takes_over_is_not_left_alone(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    """並走: the sheet says until when we go along; who ends earlier is told of it, and may end."""
    decide(kimura, review=reviewed(sato, plan, goal), outcome="close", reason="家族も納得")
    agree_sign(sato, case=home.case, text="休んだら", watcher="family")
    client, asked = client_for(sato), reverse("closing:close", args=[home.case.ref])
    for text, until in (("父の夜勤", "R8.6.30"), ("家賃", "R8.6.10")):
        going = {"name": "父", "alongside": "会社へ二人で行く", "alongside_until": until}
        post(client, "closing:add", home.case.ref, "remaining", text=text, **going)
    assert (
        "並走：会社へ二人で行く（令和8年6月30日まで）" in html.fromstring(page(client, home)).text_content()
    )
    told = html.fromstring(client.get(asked).content).text_content()
    assert "「父の夜勤」は、令和8年6月30日まで父といっしょに動く（並走）と決めています。" in told
    assert "家賃" not in told
    ends = {"achieved": "食べた", "told_to": "母", "can_ask": "電話"}
    assert post(client, "closing:close", home.case.ref, **ends).status_code == 302


def test_others_see_nothing_and_colleagues_read(
    home: Home, plan: Plan, sato: Viewer, suzuki: Viewer, ito: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    row = agree_sign(sato, case=home.case, text="休んだら", watcher="family")
    leave(sato, case=home.case, text="父の夜勤", name="父")
    assert row.valid_from == Day(date(2026, 6, 10))
    address = reverse("closing:sheet", args=[home.family.ref])
    assert [client_for(v).get(address).status_code for v in (sato, suzuki, ito, stranger)] == [
        200,
        200,
        404,
        404,
    ]
    assert (
        post(client_for(suzuki), "closing:add", home.case.ref, "remaining", text="x", name="y").status_code
        == 404
    )
