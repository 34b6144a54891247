"""What plan, support and what came of it leave as clues."""

from collections.abc import Iterator
from typing import Any

from tomoni.assessment.models import Fit, Need
from tomoni.closing.models import Closing, Remaining, ReturnSign
from tomoni.insight.queries.ground import Ground, day_of
from tomoni.insight.queries.meeting import as_records
from tomoni.insight.rules import Clue, Record
from tomoni.monitoring.models import Observation
from tomoni.outcomes.models import Attainment, Review
from tomoni.people.rules import Versions
from tomoni.plans.models import Aim, Given, Goal, Plan, PlanStatus, Step, Voice
from tomoni.sharing.models import Consent
from tomoni.support.models import Request


def clues(ground: Ground, needs: Versions[Need], agreed: list[Consent]) -> Iterator[Clue]:
    """Plans with voices, goals and steps; requests and observations; reviews; signs, what remains, the closing."""
    yield from _plans(ground)
    goals = ground.told(Goal, "plan__case", "plan")
    yield from _goals(ground, goals, needs)
    yield from _steps(ground, goals, as_records(agreed, ground))
    yield from _followed(ground, goals, {row.pk for row in agreed if row.given})
    yield from _reviewed(ground)
    yield from _ended(ground)


def _plans(ground: Ground) -> Iterator[Clue]:
    for row in ground.rows(Plan, "case"):
        on = row.agreed_on or day_of(row.made_at)
        yield ground.clue("plan", row, on, [row.agreed_on and "agreed"], path=_plan(ground, row))
    for thread in ground.told(PlanStatus, "plan__case", "plan").threads:
        row = thread.fact
        marks, text = [f"status:{row.kind}"], row.reason or row.plan
        yield ground.clue("plan_status", row, row.told_on, marks, text=text, path=_plan(ground, row.plan))
    for thread in ground.told(Voice, "plan__case", "plan").threads:
        row = thread.fact
        voice, path = ground.voice(row.person_id, row.told_on, "family"), _plan(ground, row.plan, "#voices")
        yield ground.clue("voice", row, row.told_on, [f"voice:{row.kind}"], voice=voice, path=path)
    for row in ground.rows(Given, "plan__case", "plan", "person").standing():
        marks = [row.answer and "answer", row.signed and "signed"]
        text, path = f"{row.person}さんに", _plan(ground, row.plan)
        yield ground.clue(
            "given",
            row,
            day_of(row.at),
            marks,
            voice=ground.voice(row.person_id, day_of(row.at)),
            text=text,
            path=path,
        )


def _plan(ground: Ground, plan: Any, anchor: str = "") -> str:
    return f"{ground.page('plan').partition('?')[0]}?plan={plan.ref}{anchor}"


def _goals(ground: Ground, goals: Versions[Goal], needs: Versions[Need]) -> Iterator[Clue]:
    answered: dict[int, set[str]] = {}
    for thread in ground.told(Aim, "goal__plan__case").threads:
        goal, need = goals.get(thread.fact.goal_id), needs.get(thread.fact.need_id)
        if goal and need:
            answered.setdefault(goal.fact.pk, set()).add(f"need:{need.fact.kind}")
    for row in (thread.fact for thread in goals.threads):
        marks = [
            f"horizon:{row.horizon}",
            row.sign and "sign",
            row.closes and "closes",
            *answered.get(row.pk, ()),
        ]
        path = _plan(ground, row.plan, f"#goal-{row.ref}")
        yield ground.clue(
            "goal",
            row,
            row.told_on,
            marks,
            voice=ground.voice(row.person_id, row.told_on, "family"),
            path=path,
        )


def _steps(ground: Ground, goals: Versions[Goal], agreed: dict[int, Record]) -> Iterator[Clue]:
    fits = ground.told(Fit, "need__case")
    for thread in ground.told(Step, "goal__plan__case", "goal__plan").threads:
        row = thread.fact
        goal, consent = goals.get(row.goal_id), agreed.get(row.organisation_id)
        if goal:
            marks = [f"by:{row.by}", fits.get(row.fit_id) and "fit", row.care and "care"]
            path, who = (
                _plan(ground, row.goal.plan, f"#goal-{goal.fact.ref}"),
                row.name or str(row.organisation_id or ""),
            )
            yield ground.clue("step", row, row.told_on, marks, path=path, who=who)
            if consent:
                yield ground.clue(
                    "step", row, row.told_on, [*marks, "consented"], path=path, who=who, beside=[consent]
                )


def _followed(ground: Ground, goals: Versions[Goal], given: set[int]) -> Iterator[Clue]:
    requests = ground.told(Request, "case", "organisation", "person")
    for thread in requests.threads:
        row = thread.fact
        marks = [
            row.told and "told",
            row.consent_id in given and "consent",
            goals.get(row.goal_id) and "goal",
            row.text and "does",
        ]
        yield ground.clue(
            "request",
            row,
            row.told_on,
            marks,
            text=row.asked,
            who=row.asked,
            path=ground.page("request", "#asked"),
        )
    for thread in ground.told(Observation, "case", "person", "organisation").threads:
        row = thread.fact
        marks = [f"evidence:{row.kind}", f"way:{row.way}", goals.get(row.goal_id) and "goal"]
        marks += [requests.get(row.request_id) and "request", row.contact_id and "contact"]
        path, voice = ground.page("observation", f"#seen-{row.ref}"), ground.teller(row, row.told_on)
        yield ground.clue(
            "observation",
            row,
            row.told_on,
            marks,
            voice=voice,
            person=row.person_id,
            who=row.told_by,
            path=path,
        )


def _reviewed(ground: Ground) -> Iterator[Clue]:
    """What was said of a goal belongs to its review: it is found there."""
    path = ground.page("review", "#reviews")
    for row in ground.rows(Review, "plan__case", "plan").standing():
        marks = [row.family_wish and "family_wish", f"outcome:{row.outcome}"]
        yield ground.clue("review", row, day_of(row.at), marks, text=row.plan, path=path)
    for row in ground.rows(Attainment, "review__plan__case", "review__plan").filter(
        review__retracted_at=None
    ):
        review, voice = row.review, ground.voice(row.person_id, day_of(row.review.at), "centre")
        marks, found = (
            [f"way:{row.way}", row.text and "words"],
            {"text": review.plan, "path": path, "of": "review"},
        )
        yield ground.clue(
            "attainment", review, day_of(review.at), marks, voice=voice, person=row.person_id, **found
        )


def _ended(ground: Ground) -> Iterator[Clue]:
    for thread in ground.told(ReturnSign).threads:
        row = thread.fact
        marks = [f"watcher:{row.watcher}", "always" if row.always else "agreed"]
        who, path = (
            f"{row.watcher} {row.organisation_id or row.name}",
            ground.page("sign", f"#sign-{row.ref}"),
        )
        yield ground.clue("sign", row, row.told_on, marks, who=who, path=path)
    for thread in ground.told(Remaining).threads:
        row = thread.fact
        marks = [row.organisation_id and "organisation", row.told and "told", row.alongside and "alongside"]
        yield ground.clue("remaining", row, row.told_on, marks, path=ground.page("remaining", "#remaining"))
    for row in ground.rows(Closing, "case"):
        yield ground.clue(
            "closing", row, day_of(row.at), [row.answer and "answer"], path=ground.page("closing", "#ended")
        )
