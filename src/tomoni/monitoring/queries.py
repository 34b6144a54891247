"""Reading how it goes: requests with their answers, observations by goal."""

from dataclasses import dataclass
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.assessment.queries import voices_of
from tomoni.calendar import today
from tomoni.cases.models import Case
from tomoni.contacts.queries import passages
from tomoni.monitoring.models import FITS, Observation
from tomoni.people.models import Person
from tomoni.people.rules import Thread, Versions, threads
from tomoni.plans.models import Goal
from tomoni.sharing.models import Disclosure
from tomoni.sharing.queries import Answer, answer, consents, of_any, passed_on
from tomoni.support.models import Request, Talk
from tomoni.support.queries import Service, requests, services, talks


@dataclass(frozen=True)
class Asked:
    """A request and what came back."""

    thread: Thread[Request]
    answers: list[Thread[Observation]]
    consent: Answer | None  # the family's, that it was asked with, as it stands today
    passed: Disclosure | None  # what was written down of what they were told

    @property
    def late(self) -> bool:
        """Its day has passed and nobody has said what becomes of it."""
        row = self.thread.fact
        return row.case.is_open and row.valid_until is None and row.until < today()


@dataclass(frozen=True)
class Watched:
    """A goal and what was seen on it; ``goal`` is None for what belongs to none."""

    goal: Goal | None
    seen: list[Thread[Observation]]

    @property
    def over(self) -> bool:
        """The goal has ended."""
        return self.goal is not None and self.goal.valid_until is not None


@dataclass(frozen=True)
class Fitting:
    """Whether the support fits the wish of one person, in their own words, the newest first; empty: nobody has asked."""

    person: Person
    said: list[Thread[Observation]]
    can_be_asked: bool = False


@dataclass(frozen=True)
class Sheet:
    """How it goes, of one case."""

    case: Case
    asked: list[Asked]
    talks: list[Thread[Talk]]
    services: list[Service]
    watched: list[Watched]
    fitting: list[Fitting]
    withdrawn: list[Any]

    @property
    def over(self) -> list[Watched]:
        """Goals that have ended, with what was seen on them."""
        return [row for row in self.watched if row.over]


def observations(viewer: Viewer, case: Case) -> tuple[list[Thread[Observation]], list[Observation]]:
    """What was seen and said, the newest first; and what was taken back."""
    rows = Observation.objects.all().visible_to(viewer).filter(case=case)
    related = ("person", "organisation", "recorded_by__user", "contact")
    return threads(rows.select_related(*related).order_by("-valid_from", "-pk"))


def hidden(viewer: Viewer) -> Any:
    """Observations whose words were hidden, with their family."""
    return Observation.objects.all().visible_to(viewer).exclude(hidden="").select_related("case__family")


def passages_of(viewer: Viewer, case: Case) -> Any:
    """Passages of the case's records with who told them."""
    told = passages(viewer).filter(contact__case=case)
    return told.select_related("contact__organisation", "speaker")


def last_seen(viewer: Viewer, case: Case) -> Observation | None:
    """What was seen or said last."""
    rows = Observation.objects.all().visible_to(viewer).standing().filter(case=case)
    found: Observation | None = rows.order_by("-valid_from", "-pk").first()
    return found


def sheet(viewer: Viewer, case: Case) -> Sheet:
    """Requests with their answers, then goals with what was seen, then the rest; and whether it fits, person by person."""
    asked, gone = requests(viewer, case)
    told, back = observations(viewer, case)
    fits, seen = [t for t in told if t.fact.kind == FITS], [t for t in told if t.fact.kind != FITS]
    by_request, goals = Versions(asked), _goals(viewer, case)
    answers: dict[int, list[Thread[Observation]]] = {}
    on_goal: dict[int | None, list[Thread[Observation]]] = {}
    for thread in seen:
        request = by_request.get(thread.fact.request_id)
        if request:
            answers.setdefault(request.fact.pk, []).append(thread)
        goal = goals.get(thread.fact.goal_id)
        if goal or not request:
            on_goal.setdefault(goal.fact.pk if goal else None, []).append(thread)
    watched = [Watched(t.fact, on_goal.get(t.fact.pk, [])) for t in goals.threads]
    rest = [Watched(None, on_goal[None])] if None in on_goal else []
    agreed = {row.pk: answer(row) for row in consents(viewer).filter(family=case.family)}
    passed = passed_on(viewer, case.family)
    answered = [
        Asked(
            t,
            answers.get(t.fact.pk, []),
            agreed.get(t.fact.consent_id),
            of_any(passed, (t.fact, *t.earlier)),
        )
        for t in asked
    ]
    (met, unmet), (used, unused) = talks(viewer, case), services(viewer, case)
    withdrawn, fitting = [*gone, *back, *unmet, *unused], _fitting(viewer, case, fits)
    return Sheet(case, answered, met, used, [*watched, *rest], fitting, withdrawn)


def _fitting(viewer: Viewer, case: Case, fits: list[Thread[Observation]]) -> list[Fitting]:
    """The case's children and the parents, then whoever else of the family was asked."""
    voices = {voice.person.pk: voice for voice in voices_of(viewer, case) if voice.person}
    people = {pk: voice.person for pk, voice in voices.items() if voice.person and not voice.kept_from}
    people |= {t.fact.person.pk: t.fact.person for t in fits if t.fact.person}
    asked = {pk for pk, voice in voices.items() if voice.can_be_asked}
    return [
        Fitting(row, [t for t in fits if t.fact.person_id == pk], pk in asked) for pk, row in people.items()
    ]


def _goals(viewer: Viewer, case: Case) -> Versions[Goal]:
    rows = Goal.objects.all().visible_to(viewer).filter(plan__case=case).select_related("plan", "person")
    standing, _ = threads(rows.order_by("pk"))
    return Versions(standing)
