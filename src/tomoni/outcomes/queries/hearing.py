"""Reading what each voice said when asked by itself, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.assessment.queries import Voice, voices_of
from tomoni.cases.models import Case
from tomoni.outcomes.models import Answer, Hearing, Review
from tomoni.plans.models import Plan
from tomoni.plans.queries import sheet
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.support.queries import requests, services

UNCLEAR = "unclear"


@dataclass(frozen=True)
class Service:
    """A service, or somebody around the family, that is in use."""

    who: str
    organisation: Organisation | None = None

    @property
    def name(self) -> str:
        """How it is called where the directory does not know it."""
        return "" if self.organisation else self.who

    @property
    def key(self) -> str:
        """By what a field or an address names it: the same as long as it is called the same."""
        if self.organisation:
            return self.organisation.ref.hex
        return sha256(self.who.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True)
class Row:
    """One question, or one service, with what each voice said of it."""

    label: str
    said: list[tuple[Hearing, Answer | None]]

    @property
    def apart(self) -> bool:
        """Whether the voices see it differently, as far as they know."""
        ways = {answer.way for _, answer in self.said if answer and answer.way not in ("", UNCLEAR)}
        return len(ways) > 1


@dataclass(frozen=True)
class Heard:
    """All voices of a review, each in its own column; and whom nobody has asked."""

    hearings: list[Hearing]
    unheard: list[Voice]

    @cached_property
    def questions(self) -> list[Row]:
        """The seven questions, as far as anybody answered them."""
        return self._rows((code.id, "", code.label) for code in codes("review_questions"))

    @cached_property
    def services(self) -> list[Row]:
        """Services of which anybody said whether it was good to use them."""
        named = {_place(answer): answer for row in self.hearings for answer in row.answers.all()}
        used = [(place, answer) for place, answer in named.items() if place[0] == Answer.WORTH]
        return self._rows(
            (*place, answer.organisation.name if answer.organisation else answer.name)
            for place, answer in used
        )

    def _rows(self, asked: Iterable[tuple[str, Any, str]]) -> list[Row]:
        told = [(row, {_place(answer): answer for answer in row.answers.all()}) for row in self.hearings]
        rows = [
            Row(label, [(row, found.get((code, of))) for row, found in told]) for code, of, label in asked
        ]
        return [row for row in rows if any(answer for _, answer in row.said)]


def hearings(viewer: Viewer, level: Level = Level.READ) -> Any:
    """What was heard and stands, person by person and the centre last."""
    return _with_answers(viewer, Hearing.objects.all().visible_to(viewer, level).standing())


def hearing_from(viewer: Viewer, review: Review, person_ref: UUID | None, ref: str) -> Hearing | None:
    """What this voice had said in a hearing that was taken back: whoever starts again begins with its words."""
    gone = Hearing.objects.all().visible_to(viewer).retracted().filter(review=review)
    found = gone.filter(person__ref=person_ref) if person_ref else gone.filter(person=None)
    return next((row for row in _with_answers(viewer, found) if str(row.ref) == ref), None)


def services_of(hearing: Hearing | None) -> list[Service]:
    """The services it speaks of, whether they are still used or not."""
    told = [
        answer for answer in (hearing.answers.all() if hearing else ()) if answer.question == Answer.WORTH
    ]
    return [Service(_called(answer), answer.organisation) for answer in told]


def heard(viewer: Viewer, case: Case, reviews: Iterable[Review]) -> list[tuple[Review, Heard]]:
    """Each review with its voices; as many queries for one as for ten."""
    rows, voices = list(reviews), askable(viewer, case)
    told: dict[int, list[Hearing]] = {}
    for row in hearings(viewer).filter(review__in=[review.pk for review in rows]):
        told.setdefault(row.review_id, []).append(row)
    return [(review, _side_by_side(told.get(review.pk, []), voices)) for review in rows]


def askable(viewer: Viewer, case: Case) -> list[Voice]:
    """Whom to ask: children and parents who can answer, and the centre itself."""
    return [voice for voice in voices_of(viewer, case) if voice.can_be_asked]


def in_use(viewer: Viewer, plan: Plan) -> list[Service]:
    """What the family uses or used: services of which a day was written down, requests for this plan, and its steps by others;
    those that ended too, for they are looked back at.
    """
    used = [service.latest for service in services(viewer, plan.case)[0]]
    asked = [thread.fact for thread in requests(viewer, plan.case)[0] if thread.fact.person is None]
    mine = [row for row in asked if row.goal is None or row.goal.plan_id == plan.pk]
    shown = sheet(viewer, plan)
    steps = [each.fact for row in (*shown.long, *shown.short) for each in row.steps]
    rows: list[Any] = [*used, *mine, *steps]
    found = [Service(_called(row), row.organisation) for row in rows]
    return list({service.key: service for service in found if service.who}.values())


def _called(row: Any) -> str:
    return str(row.organisation.name if row.organisation else row.name)


def _place(answer: Answer) -> tuple[str, Any]:
    return answer.question, answer.organisation_id or answer.name


def _with_answers(viewer: Viewer, rows: Any) -> Any:
    said = Answer.objects.all().visible_to(viewer).select_related("organisation").order_by("pk")
    related = (
        "person",
        "author__user",
        "dossier",
        "review__plan__case__family__dossier",
        "review__plan__case__dossier",
    )
    return rows.select_related(*related).prefetch_related(Prefetch("answers", said)).order_by("pk")


def _side_by_side(rows: list[Hearing], voices: list[Voice]) -> Heard:
    """Columns in the order of the voices; whoever has left the sheet since comes behind."""
    order = {voice.person.pk if voice.person else None: place for place, voice in enumerate(voices)}
    rows = sorted(rows, key=lambda row: (order.get(row.person_id, len(order)), row.pk))
    told = {row.person_id for row in rows}
    return Heard(rows, [each for each in voices if (each.person.pk if each.person else None) not in told])
