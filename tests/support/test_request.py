"""Asking others: what to look at, when to call, whom, until when. 見守りお願いします is not enough."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.agreeing import agreed
from tests.assessment.conftest import NOON, Home, _noon, home
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.actions import meet_duty, stand_in
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.people.actions import end
from tomoni.plans.actions import begin, set_goal
from tomoni.resources.actions import add_organisation
from tomoni.sharing.actions import record_consent, withdraw_consent
from tomoni.support.actions import ask, correct
from tomoni.support.models import Request

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
ASKED = {"look_at": "給食をおかわりするか", "call_when": "二日続けて休んだとき", "until": date(2026, 7, 17)}


def send(client: Client, home: Home, **fields: Any) -> Any:
    told = {
        "submission": str(uuid4()),
        "look_at": "給食をおかわりするか",
        "call_when": "二日続けて休んだとき",
        "until": "R8.7.17",
        "call_whom": str(home.case.lead_id),
    }
    return client.post(reverse("support:ask", args=[home.case.ref]), {**told, **fields})


def test_a_school_is_asked_concretely_for_a_goal(home: Home, sato: Viewer, client_for: Enter) -> None:
    school = add_organisation(sato, name="みなみ小学校", kind="primary_school")
    goal = set_goal(sato, plan=begin(sato, case=home.case), horizon="long", text="笑って出かける")
    fields = {
        "organisation": school.name,
        "organisation_ref": str(school.ref),
        "goal": str(goal.ref),
        "told": "母：おねがいします",
    }
    answer = send(client_for(sato), home, text="朝に一声かける", **fields)
    assert answer.headers["Location"] == reverse("monitoring:sheet", args=[home.family.ref])
    [row] = Request.objects.for_system("test")
    assert (row.organisation, row.goal, row.call_whom, row.until, row.told) == (
        school,
        goal,
        sato.post,
        date(2026, 7, 17),
        "母：おねがいします",
    )
    duty = Duty.objects.for_system("test").get(kind="request")
    assert (duty.text, duty.due_at.astimezone(TOKYO).date()) == (
        "依頼を見直す（みなみ小学校）",
        date(2026, 7, 17),
    )
    assert TimelineEntry.objects.for_system("test").get(kind="request").organisation == school


def test_the_familys_consent_is_chosen_and_shown_with_how_it_stands(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    """Only a yes that stands can be chosen; taken back later, the request says so."""
    client, asked = client_for(sato), {"family": home.family, "recipient": "祖母"}
    yes, no, gone = (
        record_consent(sato, person=home.misaki, given=given, what=what, **asked)
        for given, what in ((True, "朝のようす"), (False, "父のこと"), (True, "夏の予定"))
    )
    withdraw_consent(sato, consent=gone)
    field = client.get(reverse("support:ask", args=[home.case.ref])).context["form"]["consent"]
    assert field.field.choices[1:] == [(str(yes.ref), "水沢 美咲さん：朝のようす（祖母へ）")]
    for wrong in (no, gone):
        assert send(client, home, name="祖母", consent=str(wrong.ref)).status_code == 422
    with pytest.raises(Refused, match="この家庭の同意"):
        ask(sato, case=home.case, name="祖母", consent=no, **ASKED)
    assert send(client, home, name="祖母", consent=str(yes.ref)).status_code == 302
    row = Request.objects.for_system("test").get()
    assert row.consent == yes
    address = reverse("monitoring:sheet", args=[home.family.ref])
    shown = " ".join(client.get(address).content.decode().split())
    assert "伝えてよい</span> 水沢 美咲さん：" in shown
    withdraw_consent(sato, consent=yes)
    correct(sato, fact=row, text="朝に一声かける")
    shown = " ".join(client.get(address).content.decode().split())
    assert "取りやめ</span> 水沢 美咲さん：" in shown
    door = reverse(
        "support:correct", args=["request", Request.objects.for_system("test").get(replaces=row).ref]
    )
    assert client.get(door).context["form"]["consent"].value() == str(yes.ref)


def test_calls_go_to_whoever_of_the_municipality_may_read_the_case(
    home: Home, sato: Viewer, suzuki: Viewer, tanaka: Viewer, ito: Viewer, mori: Viewer, client_for: Enter
) -> None:
    client, address = client_for(suzuki), reverse("support:ask", args=[home.case.ref])
    stand_in(suzuki, family=home.family, reason="佐藤が休みのため、母からの電話を受ける")
    field = client.get(address).context["form"]["call_whom"]
    assert {post for post, _ in field.field.choices if post} == {v.post.pk for v in (sato, suzuki, tanaka)}
    assert field.value() == sato.post.pk
    for other in (ito, mori):
        assert send(client, home, name="祖母", call_whom=str(other.post.pk)).status_code == 422
    assert send(client, home, name="祖母", consent=str(agreed(sato, home.case).ref)).status_code == 302
    assert Request.objects.for_system("test").get().call_whom == sato.post


def test_whoever_takes_the_calls_can_be_changed_and_one_who_has_left_is_told(
    home: Home, sato: Viewer, suzuki: Viewer, client_for: Enter
) -> None:
    row = ask(
        sato, case=home.case, consent=agreed(sato, home.case), name="祖母", call_whom=suzuki.post, **ASKED
    )
    sheet = reverse("monitoring:sheet", args=[home.family.ref])
    left = "（いまは在籍していません）"
    shown = client_for(sato).get(sheet).content.decode()
    assert ("連絡は鈴木へ" in shown, left in shown) == (True, False)
    suzuki.post.until = date(2026, 6, 9)
    suzuki.post.save()
    assert f"連絡は鈴木{left}へ" in client_for(sato).get(sheet).content.decode()
    client, address = client_for(sato), reverse("support:correct", args=["request", row.ref])
    assert f"鈴木（家庭相談係）{left}" in client.get(address).content.decode()
    assert sent_back(client, address, call_when="夜に泣いたとき").status_code == 302
    told = Request.objects.for_system("test").latest("pk")
    assert (told.call_when, told.call_whom) == ("夜に泣いたとき", suzuki.post)
    again = reverse("support:correct", args=["request", told.ref])
    assert sent_back(client, again, call_whom=str(sato.post.pk)).status_code == 302
    assert Request.objects.for_system("test").latest("pk").call_whom == sato.post


@pytest.mark.parametrize("words", ["見守り", "見守りをお願いします。", "見守りお願いします", "様子見"])
def test_to_watch_over_is_no_request(words: str, home: Home, sato: Viewer, client_for: Enter) -> None:
    answer = send(
        client_for(sato),
        home,
        name="向かいの佐々木さん",
        look_at=words,
        consent=str(agreed(sato, home.case).ref),
    )
    assert answer.status_code == 422
    assert "何を見ればよいかが伝わりません" in answer.content.decode()
    assert not Request.objects.for_system("test").exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "だれにお願いするのか"),
        ({"name": "祖母", "call_when": ""}, "書いてください"),
        ({"name": "祖母", "until": "R8.6.9"}, "今日以降"),
    ],
)
def test_what_is_missing_is_asked_for(
    fields: dict[str, str], message: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    answer = send(client_for(sato), home, **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_corrected_request_moves_its_duty(home: Home, sato: Viewer) -> None:
    row = ask(sato, case=home.case, consent=agreed(sato, home.case), name="祖母", **ASKED)
    correct(sato, fact=row, until=date(2026, 8, 31))
    duties = Duty.objects.for_system("test").filter(kind="request").order_by("pk")
    assert [(d.due_at.astimezone(TOKYO).date(), d.done_at is None) for d in duties] == [
        (date(2026, 7, 17), False),
        (date(2026, 8, 31), True),
    ]
    with pytest.raises(Refused, match="何を見ればよいか"):
        correct(sato, fact=Request.objects.for_system("test").latest("pk"), look_at="見守り")


def test_a_request_prolonged_after_it_was_looked_at_falls_due_again(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    row = ask(sato, case=home.case, consent=agreed(sato, home.case), name="祖母", **ASKED)
    meet_duty(sato, duty=Duty.objects.for_system("test").get(kind="request"))
    client, address = client_for(sato), reverse("support:correct", args=["request", row.ref])
    assert sent_back(client, address, call_when="夜に泣いたとき").status_code == 302
    assert not Duty.objects.for_system("test").open().filter(kind="request").exists()
    told = Request.objects.for_system("test").latest("pk")
    again = reverse("support:correct", args=["request", told.ref])
    assert sent_back(client, again, until="R8.8.31").status_code == 302
    duty = Duty.objects.for_system("test").open().get(kind="request")
    assert duty.due_at.astimezone(TOKYO).date() == date(2026, 8, 31)


def test_a_request_whose_day_has_passed_says_so_until_it_is_ended(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    row = ask(sato, case=home.case, consent=agreed(sato, home.case), name="祖母", **ASKED)
    address = reverse("monitoring:sheet", args=[home.family.ref])

    def late() -> bool:
        return "期日を過ぎています" in client_for(sato).get(address).content.decode()

    with frozen(NOON + timedelta(days=37)):
        assert not late()
    with frozen(NOON + timedelta(days=38)):
        assert late()
        end(sato, fact=row, on=Day(date(2026, 7, 17)))
        assert not late()


@pytest.mark.parametrize(("door", "sent"), [("end", {"on": "R8.6.10"}), ("retract", {})])
def test_a_request_that_is_over_leaves_nothing_to_look_at(
    door: str, sent: dict[str, str], home: Home, sato: Viewer, client_for: Enter
) -> None:
    row = ask(sato, case=home.case, consent=agreed(sato, home.case), name="祖母", **ASKED)
    other = ask(sato, case=home.case, consent=agreed(sato, home.case), name="叔母", **ASKED)
    address = reverse(f"support:{door}", args=["request", row.ref])
    answer = client_for(sato).post(address, {"submission": str(uuid4()), **sent})
    assert answer.status_code == 302
    [left] = Duty.objects.for_system("test").open().filter(kind="request")
    assert left.source == f"support.request:{other.ref}"


def test_a_corrected_request_keeps_the_goal_that_has_ended(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    goal = set_goal(sato, plan=begin(sato, case=home.case), horizon="long", text="笑って出かける")
    row = ask(sato, case=home.case, consent=agreed(sato, home.case), name="祖母", goal=goal, **ASKED)
    ended = end(sato, fact=goal, on=Day(date(2026, 6, 10)))
    address = reverse("support:correct", args=["request", row.ref])
    assert sent_back(client_for(sato), address, call_when="夜に泣いたとき").status_code == 302
    told = Request.objects.for_system("test").latest("pk")
    assert (told.call_when, told.goal) == ("夜に泣いたとき", ended)
