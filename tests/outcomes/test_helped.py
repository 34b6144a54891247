"""What was a help, in whose eyes (H5), and how often it stood beside a goal that came nearer."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from tests.assessment.conftest import Home
from tomoni.access.actions import Refused, seal
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import add_need, fit, note_strength
from tomoni.assessment.models import Fit
from tomoni.insight.queries.helped import counts
from tomoni.journal.models import Trace
from tomoni.outcomes.actions import Attained, Helping, look_back, take_back
from tomoni.outcomes.models import Helped, Review
from tomoni.plans.actions import begin, correct_goal, set_goal, take_step
from tomoni.plans.models import Goal, Plan, Step
from tomoni.resources.actions import add_organisation

Enter = Callable[[Viewer], Client]


@pytest.fixture
def fitting(home: Home, plan: Plan, sato: Viewer) -> tuple[Goal, Fit]:
    """A goal that answers a need for which a grandmother is a strength."""
    need = add_need(
        sato, case=home.case, kind="body", person=home.haruka, wished="朝食べる", now_is="食べない"
    )
    strength = note_strength(sato, case=home.case, kind="kin", name="祖母", text="早起き")
    row = fit(sato, need=need, strength=strength, adjustment="relation", text="前の晩に頼む")
    goal = set_goal(
        sato, plan=plan, horizon="short", text="火曜も食べる", look_at="何を食べたか", needs=[need]
    )
    return goal, row


@pytest.fixture
def step(goal: Goal, sato: Viewer) -> Step:
    school = add_organisation(sato, name="みどり小学校", kind="primary_school")
    return take_step(sato, goal=goal, by="others", organisation=school, text="保健室で声をかける")


def looked(
    sato: Viewer, plan: Plan, goal: Goal, *helped: Helping, ways: tuple[str, ...] = ("nearer",)
) -> Review:
    told = {"with_whom": "母", "proposal": "continued", "reason": "続ける"}
    return look_back(sato, plan=plan, attained=[Attained(goal, way) for way in ways], helped=helped, **told)


def shown(found: Any) -> dict[str, list[tuple[str, int, int]]]:
    return {
        title: [(row.label, row.nearer, row.others) for row in rows] for title, rows in found.kinds if rows
    }


def test_h5_each_voice_names_what_helped_and_the_review_shows_it(
    home: Home, plan: Plan, goal: Goal, step: Step, fitting: tuple[Goal, Fit], sato: Viewer, client_for: Enter
) -> None:
    client, address = client_for(sato), reverse("outcomes:look_back", args=[plan.ref])
    other, fit_row = fitting
    form = client.get(address).context["form"]
    mine, ours = (f"g{each.ref.hex}_{home.haruka.ref.hex}" for each in (goal, other))
    assert form.fields[f"{mine}_helped"].choices == [
        (str(step.ref), "取組：みどり小学校　保健室で声をかける")
    ]
    assert form.fields[f"{ours}_helped"].choices == [(str(fit_row.ref), "強み・資源：早起き（前の晩に頼む）")]
    told = {"with_whom": "母", "proposal": "continued", "reason": "続ける", f"{mine}_way": "nearer"}
    told |= {f"{mine}_helped": [str(step.ref)], f"g{other.ref.hex}_centre_helped": [str(fit_row.ref)]}
    bad = client.post(address, {**told, f"{mine}_helped": [str(fit_row.ref)], "submission": str(uuid4())})
    assert (bad.status_code, Helped.objects.for_system("test").exists()) == (422, False)
    assert client.post(address, {**told, "submission": str(uuid4())}).status_code == 302
    rows = Helped.objects.for_system("test").order_by("pk")
    assert [(row.goal, row.step, row.fit, row.person) for row in rows] == [
        (goal, step, None, home.haruka), (other, None, fit_row, None),
    ]  # fmt: skip
    page = html.fromstring(client.get(reverse("closing:sheet", args=[home.family.ref])).content)
    [article] = page.xpath("//article[starts-with(@id, 'review-')]")
    said = [" ".join(li.itertext()).split() for li in article.xpath(".//dl[@class='voices']//li")]
    assert said == [["保健室で声をかける", "水沢", "陽花さん"], ["早起き：前の晩に頼む", "センター"]]


def test_h5_counts_stand_side_by_side_and_say_nothing_of_causes(
    plan: Plan,
    goal: Goal,
    step: Step,
    fitting: tuple[Goal, Fit],
    sato: Viewer,
    tanaka: Viewer,
    client_for: Enter,
) -> None:
    other, fit_row = fitting
    looked(sato, plan, goal, Helping(goal, step=step))
    looked(sato, plan, goal, Helping(goal, step=step), ways=("nearer", "farther"))
    looked(sato, plan, other, Helping(other, fit=fit_row), Helping(other, fit=fit_row), ways=("same",))
    looked(sato, plan, other, Helping(other, fit=fit_row), ways=("unclear",))
    gone = looked(sato, plan, other, Helping(other, fit=fit_row), ways=("reached",))
    take_back(sato, review=gone, why="別の家庭")
    found = counts(tanaka)
    assert (found.nearer, found.others, found.unclear) == (1, 2, 1)
    assert shown(found) == {
        "力と支えの種類": [("親族・友人・知人", 0, 1)],
        "資源との間で調整したこと": [("家族と周りの関係をととのえる", 0, 1)],
        "取組をした人": [("ほかの機関・まわりの人", 1, 1)],
        "機関・団体の種別": [("小学校", 1, 1)],
    }
    page = " ".join(
        html.fromstring(client_for(tanaka).get(reverse("insight:helped")).content).text_content().split()
    )
    assert "近づいた・届いた目標 1、そうでない目標 2、まだ分からない目標 1" in page
    assert "何が原因で変わったかを示すものではありません" in page
    assert "小学校1のうち12のうち1" in page


def test_h5_sealed_cases_count_only_for_whom_they_are_open(
    home: Home,
    plan: Plan,
    goal: Goal,
    step: Step,
    sato: Viewer,
    tanaka: Viewer,
    kimura: Viewer,
    client_for: Enter,
) -> None:
    looked(sato, plan, goal, Helping(goal, step=step))
    assert counts(kimura).nearer == 1
    seal(tanaka, dossier=home.family.dossier, reason="職員の親族", keepers=[tanaka.post, sato.post])
    assert (counts(kimura).nearer, shown(counts(kimura))) == (0, {})
    assert counts(tanaka).nearer == 1
    assert client_for(sato).get(reverse("insight:helped")).status_code == 403


def test_h5_a_figure_is_no_look_and_costs_the_same_for_many(
    home: Home, plan: Plan, goal: Goal, step: Step, sato: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    client, address = client_for(kimura), reverse("insight:helped")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    looked(sato, plan, goal, Helping(goal, step=step))
    asked()
    seen, one = Trace.objects.count(), asked()
    for _ in range(30):
        looked(sato, plan, goal, Helping(goal, step=step, person=home.haruka))
    written = Trace.objects.count()
    assert asked() == one
    assert Trace.objects.count() == written
    assert written > seen


def test_h5_only_what_belongs_to_the_plan_can_have_helped(
    home: Home, plan: Plan, goal: Goal, step: Step, fitting: tuple[Goal, Fit], sato: Viewer
) -> None:
    elsewhere = set_goal(sato, plan=begin(sato, case=home.case), horizon="long", text="ほかのプラン")
    strange = take_step(sato, goal=elsewhere, by="family", text="ほかの取組")
    wrong = (Helping(goal), Helping(goal, step=step, fit=fitting[1]), Helping(goal, step=strange))
    for each in (*wrong, Helping(elsewhere, step=step)):
        with pytest.raises(Refused, match="このプランの取組"):
            looked(sato, plan, goal, each)
    assert not Review.objects.for_system("test").exists()
    newer = correct_goal(sato, fact=goal, text="月曜と火曜")
    looked(sato, plan, newer, Helping(newer, step=step))
    assert Helped.objects.for_system("test").get().step == step
