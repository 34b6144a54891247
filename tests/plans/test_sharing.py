"""Handing a plan over asks apart from it whether it may be shared: with whom, until when, in whose words, each by itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import NOON, Home
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, frozen
from tomoni.plans.actions import agree, begin, give
from tomoni.plans.models import Given, Plan
from tomoni.resources.actions import add_organisation
from tomoni.sharing.actions import withdraw_consent
from tomoni.sharing.models import Consent

Enter = Callable[[Viewer], Client]
WHAT = "手渡したサポートプラン『朝の支度』に書いてあること"


@pytest.fixture
def plan(home: Home, sato: Viewer) -> Plan:
    row = begin(sato, case=home.case, concern="朝の支度")
    return agree(sato, plan=row, agreed_by="母と陽花さん", review_on=date(2026, 9, 10))


def hand(client: Client, plan: Plan, **fields: Any) -> Any:
    return sent_back(client, reverse("plans:give", args=[plan.ref]), **fields)


def shown(client: Client, home: Home) -> str:
    return client.get(reverse("plans:sheet", args=[home.family.ref])).content.decode()


def asked() -> list[tuple[Any, ...]]:
    rows = Consent.objects.for_system("test").order_by("pk")
    return [(row.person, row.given, row.what, row.organisation, row.recipient, row.until) for row in rows]


def test_a_child_and_a_parent_answer_each_for_itself(
    home: Home, plan: Plan, sato: Viewer, client_for: Enter
) -> None:
    school, client = add_organisation(sato, name="みどり小学校", kind="primary_school"), client_for(sato)
    yes = {"signed": "yes", "recipient": "みどり小学校", "until": "R9.3.31", "words": "先生にも見てほしい"}
    assert hand(client, plan, person=str(home.misaki.ref), **yes).status_code == 302
    no = {"signed": "no", "words": "まだ見せないで"}
    assert hand(client, plan, person=str(home.haruka.ref), **no).status_code == 302
    assert asked() == [
        (home.misaki, True, WHAT, school, "", date(2027, 3, 31)),
        (home.haruka, False, WHAT, None, "ほかの機関や人", None),
    ]
    rows = Given.objects.for_system("test").order_by("pk").select_related("consent", "person")
    assert [(row.person, row.signed, row.consent.words if row.consent else "") for row in rows] == [
        (home.misaki, True, "先生にも見てほしい"),
        (home.haruka, False, "まだ見せないで"),
    ]
    page = shown(client, home)
    assert all(words in page for words in ("みどり小学校", "令和9年3月31日", "伝えてほしくない"))
    for row in rows:
        assert row.consent
        receipt = reverse("sharing:receipt", args=[row.consent.ref])
        assert receipt in page
        assert WHAT in client.get(receipt).content.decode()


def test_who_was_not_asked_said_nothing(home: Home, plan: Plan, sato: Viewer, client_for: Enter) -> None:
    assert hand(client_for(sato), plan, person=str(home.misaki.ref), answer="貼ります").status_code == 302
    row = Given.objects.for_system("test").get()
    assert (row.signed, row.consent, asked()) == (None, None, [])
    assert "共有：" not in shown(client_for(sato), home)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"signed": "yes"}, "だれと共有してよいと言われたか"),
        ({"recipient": "担任の先生"}, "返事を選んでください"),
        ({"words": "先生ならいい"}, "返事を選んでください"),
        ({"signed": "yes", "recipient": "担任", "until": "R8.6.9"}, "今日より前の日"),
    ],
)
def test_half_an_answer_is_asked_back(
    fields: dict[str, str], message: str, home: Home, plan: Plan, sato: Viewer, client_for: Enter
) -> None:
    answer = hand(client_for(sato), plan, person=str(home.misaki.ref), **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert (Given.objects.for_system("test").count(), asked()) == (0, [])


def test_a_yes_to_nobody_is_none(home: Home, plan: Plan, sato: Viewer) -> None:
    with pytest.raises(Refused, match="だれに伝えるのか"):
        give(sato, plan=plan, person=home.misaki, signed=True, recipient=" ")
    assert (Given.objects.for_system("test").count(), asked()) == (0, [])


def test_an_answer_of_an_earlier_day_is_of_that_day_and_is_taken_back_as_any(
    home: Home, plan: Plan, sato: Viewer, client_for: Enter
) -> None:
    with frozen(NOON + timedelta(days=2)):
        give(sato, plan=plan, person=home.misaki, signed=True, recipient="担任", on=date(2026, 6, 10))
    consent = Consent.objects.for_system("test").get()
    assert consent.asked_at.astimezone(TOKYO).date() == date(2026, 6, 10)
    assert "伝えてよい" in shown(client_for(sato), home)
    withdraw_consent(sato, consent=consent)
    page = shown(client_for(sato), home)
    assert ("取りやめ" in page, "伝えてよい" in page) == (True, False)
