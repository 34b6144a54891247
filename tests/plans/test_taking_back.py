"""Which state of a plan holds; and a hand-over entered by mistake: what falls with it, what stands again, who may."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from tests.assessment.conftest import NOON, Home
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import wish
from tomoni.calendar import Day, frozen
from tomoni.cases.actions import close_case, restate
from tomoni.cases.models import TimelineEntry
from tomoni.insight.queries.fidelity import evidence
from tomoni.people.actions import end, retract
from tomoni.people.rules import Thread
from tomoni.plans.actions import agree, begin, give, set_status, take_back
from tomoni.plans.models import Given, Plan, PlanStatus
from tomoni.plans.queries import ended, sheet
from tomoni.plans.rules import latest
from tomoni.sharing.models import Consent

Enter = Callable[[Viewer], Client]
WHY = "父に渡したのを、母と書いた"


@pytest.fixture
def plan(home: Home, sato: Viewer) -> Plan:
    row = begin(sato, case=home.case, concern="朝の支度")
    return agree(sato, plan=row, agreed_by="母と陽花さん", review_on=date(2026, 9, 10))


def shown(client: Client, home: Home) -> str:
    return client.get(reverse("plans:sheet", args=[home.family.ref])).content.decode()


def state(viewer: Viewer, plan: Plan) -> str:
    found = sheet(viewer, plan).status
    return found.kind if found else ""


@settings(max_examples=200)
@examples(st.permutations(range(5)), st.lists(st.integers(1, 28), min_size=5, max_size=5))
def test_the_state_that_began_last_holds_in_whatever_order_they_are_typed(
    typed: list[int], days: list[int]
) -> None:
    rows = [
        PlanStatus(pk=pk, kind=str(i), valid_from=Day(date(2026, 6, days[i])))
        for pk, i in enumerate(typed, start=1)
    ]
    last = max(rows, key=lambda row: (days[int(row.kind)], row.pk))
    assert latest(Thread(row, []) for row in rows) is last


def test_a_state_of_last_week_typed_today_is_not_the_one_that_holds(
    home: Home, plan: Plan, sato: Viewer, client_for: Enter
) -> None:
    with frozen(NOON + timedelta(days=8)):
        give(sato, plan=plan, person=home.misaki, on=date(2026, 6, 17))
        day = Day(date(2026, 6, 11))
        late = set_status(sato, plan=plan, kind="ended", reason="いったん休むと聞いた", since=day)
        plan.refresh_from_db()
        assert (state(sato, plan), ended(sato, home.case)) == ("given", set())
        assert plan.review_on == date(2026, 9, 10)
        client = client_for(sato)
        assert (
            sent_back(
                client, reverse("plans:correct", args=["planstatus", late.ref]), reason="休む"
            ).status_code
            == 302
        )
        assert state(sato, plan) == "given"
        agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 8, 1))
        assert state(sato, plan) == "given"
        set_status(sato, plan=plan, kind="ended", reason="引っ越した")
        plan.refresh_from_db()
        assert (state(sato, plan), ended(sato, home.case), plan.review_on) == ("ended", {plan.pk}, None)


def test_a_state_that_has_ended_gives_way_to_the_one_before(home: Home, plan: Plan, sato: Viewer) -> None:
    break_ = set_status(sato, plan=plan, kind="on_hold", reason="母が考えたい")
    assert state(sato, plan) == "on_hold"
    corrected = restate(sato, fact=break_, reason="母がもう一度考えたい")
    end(sato, fact=corrected, on=Day(date(2026, 6, 10)))
    assert state(sato, plan) == "agreed"


def test_a_hand_over_by_mistake_is_taken_back_with_its_reason(
    home: Home, plan: Plan, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    row = give(sato, plan=plan, person=home.misaki, signed=True, recipient="担任の先生", words="先生なら")
    address = reverse("plans:take_back", args=[row.ref])
    assert address in shown(client, home)
    asked = client.get(address).content.decode()
    assert all(words in asked for words in ("水沢 美咲さんへのプランの手渡し", "共有についての返事も"))
    assert sent_back(client, address, why=" ").status_code == 422
    assert sent_back(client, address, why=WHY).status_code == 302
    row.refresh_from_db()
    assert (row.retracted_at, row.retracted_by, row.retracted_why) == (NOON, sato.post, WHY)
    consent = Consent.objects.for_system("test").get()
    assert (consent.retracted_at, consent.retracted_why, consent.withdrawn_at) == (NOON, WHY, None)
    assert state(sato, plan) == "agreed"
    page = shown(client, home)
    assert all(words in page for words in ("取り消し：水沢 美咲さんへのプランの手渡し", WHY))
    assert address not in page
    assert "担任の先生" not in client.get(reverse("sharing:family", args=[home.family.ref])).content.decode()
    assert client.get(reverse("sharing:receipt", args=[consent.ref])).status_code == 404
    lines = TimelineEntry.objects.for_system("test").filter(source__startswith="plans.given").order_by("pk")
    assert [line.title for line in lines] == [
        "プランを手渡す：水沢 美咲さん", "取り消し：プランを手渡す：水沢 美咲さん",
    ]  # fmt: skip
    assert client.get(address).status_code == 404
    with pytest.raises(Refused, match="すでに取り消しています"):
        take_back(sato, given=Given.objects.for_system("test").get(), why=WHY)


def test_what_was_handed_to_somebody_else_that_day_still_counts(home: Home, plan: Plan, sato: Viewer) -> None:
    wrong, right = (give(sato, plan=plan, person=each) for each in (home.misaki, home.daiki))
    take_back(sato, given=wrong, why=WHY)
    assert state(sato, plan) == "given"
    take_back(sato, given=right, why=WHY)
    assert state(sato, plan) == "agreed"


def test_the_chronology_marks_what_was_taken_back_and_what_was_corrected(
    home: Home, plan: Plan, sato: Viewer, client_for: Enter
) -> None:
    """The words of a wish stand in its line, perhaps pages away from where it was taken back."""
    given = give(sato, plan=plan, person=home.misaki)
    gone, old, kept = (wish(sato, case=home.case, text=text) for text in ("父の家", "祖母の家", "母の家"))
    retract(sato, fact=gone)
    restate(sato, fact=old, text="祖父の家")
    with frozen(NOON + timedelta(hours=1)):
        take_back(sato, given=given, why="まちがい")
        page = client_for(sato).get(reverse("desk:records", args=[home.family.ref]))
    marks = {line.title: over for line, _, over in page.context["lines"] if line.kind in ("wish", "plan")}
    assert marks == {
        "願い：父の家": "取り消し",
        "願い：祖母の家": "訂正前",
        "願い：母の家": "",
        "プランを手渡す：水沢 美咲さん": "取り消し",
        "取り消し：プランを手渡す：水沢 美咲さん": "",
        "サポートプラン：朝の支度": "",
    }
    assert page.content.decode().count("訂正前</span>") == 1
    assert kept.retracted_at is None


def test_a_hand_over_taken_back_leaves_no_clue(home: Home, plan: Plan, sato: Viewer) -> None:
    row = give(sato, plan=plan, person=home.misaki)

    def clues() -> int:
        return sum(clue.kind == "given" for clue in evidence(sato, home.case)[0])

    assert clues() == 1
    take_back(sato, given=row, why=WHY)
    assert clues() == 0


def test_nobody_takes_back_what_they_may_not_write(
    home: Home, plan: Plan, sato: Viewer, suzuki: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    row = give(sato, plan=plan, person=home.misaki)
    address = reverse("plans:take_back", args=[row.ref])
    answers = [client_for(viewer).get(address).status_code for viewer in (sato, suzuki, stranger)]
    assert answers == [200, 404, 404]
    assert address not in shown(client_for(suzuki), home)
    close_case(sato, case=home.case)
    with pytest.raises(Denied):
        take_back(sato, given=row, why=WHY)
    row.refresh_from_db()
    assert row.retracted_at is None
