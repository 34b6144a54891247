"""What family and resources see: with evidence, on a goal or in answer to a request, each teller apart."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.agreeing import agreed
from tests.assessment.conftest import NOON, Home, _noon, home
from tests.sheets import sent_back
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, frozen
from tomoni.cases.actions import close_case, restate
from tomoni.monitoring.actions import observe
from tomoni.monitoring.models import Observation
from tomoni.monitoring.queries import sheet
from tomoni.people.actions import end
from tomoni.plans.actions import begin, set_goal
from tomoni.support.actions import ask

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]


def send(client: Client, home: Home, **fields: Any) -> Any:
    told = {"submission": str(uuid4()), "kind": "behaviour", **fields}
    return client.post(reverse("monitoring:observe", args=[home.case.ref]), told)


def page(client: Client, home: Home) -> str:
    return client.get(reverse("monitoring:sheet", args=[home.family.ref])).content.decode()


def goal_of(home: Home, sato: Viewer) -> Any:
    plan = begin(sato, case=home.case)
    return set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="月曜に何を食べたか")


def asked(home: Home, sato: Viewer) -> Any:
    told = {
        "look_at": "給食をおかわりするか",
        "call_when": "二日続けて休んだとき",
        "until": date(2026, 7, 17),
    }
    return ask(sato, case=home.case, consent=agreed(sato, home.case), name="担任の岡田先生", **told)


def test_an_answer_stands_with_its_request_and_on_its_goal(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    goal, request = goal_of(home, sato), asked(home, sato)
    answer = send(
        client_for(sato), home, text="「今日はパンを二つ食べた」と言った", kind="words", way="nearer",
        goal=str(goal.ref), request=str(request.ref), name="担任の岡田先生", seen_on="R8.6.8",
    )  # fmt: skip
    assert answer.status_code == 302
    [row] = Observation.objects.for_system("test")
    assert (row.goal, row.request, row.kind, row.way, row.teller, row.valid_from) == (
        goal, request, "words", "nearer", "担任の岡田先生", Day(date(2026, 6, 8)),
    )  # fmt: skip
    found = sheet(sato, home.case)
    assert [[t.fact for t in each.answers] for each in found.asked] == [[row]]
    assert [(each.goal, [t.fact for t in each.seen]) for each in found.watched] == [(goal, [row])]
    shown = page(client_for(sato), home)
    assert "近づいた" in shown
    places = html.fromstring(shown).xpath("//li[contains(span, 'パンを二つ食べた')]/@id")
    assert places == [f"answer-{row.ref}", f"seen-{row.ref}"], "each place has a name of its own"


@pytest.mark.parametrize(
    ("way", "label", "good"),
    [("nearer", "近づいた", True), ("reached", "届いた", True), ("same", "まだ変わらない", False)],
)
def test_what_came_nearer_and_what_was_reached_are_good_news(
    way: str, label: str, good: bool, home: Home, sato: Viewer, client_for: Enter
) -> None:
    observe(sato, case=home.case, kind="behaviour", text="毎朝食べた", goal=goal_of(home, sato), way=way)
    marks = html.fromstring(page(client_for(sato), home)).xpath("//li[starts-with(@id, 'seen-')]/span")
    kinds = {mark.text_content().strip(): mark.get("class") for mark in marks}
    assert kinds[label].split()[0] == ("signal" if good else "tag")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": " "}, "書いてください"),
        ({"text": "食べた", "seen_on": "R9.1.1"}, "まだ来ていない"),
        ({"text": "食べた", "kind": "rumour"}, "選んでください"),
    ],
)
def test_what_cannot_be_is_asked_back(
    fields: dict[str, str], message: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    answer = send(client_for(sato), home, **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Observation.objects.for_system("test").exists()


def test_one_observation_has_one_teller(home: Home, sato: Viewer, client_for: Enter) -> None:
    answer = send(client_for(sato), home, text="食べた", person=str(home.haruka.ref), name="先生")
    assert answer.status_code == 422
    assert "一つだけ" in answer.content.decode()


def test_what_was_seen_stays_with_its_goal_through_corrections(home: Home, sato: Viewer) -> None:
    goal = goal_of(home, sato)
    row = observe(sato, case=home.case, text="食べた", goal=goal, way="same")
    restate(sato, fact=goal, text="月曜と火曜は食べる")
    restate(sato, fact=row, text="半分食べた")
    [watched] = sheet(sato, home.case).watched
    assert (watched.goal.text if watched.goal else "", [t.fact.text for t in watched.seen]) == (
        "月曜と火曜は食べる",
        ["半分食べた"],
    )


def test_colleagues_read_and_others_do_not(
    home: Home, sato: Viewer, suzuki: Viewer, ito: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    asked(home, sato)
    address = reverse("monitoring:sheet", args=[home.family.ref])
    assert [client_for(v).get(address).status_code for v in (sato, suzuki, ito, stranger)] == [
        200,
        200,
        404,
        404,
    ]
    assert send(client_for(suzuki), home, text="書けない").status_code == 404
    assert not Observation.objects.for_system("test").exists()


def test_the_page_costs_the_same_with_one_and_with_thirty(
    home: Home, sato: Viewer, client_for: Enter, django_assert_num_queries: Any
) -> None:
    goal, request, client = goal_of(home, sato), asked(home, sato), client_for(sato)
    observe(sato, case=home.case, text="食べた", goal=goal, request=request)
    page(client, home)
    queries = 39 if connection.vendor == "postgresql" else 37
    with django_assert_num_queries(queries):
        page(client, home)
    for _ in range(29):
        observe(sato, case=home.case, text="食べた", goal=goal, request=request, person=home.misaki)
    with django_assert_num_queries(queries):
        page(client, home)


def test_a_corrected_answer_keeps_its_request_and_its_goal_when_both_have_ended(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    goal, request = goal_of(home, sato), asked(home, sato)
    row = observe(sato, case=home.case, text="おかわりした", goal=goal, request=request)
    ended = [end(sato, fact=fact, on=Day(date(2026, 6, 10))) for fact in (goal, request)]
    address = reverse("monitoring:correct", args=["observation", row.ref])
    assert sent_back(client_for(sato), address, text="二度おかわりした").status_code == 302
    told = Observation.objects.for_system("test").latest("pk")
    assert (told.text, [told.goal, told.request]) == ("二度おかわりした", ended)


def at(client: Client, address: str) -> dict[str, Any]:
    """What the form behind this door begins with."""
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in ("goal", "request", "person") if name in form.fields}


def test_the_door_to_an_answer_remembers_what_it_stands_at(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    goal = goal_of(home, sato)
    told = {"look_at": "何を食べたか", "call_when": "食べないとき", "until": date(2026, 7, 17)}
    request = ask(sato, case=home.case, person=home.misaki, goal=goal, **told)
    client = client_for(sato)
    sheet = html.fromstring(client.get(reverse("monitoring:sheet", args=[home.family.ref])).content)
    [door] = sheet.xpath("//article//a[starts-with(text(), '返事を書く')]/@href")
    assert at(client, door) == {
        "goal": str(goal.ref),
        "request": str(request.ref),
        "person": str(home.misaki.ref),
    }
    chain = html.fromstring(client.get(reverse("desk:chain", args=[home.family.ref])).content)
    [door] = chain.xpath("//a[starts-with(text(), '見たこと・聞いたことを書く')]/@href")
    assert at(client, door) == {"goal": str(goal.ref), "request": None, "person": None}
    end(sato, fact=request, on=Day(date(2026, 6, 10)))
    assert "返事を書く" not in page(client, home)


def test_of_what_a_door_says_only_what_can_be_chosen_counts(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    goal, client = goal_of(home, sato), client_for(sato)
    address = reverse("monitoring:observe", args=[home.case.ref])
    shown = client.get(f"{address}?goal={uuid4()}&person=<script>&text=x&way=nearer").content.decode()
    form = html.fromstring(shown)
    assert form.xpath("//select[@name='goal' or @name='person']/option[@selected]/@value") == []
    assert ("<script>" in shown, form.xpath("string(//textarea[@name='text'])").strip()) == (False, "")
    assert form.xpath("//select[@name='way']/option[@selected]/@value") == [""]
    shown = client.get(f"{address}?goal={goal.ref}").content
    assert html.fromstring(shown).xpath("//select[@name='goal']/option[@selected]/@value") == [str(goal.ref)]


def test_each_of_the_family_is_asked_whether_the_support_fits(
    home: Home, sato: Viewer, suzuki: Viewer, client_for: Enter
) -> None:
    goal, client = goal_of(home, sato), client_for(sato)
    sheet_of = reverse("monitoring:sheet", args=[home.family.ref])

    def asked(of: Client) -> dict[str, tuple[bool, int]]:
        rows = html.fromstring(of.get(sheet_of).content).xpath(
            "//section[@aria-labelledby='fitting']/article"
        )
        return {
            row.get("aria-label"): ("まだ聞いていません" in row.text_content(), len(row.xpath(".//li")))
            for row in rows
        }

    people = ("水沢 陽花さん", "水沢 美咲さん", "水沢 大樹さん")
    assert asked(client) == dict.fromkeys(people, (True, 0))
    address = f"{reverse('monitoring:observe', args=[home.case.ref])}?kind=fits&person={home.haruka.ref}"
    assert address in page(client, home).replace("&amp;", "&")
    assert (
        "聞いたことを書く"
        not in page(client_for(suzuki), home).split('id="fitting"')[1].split("</section>")[0]
    )
    told = {"submission": str(uuid4()), "text": "朝の電話は、ねむいからいや"}
    form = client.get(address).context["form"]
    begun = {name: form[name].value() for name in ("kind", "person")}
    assert begun == {"kind": "fits", "person": str(home.haruka.ref)}
    assert client.post(address, {**told, **begun}).status_code == 302
    assert asked(client) == {**dict.fromkeys(people, (True, 0)), "水沢 陽花さん": (False, 1)}
    assert "そのほかに見たこと" not in page(client, home)
    nobody = send(client, home, text="いやなことはない", kind="fits", goal=str(goal.ref))
    assert (nobody.status_code, "だれにたずねたのか" in nobody.content.decode()) == (422, True)


def test_after_the_end_nobody_is_asked_any_more(home: Home, sato: Viewer, client_for: Enter) -> None:
    ask(
        sato,
        case=home.case,
        consent=agreed(sato, home.case),
        name="隣の家",
        look_at="朝の明かり",
        call_when="三日つかないとき",
        until=date(2026, 8, 1),
    )
    shown = page(client_for(sato), home)
    assert (shown.count("お願いしていること"), shown.count("お願いしていたこと")) == (1, 0)
    close_case(sato, case=home.case)
    with frozen(NOON + timedelta(days=80)):
        shown = page(client_for(sato), home)
    assert (shown.count("お願いしていること"), shown.count("お願いしていたこと")) == (0, 1)
    assert ("終わり" in shown, "期日を過ぎています" in shown) == (True, False)


def test_what_was_agreed_to_look_for_stands_where_it_is_seen(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case)
    assert "終結の目安" not in page(client_for(sato), home)
    set_goal(
        sato, plan=plan, horizon="long", text="笑って出かける", sign="二時間めに保健室へ行かない", closes=True
    )
    shown = page(client_for(sato), home)
    assert ("近づいたしるし：二時間めに保健室へ行かない" in shown, "終結の目安" in shown) == (True, True)
