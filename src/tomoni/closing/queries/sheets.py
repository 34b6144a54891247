"""Reading reviews, signs of return, what remains, and closings."""

from dataclasses import dataclass
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.cases.models import Case
from tomoni.closing.models import Closing, Remaining, ReturnSign
from tomoni.outcomes.models import Review
from tomoni.outcomes.queries import reviews
from tomoni.people.rules import Thread, threads
from tomoni.plans.models import Plan
from tomoni.plans.queries import plans


@dataclass(frozen=True)
class Sheet:
    """Looking back and closing, of one case."""

    case: Case
    plans: list[Plan]
    reviews: list[Review]
    signs: list[Thread[ReturnSign]]
    remaining: list[Thread[Remaining]]
    closing: Closing | None
    withdrawn: list[Any]

    @property
    def decided(self) -> Review | None:
        """The newest review, if it was decided that the engagement may end."""
        newest = self.reviews[0] if self.reviews else None
        return newest if newest and newest.outcome == "close" else None


def sheet(viewer: Viewer, case: Case) -> Sheet:
    """Everything about the end of a case."""
    signs, gone = _told(viewer, ReturnSign, case, ("child", "organisation"))
    remaining, back = _told(viewer, Remaining, case, ("organisation",))
    ended = Closing.objects.all().visible_to(viewer).filter(case=case).select_related("author__user")
    found = [plan for plan in plans(viewer).filter(case=case) if plan.agreed_on]
    seen = list(reviews(viewer).filter(plan__case=case))
    return Sheet(case, found, seen, signs, remaining, ended.first(), [*gone, *back])


def signs_of(viewer: Viewer, case: Case) -> Any:
    """Signs of return that stand today."""
    return ReturnSign.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)


def _told(viewer: Viewer, model: Any, case: Case, names: tuple[str, ...]) -> tuple[list[Any], list[Any]]:
    rows = model.objects.all().visible_to(viewer).filter(case=case)
    return threads(rows.select_related(*names, "recorded_by__user").order_by("pk"))
