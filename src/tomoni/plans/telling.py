"""The kinds of statement of a plan, and the doors to them."""

from typing import Any

from tomoni.cases.models import Case
from tomoni.cases.telling import Kind, Telling, same
from tomoni.plans import actions, forms
from tomoni.plans.models import Goal, Levels, Plan, PlanStatus, Step, Voice
from tomoni.plans.queries import aims_of

KINDS = {
    "voice": Kind(
        "ことば",
        forms.VoiceForm,
        Voice,
        actions.speak,
        same("kind", "person", "text"),
        "plan__case",
        ("person",),
    ),
    "goal": Kind(
        "目標",
        forms.GoalForm,
        Goal,
        actions.set_goal,
        same("horizon", "person", "text", "look_at", "sign", "closes"),
        "plan__case",
        ("person",),
        correct=actions.correct_goal,
        ties=lambda viewer, row: {"needs": [need for _, need in aims_of(viewer, row)]},
    ),
    "step": Kind(
        "取組",
        forms.StepForm,
        Step,
        actions.take_step,
        same("by", "person", "organisation", "name", "text", "care", "fit"),
        "goal__plan__case",
        ("person", "organisation", "fit"),
    ),
    "levels": Kind(
        "五つの段",
        forms.LevelsForm,
        Levels,
        actions.agree_levels,
        same(*Levels.STEPS.values(), "agreed_with"),
        "goal__plan__case",
        ("goal__plan",),
        door="五つの段を家族と決める",
    ),
    "planstatus": Kind(
        "プランの状態",
        forms.StatusForm,
        PlanStatus,
        actions.set_status,
        same("kind", "reason"),
        "plan__case",
        door="プランの状態を変える",
    ),
}
OF_PLAN = ("voice", "goal", "planstatus")


def _which(row: Any) -> str:
    """The plan that a row is, belongs to or works for: the page would open the newest one."""
    if isinstance(row, Case):
        return ""
    plan = row if isinstance(row, Plan) else row.goal.plan if isinstance(row, Step | Levels) else row.plan
    return f"?plan={plan.ref}"


TELLING = Telling("plans", KINDS, "プラン", query=_which)
