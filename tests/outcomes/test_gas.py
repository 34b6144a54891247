"""Goal attainment with levels agreed with the family: sentences for them, a figure for staff only."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests.assessment.conftest import Home
from tests.paper import Read
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.outcomes.actions import Attained, Chosen, look_back
from tomoni.outcomes.models import Reached, Review
from tomoni.outcomes.rules import gas_t
from tomoni.people.actions import retract
from tomoni.plans import exports
from tomoni.plans.actions import agree_levels, correct_goal
from tomoni.plans.models import Goal, Levels, Plan

Enter = Callable[[Viewer], Client]
STEPS = {
    "far": "何も食べない",
    "nearly": "週に二日",
    "hoped": "毎朝ひと口",
    "more": "自分でよそう",
    "beyond": "母のぶんも作る",
}
LEVEL, WEIGHT = st.integers(-2, 2), st.floats(0.1, 10)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1], "60.00"), ([2], "70.00"), ([1, 1], "62.40"), ([1, 1, 1], "63.69"), ([-1, -1, -1], "36.31"),
        ([2, 2, 2], "77.39"), ([-2, -2, -2], "22.61"), ([1, 0, -1], "50.00"), ([2, 1, 0, -1], "57.25"),
    ],
)  # fmt: skip
def test_gas_of_equal_weights(levels: list[int], expected: str) -> None:
    assert f"{gas_t(levels):.2f}" == expected


@pytest.mark.parametrize(
    ("weights", "levels", "expected"),
    [([4, 3, 2, 1], [1, 0, -1, 2], "55.60"), ([1, 2, 3], [-1, 0, 1], "54.41")],
)
def test_gas_of_weights(weights: list[float], levels: list[int], expected: str) -> None:
    assert f"{gas_t(levels, weights):.2f}" == expected


@given(st.lists(st.tuples(LEVEL, WEIGHT), min_size=1, max_size=9), st.floats(0.5, 4))
def test_gas_knows_no_order_and_no_scale_of_weights_and_mirrors_at_fifty(
    goals: list[tuple[int, float]], factor: float
) -> None:
    levels, weights = [level for level, _ in goals], [weight for _, weight in goals]
    value = gas_t(levels, weights)
    assert gas_t(levels[::-1], weights[::-1]) == pytest.approx(value)
    assert gas_t(levels, [weight * factor for weight in weights]) == pytest.approx(value)
    assert gas_t([-level for level in levels], weights) == pytest.approx(100 - value)


@given(st.lists(LEVEL, min_size=1, max_size=9), st.data())
def test_gas_rises_with_every_goal(levels: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(levels) - 1))
    if levels[place] < 2:
        assert gas_t([*levels[:place], levels[place] + 1, *levels[place + 1 :]]) > gas_t(levels)


@pytest.mark.parametrize("given_", [([],), ([3],), ([1], [1, 1]), ([1], [0]), ([1], [1], 1.5)])
def test_gas_of_nonsense_is_none(given_: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"level|weight|rho"):
        gas_t(*given_)


def looked(sato: Viewer, plan: Plan, goal: Goal, **more: Any) -> Review:
    told = {"with_whom": "母と陽花さん", "proposal": "continued", "reason": "続ける"}
    return look_back(sato, plan=plan, attained=[Attained(goal, "nearer")], **told, **more)


def test_h3_five_sentences_are_agreed_with_the_family_and_corrected_like_any_statement(
    home: Home, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, address = client_for(sato), reverse("plans:add_levels", args=[goal.ref])
    sent = {"submission": str(uuid4()), **STEPS}
    for wrong in ({}, {"agreed_with": "母", "more": ""}, {"agreed_with": "母", "more": STEPS["hoped"]}):
        assert client.post(address, {**sent, **wrong, "submission": str(uuid4())}).status_code == 422
    assert not Levels.objects.for_system("test").exists()
    assert client.post(address, {**sent, "agreed_with": "母と陽花さん"}).status_code == 302
    row = Levels.objects.for_system("test").get()
    assert list(row.sentences.items()) == list(zip(range(-2, 3), STEPS.values(), strict=True))
    page = html.fromstring(client.get(reverse("plans:sheet", args=[home.family.ref])).content)
    [steps] = page.xpath("//details[contains(summary, '家族と決めた五つの段')]//ol")
    assert [li.xpath("span")[0].text for li in steps.xpath("li")] == list(STEPS.values())
    again = client.post(address, {**sent, "agreed_with": "母", "submission": str(uuid4())})
    assert (again.status_code, "もう決まっています" in again.content.decode()) == (422, True)
    newer = correct_goal(sato, fact=goal, text="月曜と火曜は食べる")
    with pytest.raises(Refused, match="もう決まっています"):
        agree_levels(sato, goal=newer, agreed_with="母", **STEPS)
    door = reverse("plans:correct", args=["levels", row.ref])
    assert sent_back(client, door, nearly="週に三日").status_code == 302
    assert [each.nearly for each in Levels.objects.for_system("test").standing()] == ["週に三日"]


def test_h3_the_level_is_chosen_together_and_keeps_its_sentence(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, address = client_for(sato), reverse("outcomes:look_back", args=[plan.ref])
    assert "みんなで選んだ段" not in client.get(address).content.decode()
    agreed = agree_levels(sato, goal=goal, agreed_with="母と陽花さん", **STEPS)
    form = client.get(address).context["form"]
    name = f"g{goal.ref.hex}_level"
    assert [label for _, label in form.fields[name].choices] == ["選ばない", *STEPS.values()]
    told = {"with_whom": "母", "proposal": "continued", "reason": "続ける"}
    told |= {f"g{goal.ref.hex}_{home.haruka.ref.hex}_way": "nearer", "submission": str(uuid4())}
    assert client.post(address, {**told, name: "3"}).status_code == 422
    assert client.post(address, {**told, name: "1", "submission": str(uuid4())}).status_code == 302
    [row] = Reached.objects.for_system("test")
    assert (row.levels, row.level) == (agreed, 1)
    sheet = reverse("closing:sheet", args=[home.family.ref])
    shown = " ".join(html.fromstring(client.get(sheet).content).text_content().split())
    assert "月曜は食べる：望んだところまで 自分でよそう 五つの段の4段め" in shown
    assert "T＝60.00 家族と段を決めた1つの目標だけから" in shown


def test_h3_no_figure_without_agreed_levels_and_none_on_any_paper(
    home: Home, plan: Plan, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, sheet = client_for(sato), reverse("closing:sheet", args=[home.family.ref])
    review = looked(sato, plan, goal)
    assert "GAS" not in client.get(sheet).content.decode()
    levels = agree_levels(sato, goal=goal, agreed_with="母", **STEPS)
    last = looked(sato, plan, goal, reached=[Chosen(levels, 2)])
    page = html.fromstring(client.get(sheet).content)
    [figure] = page.xpath("//summary[contains(., 'GAS')]")
    assert figure.xpath("ancestor::div[@class='on-screen']")
    assert figure.xpath("ancestor::article/@id") == [f"review-{last.ref}"] != [f"review-{review.ref}"]
    asked = client.get(reverse("outcomes:hear", args=[last.ref, home.haruka.ref])).content.decode()
    assert "GAS" not in asked
    paper = Read(exports.paper(sato, plan).printed()).text
    assert "いっしょに決めた五つの段（3が、いま望んでいるところ）" in paper
    assert [step in paper for step in (*STEPS.values(), "70", "GAS")] == [True] * 5 + [False] * 2


def test_h3_levels_of_another_goal_or_taken_back_cannot_be_chosen(
    plan: Plan, goal: Goal, sato: Viewer
) -> None:
    levels = agree_levels(sato, goal=goal, agreed_with="母", **STEPS)
    for wrong in ([Chosen(levels, 3)], [Chosen(levels, 1), Chosen(levels, 2)]):
        with pytest.raises(Refused, match="段が変わっています"):
            looked(sato, plan, goal, reached=wrong)
    retract(sato, fact=levels)
    with pytest.raises(Refused, match="段が変わっています"):
        looked(sato, plan, goal, reached=[Chosen(levels, 0)])
    assert not Review.objects.for_system("test").exists()
