"""Reading what was a help: what can be named at a look-back."""

from tomoni.access.viewer import Viewer
from tomoni.assessment import queries as assessment
from tomoni.assessment.models import Fit
from tomoni.plans.models import Plan, Step
from tomoni.plans.queries import sheet


def could_help(viewer: Viewer, plan: Plan) -> dict[int, list[Step | Fit]]:
    """By goal that has any: its steps, those that ended too, and the strengths that serve the needs it answers."""
    needs = {row.need.pk: row.fits for row in assessment.sheet(viewer, plan.case).needs}
    shown, found = sheet(viewer, plan), dict[int, list[Step | Fit]]()
    for row in (*shown.long, *shown.short):
        fits = {}
        for need in row.needs:
            for thread, strength in needs.get(need.pk, ()):
                thread.fact.strength = strength
                fits[thread.fact.pk] = thread.fact
        rows: list[Step | Fit] = [*(step.fact for step in row.steps), *fits.values()]
        if rows:
            found[row.goal.pk] = rows
    return found
