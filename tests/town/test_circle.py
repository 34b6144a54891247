"""What living cases tell of the way round the circle: keys that tie, codes of the product, in the order of time."""

from collections.abc import Iterator
from typing import Any

import pytest

from tomoni import practice
from tomoni.town.script import Case, cases, town
from tomoni.town.timeline import (
    Assessment,
    Closing,
    Contact,
    Decided,
    Event,
    Observation,
    Observed,
    Plan,
    Request,
    Review,
    Voiced,
)
from tomoni.town.timeline.circle import Fit, Goal

every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.key)


def fits(event: Assessment) -> list[tuple[str, Fit]]:
    own = [(need.key, fit) for need in event.needs for fit in need.fits]
    return own + [(fit.need, fit) for fit in event.fits]


def observed(event: Event) -> tuple[Observed, ...]:
    return event.observed if isinstance(event, Contact | Observation) else ()


def stated(event: Event) -> Iterator[tuple[str, str]]:
    """What an event gives a key to."""
    if isinstance(event, Assessment):
        yield from (("strength", row.key) for row in event.strengths)
        yield from (("need", row.key) for row in event.needs)
        yield from (("fit", fit.key) for _, fit in fits(event))
    if isinstance(event, Plan):
        yield from (("goal", row.key) for row in event.goals)
        yield ("plan", event.id)
    if isinstance(event, Request | Review):
        yield (type(event).__name__.lower(), event.id)


def named(event: Event) -> Iterator[tuple[str, str]]:
    """What an event points at by key."""
    if isinstance(event, Assessment):
        yield from (("strength", fit.strength) for _, fit in fits(event))
        yield from (("need", key) for key, _ in fits(event))
        yield from (("need", view.need) for view in event.views)
    if isinstance(event, Plan):
        yield from (("need", key) for goal in event.goals for key in goal.needs)
        yield from (("fit", step.fit) for goal in event.goals for step in goal.steps)
    if isinstance(event, Review):
        yield ("plan", event.of)
        yield from (("goal", row.goal) for row in (*event.attained, *event.reached))
        yield from (("fit", key) for row in event.attained for key in row.helped)
    if isinstance(event, Decided | Closing | Voiced):
        yield ("review", event.of)
    yield from (("goal", row.goal) for row in observed(event))
    yield from (("request", row.request) for row in observed(event))


@every_case
def test_every_key_is_given_once_and_before_it_is_used(case: Case) -> None:
    known: set[tuple[str, str]] = set()
    for event in case.timeline:
        new = list(stated(event))
        assert [one for one in new if one in known and one[0] != "plan"] == []
        known |= set(new)
        assert [one for one in named(event) if one[1] and one not in known] == []


def goals_set(case: Case) -> list[tuple[int, str, Goal]]:
    """Every goal with its place in the timeline and its plan."""
    plans = [(at, event) for at, event in enumerate(case.timeline) if isinstance(event, Plan)]
    return [(at, plan.id, goal) for at, plan in plans for goal in plan.goals]


@every_case
def test_every_need_is_tied_to_what_serves_it_and_once_planned_to_a_goal_that_uses_it(case: Case) -> None:
    stated = {
        need.key: at
        for at, event in enumerate(case.timeline)
        if isinstance(event, Assessment)
        for need in event.needs
    }
    serves = {fit.key: need for event in case.events(Assessment) for need, fit in fits(event)}
    assert set(stated) - set(serves.values()) == set()
    aimed = {
        key
        for _, _, goal in goals_set(case)
        for key in goal.needs
        if any(serves.get(step.fit) == key for step in goal.steps)
    }
    last_planned = max((at for at, _, _ in goals_set(case)), default=-1)
    assert {key for key, at in stated.items() if at < last_planned} - aimed == set()


@every_case
def test_every_need_whose_plan_was_looked_back_at_is_followed_to_what_changed(case: Case) -> None:
    reviews = [(at, event.of) for at, event in enumerate(case.timeline) if isinstance(event, Review)]
    seen = {row.goal for event in case.timeline for row in observed(event)}
    looked_at = {row.goal for review in case.events(Review) for row in review.attained}
    due = {
        key
        for at, plan, goal in goals_set(case)
        if any(plan == of and at < then for then, of in reviews)
        for key in goal.needs
    }
    whole = {key for _, _, goal in goals_set(case) if goal.key in seen & looked_at for key in goal.needs}
    assert due - whole == set()


@every_case
def test_views_stand_side_by_side(case: Case) -> None:
    for need in (need for event in case.events(Assessment) for need in event.needs):
        assert len({view.by for view in need.views}) >= 2, need.key


@every_case
def test_a_small_step_says_what_to_look_at_and_who_does_something(case: Case) -> None:
    for goal in (goal for plan in case.events(Plan) for goal in plan.goals if goal.horizon == "short"):
        assert goal.look_at, goal.key
        assert goal.steps, goal.key


@every_case
def test_only_head_and_coordinator_decide(case: Case) -> None:
    deciders = {one.key for one in town().staff if one.role in {"head", "coordinator"}}
    assert {event.by for event in case.events(Decided)} <= deciders


def codes(name: str) -> set[str]:
    return {item.id for item in practice.codes(name).items}


def used(case: Case) -> Iterator[tuple[str, Any]]:
    """Every code, with the name of its list."""
    for event in case.timeline:
        for row in observed(event):
            yield from (("evidence", row.kind), ("goal_ways", row.way))
        if isinstance(event, Assessment):
            yield ("assessment_reasons", event.why)
            yield from (("strength_kinds", row.kind) for row in event.strengths)
            yield from (("strength_times", row.time) for row in event.strengths)
            yield from (("supporter_kinds", row.kind) for row in event.supporters)
            yield from (("adjustments", fit.adjust) for _, fit in fits(event))
            yield from (("need_doing", row.doing) for row in event.needs)
            yield from (("needs", row.kind) for row in event.needs)
            yield from (("pictures", row.picture) for row in event.needs)
        if isinstance(event, Plan):
            yield from (("plan_voices", row.kind) for row in event.voices)
            yield ("plan_statuses", event.status)
        if isinstance(event, Review):
            yield from (("goal_ways", row.way) for row in event.attained)
            yield ("review_outcomes", event.proposal)
        if isinstance(event, Decided):
            yield ("review_outcomes", event.outcome)
        if isinstance(event, Closing):
            yield from (("return_watchers", row.watcher) for row in event.signs)


def voiced(case: Case) -> Iterator[tuple[str, str]]:
    """Every code of what a voice said by itself."""
    for row in (row for event in case.events(Voiced) for row in event.answers):
        yield ("worth_ways" if row.to else "hearing_ways", row.way)
        yield ("review_questions", "" if row.to else row.question)


@every_case
def test_codes_of_the_circle_are_those_of_the_product(case: Case) -> None:
    pack = practice.current()
    allowed = {
        "needs": codes("household_needs") | {one.id for one in pack.needs},
        "pictures": {one.id for one in pack.pictures},
    }
    unknown = {
        (name, code)
        for name, code in (*used(case), *voiced(case))
        if code and code not in (allowed.get(name) or codes(name))
    }
    assert unknown == set()


def test_those_asked_and_those_who_answer_are_the_same() -> None:
    for case in cases():
        asked = {event.id: event.to for event in case.events(Request)}
        callers = {one.key: place.key for place in town().organisations for one in place.contacts}
        for row in (row for event in case.timeline for row in observed(event) if row.request):
            to = asked[row.request]
            assert callers.get(row.who, row.who) == callers.get(to, to), row.text
