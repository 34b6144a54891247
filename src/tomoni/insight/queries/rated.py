"""What people said of the practice in a case: their own answers, and, for whoever leads it or coordinates, those of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import Q

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import User
from tomoni.cases.models import Case
from tomoni.insight.models import Rating
from tomoni.insight.rules import Agreement, Tally, agreement, tally

Answers = Mapping[str, Rating]


@dataclass(frozen=True)
class Rater:
    """Somebody, and their newest answer to each box."""

    user: User
    answers: Answers

    @property
    def own(self) -> bool:
        """Whether the newest answers are of their own practice."""
        newest: Rating = max(self.answers.values(), key=attrgetter("pk"))
        return newest.own

    def tally(self, boxes: frozenset[str]) -> Tally:
        """How the answers to these boxes stand."""
        return tally(row.answer for box, row in self.answers.items() if box in boxes)


@dataclass(frozen=True)
class Ratings:
    """All that the viewer may know of a case; whoever leads it first."""

    raters: list[Rater]

    def of_box(self, box: str) -> list[Rating]:
        """What was said of a box."""
        return [rater.answers[box] for rater in self.raters if box in rater.answers]

    @cached_property
    def agreements(self) -> list[tuple[Rater, Rater, Agreement]]:
        """The lead beside each colleague."""
        own = [rater for rater in self.raters if rater.own]
        others = [rater for rater in self.raters if not rater.own]
        return [(one, other, _beside(one.answers, other.answers)) for one in own for other in others]


def of(viewer: Viewer, case: Case) -> Ratings:
    """A colleague sees the own answers only, so that two look independently; head and others see none but theirs, for these
    are no figures about staff.
    """
    rows = Rating.objects.all().visible_to(viewer).filter(case=case).select_related("by__user")
    if viewer.role != Role.COORDINATOR:
        rows = rows.filter(Q(by__user=viewer.user) | Q(case__lead__user=viewer.user))
    found = groupby(rows.order_by("by__user_id", "pk"), attrgetter("by.user"))
    raters = [Rater(user, {row.box: row for row in said}) for user, said in found]
    return Ratings(sorted(raters, key=lambda rater: not rater.own))


def mine(viewer: Viewer, case: Case) -> Answers:
    """What the viewer answered last."""
    rows = Rating.objects.all().visible_to(viewer).filter(case=case, by__user=viewer.user)
    return {row.box: row for row in rows.order_by("pk")}


def _beside(one: Answers, other: Answers) -> Agreement:
    return agreement((one[box].answer, other[box].answer) for box in one.keys() & other.keys())
