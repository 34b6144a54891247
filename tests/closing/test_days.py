"""What took place on one day and is typed on another stands under its own day: agreement, hand-over, round, review, end."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import NOON, Home, home
from tests.sheets import sent_back
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Assessment
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.models import Case, Duty, TimelineEntry
from tomoni.closing.actions import agree_sign, decide_end
from tomoni.closing.models import Closing, ReturnSign
from tomoni.outcomes.models import Review
from tomoni.plans.actions import agree, begin, set_goal
from tomoni.plans.models import Given, Plan, PlanStatus

__all__ = ["home"]
Enter = Callable[[Viewer], Client]
LATER = datetime(2026, 6, 22, 9, 0, tzinfo=TOKYO)
FRIDAY = "R8.6.19"
AT_NOON = datetime(2026, 6, 19, 12, 0, tzinfo=TOKYO)


def post(client: Client, address: str, *args: Any, **fields: Any) -> Any:
    return client.post(reverse(address, args=args), {"submission": str(uuid4()), **fields})


@pytest.fixture
def begun(home: Home, sato: Viewer) -> Plan:
    """Begun on 10 June; it is Monday 22 June now."""
    return begin(sato, case=home.case, concern="朝の支度")


@pytest.fixture(autouse=True)
def _begins() -> Any:
    with frozen(NOON):
        yield


def marked(row: Any) -> datetime:
    [line] = TimelineEntry.objects.for_system("test").filter(source=f"{row._meta.label_lower}:{row.ref}")
    return line.at


def test_an_agreement_and_a_hand_over_of_friday_are_typed_on_monday(
    home: Home, begun: Plan, sato: Viewer, client_for: Enter
) -> None:
    with frozen(LATER):
        client = client_for(sato)
        yes = {"on": FRIDAY, "agreed_by": "母", "review_on": "R8.9.10"}
        agreed = sent_back(client, reverse("plans:agree", args=[begun.ref]), **yes)
        given = post(client, "plans:give", begun.ref, on=FRIDAY, person=str(home.misaki.ref))
    assert [answer.status_code for answer in (agreed, given)] == [302, 302]
    begun.refresh_from_db()
    assert (begun.agreed_on, begun.starts_on) == (date(2026, 6, 19), date(2026, 6, 19))
    hand = Given.objects.for_system("test").get()
    assert (hand.at, marked(begun), marked(hand)) == (AT_NOON, AT_NOON, AT_NOON)
    told = PlanStatus.objects.for_system("test").filter(plan=begun).order_by("pk")
    assert [(row.kind, row.valid_from) for row in told] == [
        ("proposed", Day(date(2026, 6, 10))),
        ("agreed", Day(date(2026, 6, 19))),
        ("given", Day(date(2026, 6, 19))),
    ]


def test_a_period_set_anew_keeps_the_day_of_the_agreement(
    begun: Plan, sato: Viewer, client_for: Enter
) -> None:
    agree(sato, plan=begun, agreed_by="母", review_on=date(2026, 9, 10))
    address = reverse("plans:agree", args=[begun.ref])
    with frozen(LATER):
        assert client_for(sato).get(address).context["form"]["on"].value() == "令和8年6月10日"
        sent_back(client_for(sato), address, on="R8.6.10", review_on="R8.8.3")
    begun.refresh_from_db()
    assert (begun.agreed_on, begun.review_on) == (date(2026, 6, 10), date(2026, 8, 3))
    lines = TimelineEntry.objects.for_system("test").filter(kind="plan").order_by("pk")
    assert [line.at for line in lines] == [NOON, LATER]


def test_a_round_and_a_review_of_friday(home: Home, begun: Plan, sato: Viewer, client_for: Enter) -> None:
    agree(sato, plan=begun, agreed_by="母", review_on=date(2026, 9, 10))
    goal = set_goal(sato, plan=begun, horizon="long", text="笑って出かける")
    with frozen(LATER):
        client = client_for(sato)
        held = post(client, "assessment:hold", home.case.ref, on=FRIDAY, reason="first", summary="朝がつらい")
        seen = post(
            client, "outcomes:look_back", begun.ref, on=FRIDAY, with_whom="母", proposal="continued",
            reason="続けたい", review_on="R8.9.18", **{f"g{goal.ref.hex}_centre_way": "nearer"},
        )  # fmt: skip
    assert [answer.status_code for answer in (held, seen)] == [302, 302]
    for row in (Assessment.objects.for_system("test").get(), Review.objects.for_system("test").get()):
        assert (row.at, marked(row)) == (AT_NOON, AT_NOON)
    status = PlanStatus.objects.for_system("test").latest("pk")
    assert (status.kind, status.valid_from) == ("reviewed", Day(date(2026, 6, 19)))
    met = Duty.objects.for_system("test").exclude(done_at=None).get()
    assert met.done_at == LATER


def end_it(client: Client, case: Case, on: str) -> Any:
    return post(
        client, "closing:close", case.ref, on=on, achieved="朝が変わった", told_to="母", can_ask="電話する"
    )


def test_an_end_of_friday_is_not_before_its_decision(
    home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    agree_sign(sato, case=home.case, text="学校を三日休んだら", watcher="family")
    with frozen(NOON.replace(day=18)):
        decide_end(tanaka, case=home.case, reason="転居した", agreed_with="母")
    with frozen(LATER):
        early = end_it(client_for(sato), home.case, "R8.6.17")
        assert (early.status_code, Closing.objects.for_system("test").exists()) == (422, False)
        assert "終えてよいと決まった日（令和8年6月18日）より前" in early.content.decode()
        assert end_it(client_for(sato), home.case, FRIDAY).status_code == 302
    closing = Closing.objects.for_system("test").get()
    assert (closing.at, marked(closing)) == (AT_NOON, AT_NOON)
    assert Case.objects.for_system("test").get().closed_on == date(2026, 6, 19)
    assert ReturnSign.objects.for_system("test").get(always=True).valid_from == Day(date(2026, 6, 19))


@pytest.mark.parametrize(
    ("on", "message"),
    [("R8.6.23", "まだ来ていない日付"), ("R8.6.9", "ケースの始まり（令和8年6月10日）より前")],
)
@pytest.mark.parametrize("act", ["agree", "give", "look_back", "hold", "close"])
def test_no_day_to_come_and_none_before_the_case(
    act: str, on: str, message: str, home: Home, begun: Plan, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    if act != "agree":
        agree(sato, plan=begun, agreed_by="母", review_on=date(2026, 9, 10))
    goal = set_goal(sato, plan=begun, horizon="long", text="笑って出かける")
    agree_sign(sato, case=home.case, text="学校を三日休んだら", watcher="family")
    decide_end(tanaka, case=home.case, reason="転居した", agreed_with="母")
    about, fields = {
        "agree": ("plans:agree", {"agreed_by": "母", "review_on": "R8.9.10"}),
        "give": ("plans:give", {"person": str(home.misaki.ref)}),
        "look_back": (
            "outcomes:look_back",
            {
                "with_whom": "母",
                "proposal": "continued",
                "reason": "続く",
                f"g{goal.ref.hex}_centre_way": "same",
            },
        ),
        "hold": ("assessment:hold", {"reason": "first", "summary": "朝がつらい"}),
        "close": ("closing:close", {"achieved": "朝", "told_to": "母", "can_ask": "電話"}),
    }[act]
    row = home.case if act in {"hold", "close"} else begun
    with frozen(LATER):
        answer = sent_back(client_for(sato), reverse(about, args=[row.ref]), on=on, **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
