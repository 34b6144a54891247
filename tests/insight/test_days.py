"""A day that nobody knows, or that lies at the edge of what a Day can be, breaks no page that draws from it."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import Home, _noon, home
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import name_supporter
from tomoni.assessment.models import Supporter
from tomoni.calendar import Day
from tomoni.cases.actions import set_involvement, set_margin
from tomoni.cases.models import CaseChild, Involvement, Margin
from tomoni.families.actions import add_household
from tomoni.families.models import Member, Stay
from tomoni.monitoring.models import Observation
from tomoni.people.actions import correct
from tomoni.practice import load

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
Fields = dict[str, str]
VAGUE = ("不明", "明治元年ごろ", "明治元年", "わからない")
EDGES = VAGUE[:2]  # one that has no day and the earliest there is, each on seventy pages


def pages(home: Home) -> list[str]:
    """Where facts are drawn and listed by their days."""
    numbers = [view.id for view in load(home.case.pack).viewpoints]
    return [
        reverse("desk:course", args=[home.family.ref]),
        reverse("desk:family", args=[home.family.ref]),
        reverse("families:table", args=[home.family.ref]),
        reverse("monitoring:sheet", args=[home.family.ref]),
        reverse("insight:case", args=[home.case.ref]),
        *(reverse("insight:viewpoint", args=[home.case.ref, number]) for number in numbers),
    ]


def send(client: Client, path: str, **fields: str) -> int:
    return client.post(path, {"submission": str(uuid4()), **fields}).status_code


@pytest.mark.parametrize("day", EDGES)
def test_a_vague_day_of_any_statement_leaves_its_pages_open(
    day: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, family, case = client_for(sato), home.family, home.case
    place = add_household(sato, family=family, label="祖母の家")
    member = Member.objects.for_system("test").get(person=home.misaki)
    answers = [
        send(client, reverse("cases:add", args=[case.ref, "casechild"]), child=str(home.misaki.ref), since=day),
        send(
            client, reverse("monitoring:observe", args=[case.ref]), text="笑った", kind="behaviour", seen_on=day
        ),
        send(
            client, f"/families/told/member/{member.ref}/correct", relation="grandmother", valid_from=day
        ),
        send(
            client, reverse("families:add", args=[family.ref, "stay"]),
            person=str(home.misaki.ref), household=str(place.ref), valid_from=day,
        ),
    ]  # fmt: skip
    assert answers == [302, 302, 302, 302]
    said = Day.parse(day)
    newest = [
        model.objects.for_system("test").order_by("-pk")[0]
        for model in (CaseChild, Observation, Member, Stay)
    ]
    assert [row.valid_from for row in newest] == [said] * 4
    assert {path: client.get(path).status_code for path in pages(home)} == dict.fromkeys(pages(home), 200)


@pytest.mark.parametrize("day", VAGUE)
@pytest.mark.parametrize("kind", ["involvement", "margin"])
def test_involvement_and_margin_ask_for_a_whole_day(
    kind: str, day: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    path, level = (
        reverse("cases:add", args=[home.case.ref, kind]),
        {"involvement": "thick", "margin": "little"},
    )
    fields = {"level": level[kind], "reason": "眠れない", "since": day, "submission": str(uuid4())}
    answer = client.post(path, fields)
    assert answer.status_code == 422
    assert "年月日まで入力してください（例：R8.12.1）" in answer.content.decode()
    state = {"involvement": set_involvement, "margin": set_margin}[kind]
    with pytest.raises(Refused, match="年月日まで入力してください"):
        state(sato, case=home.case, level=level[kind], reason="眠れない", since=Day.parse(day))
    assert [model.objects.for_system("test").count() for model in (Involvement, Margin)] == [0, 0]


@pytest.mark.parametrize("day", EDGES)
def test_levels_written_before_that_rule_are_drawn_from_the_day_they_were_written(
    day: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    for state, level in ((set_involvement, "thick"), (set_margin, "little")):
        fact = state(sato, case=home.case, level=level, reason="眠れない")
        correct(sato, fact=fact, valid_from=Day.parse(day))
    helper = name_supporter(sato, case=home.case, kind="helps", name="向かいの佐々木さん")
    correct(sato, fact=helper, valid_from=Day.parse(day))
    client = client_for(sato)
    assert {path: client.get(path).status_code for path in pages(home)} == dict.fromkeys(pages(home), 200)
    told = date(2026, 6, 10) if day == "不明" else date(1868, 1, 25)
    for model in (Involvement, Margin, Supporter):
        assert model.objects.for_system("test").order_by("-pk")[0].told_on == told
