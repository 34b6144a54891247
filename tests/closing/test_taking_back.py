"""A review entered by mistake: taken back with its reason, what is due again, which decision falls, who may; and a round."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import NOON, Home, _noon, home
from tests.closing.test_closing import goal, plan, reviewed
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import hold
from tomoni.assessment.actions import take_back as take_round_back
from tomoni.calendar import TOKYO, frozen
from tomoni.cases.models import Case, Duty, TimelineEntry
from tomoni.closing.actions import agree_sign, close
from tomoni.closing.queries import last_word
from tomoni.insight.queries.fidelity import evidence
from tomoni.jobs.models import Notice
from tomoni.outcomes.actions import Attained, decide, look_back, take_back
from tomoni.outcomes.models import Attainment, Review
from tomoni.outcomes.queries import reviews, waiting
from tomoni.plans.actions import agree
from tomoni.plans.models import Goal, Plan
from tomoni.plans.queries import sheet

__all__ = ["_noon", "goal", "home", "plan"]
Enter = Callable[[Viewer], Client]
WHY = "別の家庭のことを書いた"


def due(kind: str) -> list[date]:
    rows = Duty.objects.for_system("test").open().filter(kind=kind).order_by("due_at")
    return [row.due_at.astimezone(TOKYO).date() for row in rows]


def state(viewer: Viewer, plan: Plan) -> str:
    found = sheet(viewer, plan).status
    return found.kind if found else ""


def looked(viewer: Viewer, plan: Plan, goal: Goal, again: date | None) -> Review:
    told = {"with_whom": "母", "proposal": "continued", "reason": "続けたい", "review_on": again}
    return look_back(viewer, plan=plan, attained=[Attained(goal, "nearer", "近い")], **told)


def test_a_review_by_mistake_is_taken_back_and_the_plan_is_to_be_looked_at_again(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    row, client = looked(sato, plan, goal, date(2026, 12, 10)), client_for(sato)
    assert (due("plan_review"), state(sato, plan)) == ([date(2026, 12, 10)], "reviewed")
    address, page = (
        reverse("outcomes:take_back", args=[row.ref]),
        reverse("closing:sheet", args=[home.family.ref]),
    )
    assert address in client.get(page).content.decode()
    assert sent_back(client, address, why="").status_code == 422
    assert sent_back(client, address, why=WHY).status_code == 302
    row.refresh_from_db()
    assert (row.retracted_at, row.retracted_by, row.retracted_why) == (NOON, sato.post, WHY)
    plan.refresh_from_db()
    assert (due("plan_review"), plan.review_on) == ([date(2026, 9, 10)], date(2026, 9, 10))
    assert state(sato, plan) == "agreed"
    shown = client.get(page).content.decode()
    assert all(words in shown for words in ("取り消し：令和8年6月10日の見直し", WHY, "まだ見直していません"))
    assert address not in shown
    assert (list(reviews(sato)), waiting(tanaka)) == ([], [])
    assert not [clue for clue in evidence(sato, home.case)[0] if clue.kind in ("review", "attainment")]
    with pytest.raises(Refused, match="取り消されています"):
        decide(tanaka, review=row, outcome="close", reason="家族の希望")
    told = client_for(tanaka).get(reverse("outcomes:decide", args=[row.ref]), follow=True)
    assert "取り消されています" in told.content.decode()


def test_a_day_set_anew_since_stays(plan: Plan, goal: Goal, sato: Viewer) -> None:
    row = looked(sato, plan, goal, date(2026, 12, 10))
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 8, 1))
    take_back(sato, review=row, why=WHY)
    plan.refresh_from_db()
    assert (due("plan_review"), plan.review_on) == ([date(2026, 8, 1)], date(2026, 8, 1))


def test_whoever_looked_back_since_has_met_what_was_due(plan: Plan, goal: Goal, sato: Viewer) -> None:
    first = looked(sato, plan, goal, date(2026, 12, 10))
    second = looked(sato, plan, goal, date(2027, 1, 10))
    take_back(sato, review=first, why=WHY)
    assert (due("plan_review"), state(sato, plan)) == ([date(2027, 1, 10)], "reviewed")
    take_back(sato, review=second, why=WHY)
    assert (due("plan_review"), state(sato, plan)) == ([date(2026, 9, 10)], "agreed")


def test_a_decision_falls_with_its_review_by_the_hand_of_who_decides(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    row = decide(tanaka, review=reviewed(sato, plan, goal), outcome="close", reason="家族の希望")
    agree_sign(sato, case=home.case, text="三日休む", watcher="family")
    address = reverse("outcomes:take_back", args=[row.ref])
    answer = sent_back(client_for(sato), address, why=WHY)
    assert (answer.status_code, "統括支援員に取り消して" in answer.content.decode()) == (422, True)
    assert last_word(sato, home.case).ends
    take_back(tanaka, review=row, why=WHY)
    assert (last_word(sato, home.case).ends, last_word(sato, home.case).said) == (False, None)
    told = Notice.objects.for_system("test").filter(kind="review", post=sato.post)
    assert [notice.text.startswith("決定のあった見直しが取り消されました") for notice in told] == [True]
    case = Case.objects.for_system("test").get(pk=home.case.pk)
    with pytest.raises(Refused, match="センターとして決めてから"):
        close(sato, case=case, achieved="朝", told_to="母", can_ask="電話")


def test_a_round_by_mistake_is_taken_back_and_what_it_met_is_due_again(
    home: Home, sato: Viewer, suzuki: Viewer, client_for: Enter
) -> None:
    hold(sato, case=home.case, reason="first", summary="朝が苦しい", again_on=date(2026, 7, 10))
    with frozen(NOON + timedelta(days=1)):
        wrong = hold(
            sato, case=home.case, reason="change", summary="ほかの家のこと", again_on=date(2026, 9, 1)
        )
        assert due("reassessment") == [date(2026, 9, 1)]
        page, address = (
            reverse("assessment:sheet", args=[home.family.ref]),
            reverse("assessment:take_back", args=[wrong.ref]),
        )
        client = client_for(sato)
        assert address in client.get(page).content.decode()
        assert [
            client_for(suzuki).get(address).status_code,
            sent_back(client, address, why=" ").status_code,
        ] == [404, 422]
        assert sent_back(client, address, why=WHY).status_code == 302
    assert due("reassessment") == [date(2026, 7, 10)]
    duty = Duty.objects.for_system("test").open().get(kind="reassessment")
    assert duty.holder == home.case.lead
    shown = client.get(page).content.decode()
    assert all(words in shown for words in ("取り消し：令和8年6月11日のまとめ", WHY, "朝が苦しい"))
    assert "ほかの家のこと" not in shown
    assert [clue.records[0].text for clue in evidence(sato, home.case)[0] if clue.kind == "assessment"] == [
        "朝が苦しい"
    ]
    lines = TimelineEntry.objects.for_system("test").filter(kind="assessment").order_by("pk")
    assert lines[2].title.startswith("取り消し：アセスメント：")


def test_a_round_held_since_has_met_what_was_due(home: Home, sato: Viewer) -> None:
    days = [date(2026, 7, 10), date(2026, 8, 10), date(2026, 9, 10)]
    rows = [hold(sato, case=home.case, reason="first", summary="まとめ", again_on=day) for day in days]
    take_round_back(sato, held=rows[1], why=WHY)
    assert due("reassessment") == [date(2026, 9, 10)]
    take_round_back(sato, held=rows[2], why=WHY)
    assert due("reassessment") == [date(2026, 7, 10)]


def test_what_was_attained_is_kept_as_all_words_are_and_the_practitioner_is_named(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, field = client_for(sato), f"g{goal.ref.hex}_centre"
    told = {"with_whom": "母", "proposal": "continued", "reason": "続けたい"}
    said = {f"{field}_way": "nearer", f"{field}_text": "パンを\u000b\r\n食べた"}
    assert (
        sent_back(client, reverse("outcomes:look_back", args=[plan.ref]), **told, **said).status_code == 302
    )
    assert Attainment.objects.for_system("test").get().text == "パンを\n\n食べた"
    for name in ("closing:sheet", "desk:chain"):
        assert "実践者 佐藤" in client.get(reverse(name, args=[home.family.ref])).content.decode()
