"""The plan on paper: one plain sheet for the family and the centre. What is internal (needs, strengths, reasons) stays away."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.assessment.queries import children_of
from tomoni.calendar import Day, today
from tomoni.documents import SHEETS, Paper, Typed
from tomoni.people.models import Person
from tomoni.people.rules import Thread
from tomoni.plans.models import Plan, Step
from tomoni.plans.queries import GoalRow, Sheet, sheet
from tomoni.plans.rules import UNDER_WAY
from tomoni.plans.templatetags.plans import named
from tomoni.practice import codes
from tomoni.practice.words import say

WORDS = (
    *(
        "title",
        "concern",
        "agreed_on",
        "agreed_by",
        "period",
        "review",
        "next_contact",
        "voices",
        "long",
        "short",
    ),
    *("sign", "levels", "closes", "nothing", "talk", "any_time", "centre", "worker", "phone"),
)
OTHERS = {"internal": "plan.internal", "ended": "plan.ended"}


def paper(viewer: Viewer, plan: Plan) -> Paper:
    """What stands in the plan today, as the viewer may see it."""
    found = sheet(viewer, plan)
    children = children_of(viewer, plan.case)
    who = "、".join(_say("name", name=child.name) for child in children) or plan.case.family.label
    day = Day(today()).japanese()
    data: dict[str, Any] = {
        "words": _words(),
        "children": [{"name": _name(child), "kana": Typed("ふりがな", child.kana)} for child in children],
        "family": Typed("家庭の名前", plan.case.family.label),
        "band": _band(found),
        "together": _say("together") if found.status and found.status.kind in UNDER_WAY else "",
        **_agreed(plan),
        "next_contact": _say("by_then", day=_day(found.next_contact)) if found.next_contact else "",
        "voices": [_voice(thread.fact) for thread in _standing(found.voices)],
        "long": [_goal(row) for row in found.long if row.goal.valid_until is None],
        "short": [_goal(row) for row in found.short if row.goal.valid_until is None],
        "printed": _say("printed", day=day),
        **_whom_to_ask(plan),
    }
    title = Typed("名前", _say("of", who=who))
    return Paper(SHEETS / "plan.typ", title, f"サポートプラン_{plan.case.number}_{today():%Y%m%d}.pdf", data)


def _say(key: str, **values: str) -> str:
    return say(key if "." in key else f"plan.{key}", "family").format(**values)


def _words() -> dict[str, Any]:
    words: dict[str, Any] = {name: _say(name) for name in WORDS}
    words["step_heads"] = [_say(name) for name in ("who", "does", "care")]
    words["replaced_heads"] = [_say(f"paper.{name}") for name in ("where", "around", "number")]
    return words | {name: _say(f"paper.{name}") for name in ("replaced", "replaced_why")}


def _band(found: Sheet) -> str:
    """What must be seen before anything else: that this is not, or no longer, what was agreed."""
    kind = found.status.kind if found.status else ""
    return "" if kind in UNDER_WAY else _say(OTHERS.get(kind, "plan.not_yet"))


def _agreed(plan: Plan) -> dict[str, Any]:
    return {
        "concern": Typed("おもな困りごと・テーマ", plan.concern),
        "agreed_on": _day(plan.agreed_on),
        "agreed_by": Typed("だれと合意したか", plan.agreed_by),
        "period": _period(plan),
        "review": _day(plan.review_on),
        "look_when": _say("look_on", day=_day(plan.review_on)) if plan.review_on else _say("look_next"),
    }


def _period(plan: Plan) -> str:
    if not plan.starts_on:
        return ""
    start = _day(plan.starts_on)
    return _say("from_until", start=start, end=_day(plan.until)) if plan.until else _say("from", day=start)


def _day(day: date | None) -> str:
    return f"{Day(day).japanese()}（{'月火水木金土日'[day.weekday()]}）" if day else ""


def _standing(threads: Iterable[Thread[Any]]) -> list[Thread[Any]]:
    return [thread for thread in threads if thread.fact.valid_until is None]


def _name(person: Person | None) -> Typed:
    return Typed("名前", _say("name", name=person.name) if person else _say("everyone"))


def _voice(fact: Any) -> dict[str, Any]:
    by = _name(fact.person)
    return {
        "by": by,
        "kind": _say(f"plan.voice.{fact.kind}"),
        "text": Typed(f"{by.text}のことば", fact.text),
    }


def _goal(row: GoalRow) -> dict[str, Any]:
    goal, order = row.goal, [code.id for code in codes("step_actors")]
    steps = [thread.fact for thread in _standing(row.steps)]
    return {
        "text": Typed("目標", goal.text),
        "whose": Typed("名前", _say("whose", who=_name(goal.person).text)),
        "look_at": Typed("次に何を見るか", goal.look_at),
        "sign": Typed("近づいたしるし", goal.sign),
        "closes": goal.closes,
        "levels": [
            Typed("目標の五つの段", text)
            for thread in _standing(row.levels)[:1]
            for text in thread.fact.sentences.values()
        ],
        "steps": [_step(step) for step in sorted(steps, key=lambda step: order.index(step.by))],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "by": Typed("だれが取り組むか", named(step) or _say(f"plan.actor.{step.by}")),
        "text": Typed("すること", step.text),
        "care": Typed("配慮すること", step.care),
    }


def _whom_to_ask(plan: Plan) -> dict[str, Any]:
    case, team = plan.case, plan.case.family.dossier.team_to_ask
    names = [case.municipality.name, team.name if team else _say("plan.actor.centre")]
    return {
        "centre": Typed("チームの名前", "　".join(names)),
        "worker": Typed("担当者の名前", case.lead.user.name),
        "phone": Typed("チームの電話", team.phone if team else ""),
    }
