"""The course of a case: involvement, margin and the everyday support of others over its life; whom it is about and why."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Supporter
from tomoni.calendar import today
from tomoni.cases.drawing.course import Course, Seen, Since, Support, course
from tomoni.cases.models import Case, CaseChild, FamilyReason, Involvement, Margin, Rhythm, Status
from tomoni.people.rules import Thread, threads
from tomoni.practice import Code, load
from tomoni.support.queries import requests


@dataclass(frozen=True)
class Shown:
    """The drawing, and the tables it comes from."""

    drawing: Course
    levels: list[tuple[float, str, str]]
    involvement: list[Thread[Involvement]]
    margin: list[Thread[Margin]]
    others: list[Support]
    children: list[Thread[CaseChild]]
    statuses: list[Thread[Status]]
    reasons: list[Thread[FamilyReason]]
    rhythms: list[Thread[Rhythm]]

    @property
    def newest(self) -> list[Thread[Margin]]:
        """The margin as it was last seen: by the family, and by each of us."""
        return [found[-1] for found in (_theirs(self.margin), *_ours(self.margin)) if found]

    @property
    def legend(self) -> list[tuple[Seen, str]]:
        """Each line of ours with whose view it is."""
        names = [found[0].first.recorded_by.user.name for found in _ours(self.margin)]
        return [(seen, names[seen.number - 1]) for seen in self.drawing.ours]

    @property
    def tables(self) -> list[tuple[str, str, str, list[Any]]]:
        """Heading, words of the door to a new one, kind, what is told."""
        return [
            ("関与度", "関与度を決める", "involvement", self.involvement),
            ("家族の余力", "家族の余力を決める", "margin", self.margin),
            ("対象のこども・妊産婦", "対象の人を加える", "casechild", self.children),
            ("区分", "区分を決める", "status", self.statuses),
            ("かかわる理由と家族の態度", "かかわる理由を書く", "familyreason", self.reasons),
            ("連絡のリズム", "リズムを決める", "rhythm", self.rhythms),
        ]


def of(viewer: Viewer, case: Case) -> Shown:
    """From the first day of the case to its last, or today."""
    pack, last = load(case.pack), case.closed_on or today()
    involved, margins = (_levels(viewer, model, case) for model in (Involvement, Margin))
    high, room = list(pack.involvement), list(reversed(list(pack.margin)))
    going = _series(involved, high)
    theirs, ours = _series(_theirs(margins), room), [_series(found, room) for found in _ours(margins)]
    others = _others(viewer, case)
    first = min([case.opened_on, *(each.day for each in chain(going, theirs, *ours))])
    drawing = course(going, theirs, others, first, last, ours)
    levels = [(y, a.label, b.label) for y, a, b in zip(drawing.lines, high, room, strict=False)]
    children, statuses = (_levels(viewer, model, case, "person") for model in (CaseChild, Status))
    reasons = _levels(viewer, FamilyReason, case)
    rhythms = _levels(viewer, Rhythm, case, "organisation")
    return Shown(drawing, levels, involved, margins, others, children, statuses, reasons, rhythms)


def _theirs(margins: list[Thread[Margin]]) -> list[Thread[Margin]]:
    """As the family sees it."""
    return [thread for thread in margins if thread.fact.agreed_with]


def _ours(margins: list[Thread[Margin]]) -> list[list[Thread[Margin]]]:
    """As each practitioner sees it, who spoke first first."""
    found: dict[int, list[Thread[Margin]]] = {}
    for thread in margins:
        if not thread.fact.agreed_with:
            found.setdefault(thread.first.recorded_by.user_id, []).append(thread)
    return list(found.values())


def _series(found: list[Thread[Any]], order: list[Code]) -> list[Since]:
    """Each level by its place in the order of the pack, lowest first."""
    places = {code.id: place for place, code in enumerate(order)}
    return [Since(t.fact.told_on, places[t.fact.level]) for t in found if t.fact.level in places]


def _levels(viewer: Viewer, model: Any, case: Case, *names: str) -> list[Thread[Any]]:
    rows = model.objects.all().visible_to(viewer).filter(case=case)
    rows = rows.select_related("recorded_by__user", *names)
    return sorted(threads(rows.order_by("pk"))[0], key=lambda t: (t.fact.told_on, t.fact.pk))


def _others(viewer: Viewer, case: Case) -> list[Support]:
    """Whom the family believes is helping, and who was asked to."""
    rows = Supporter.objects.all().visible_to(viewer).filter(case=case, kind="helps")
    helping, _ = threads(rows.select_related("person", "organisation").order_by("pk"))
    asked, _ = requests(viewer, case)
    named = [(str(t.fact), t.fact) for t in helping] + [(t.fact.asked, t.fact) for t in reversed(asked)]
    return [
        Support(
            label,
            fact.told_on if fact.valid_from.date else case.opened_on,
            fact.valid_until.latest if fact.valid_until else None,
        )
        for label, fact in named
        if fact.valid_from
    ]
