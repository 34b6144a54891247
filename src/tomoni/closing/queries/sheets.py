"""Reading reviews, signs of return, what remains, and closings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO
from tomoni.cases.models import Case
from tomoni.closing.models import Closing, Ending, Remaining, ReturnSign
from tomoni.meetings.models import Decision
from tomoni.monitoring.models import Observation
from tomoni.outcomes.models import Review
from tomoni.outcomes.queries import Heard, heard, reviews, seen_since, taken_back
from tomoni.people.rules import Thread, threads
from tomoni.plans.models import Goal, Plan
from tomoni.plans.queries import ended, plans
from tomoni.sharing.models import Disclosure
from tomoni.sharing.queries import of_any, passed_on

GROUNDS = ("review", "decision", "ending")  # what a closing rests on


@dataclass(frozen=True)
class Sheet:
    """Looking back and closing, of one case."""

    case: Case
    plans: list[Plan]
    seen: list[tuple[Plan, list[tuple[Goal, list[Observation]]]]]
    reviews: list[tuple[Review, Heard]]
    signs: list[Thread[ReturnSign]]
    remaining: list[
        tuple[Thread[Remaining], Disclosure | None]
    ]  # and what was written down of what its taker was told
    closing: Closing | None
    word: "LastWord"
    withdrawn: list[Any]
    taken_back: list[Review]


@dataclass(frozen=True)
class LastWord:
    """What was decided last on how a case goes on: on a review, by a 支援方針会議, or to end without a review. A review that
    was written down last and waits for its decision (``waiting``) leaves nothing decided.
    """

    said: Review | Decision | Ending | None
    waiting: Review | None

    @property
    def ends(self) -> bool:
        """Whether the engagement may end."""
        if self.waiting or self.said is None:
            return False
        return isinstance(self.said, Ending) or self.said.outcome == "close"

    @property
    def day(self) -> date:
        """When it was decided."""
        assert self.said is not None
        assert self.said.decided_at is not None
        return self.said.decided_at.astimezone(TOKYO).date()


def last_word(viewer: Viewer, case: Case) -> LastWord:
    """Over all plans of the case."""
    newest = reviews(viewer).filter(plan__case=case).order_by("-pk").first()
    met = Decision.objects.all().visible_to(viewer).filter(item__case=case, item__meeting__kind="policy")
    free = Ending.objects.all().visible_to(viewer).filter(case=case).select_related("decided_by__user")
    words = [newest, met.order_by("-decided_at", "-pk").first(), free.order_by("-pk").first()]
    decided = [word for word in words if word and word.decided_at]
    waiting = newest if newest and not newest.outcome else None
    return LastWord(max(decided, key=lambda word: word.decided_at, default=None), waiting)


def sheet(viewer: Viewer, case: Case) -> Sheet:
    """Everything about the end of a case."""
    signs, gone = _told(viewer, ReturnSign, case, ("child", "organisation"))
    remaining, back = _told(viewer, Remaining, case, ("organisation",))
    closed = (
        Closing.objects.all().visible_to(viewer).filter(case=case).select_related("author__user", *GROUNDS)
    )
    over = ended(viewer, case)
    found = [plan for plan in plans(viewer).filter(case=case) if plan.agreed_on and plan.pk not in over]
    looked = heard(viewer, case, reviews(viewer).filter(plan__case=case))
    fresh = seen_since(viewer, case)
    seen = [(plan, rows) for plan in found if (rows := [row for row in fresh[plan.pk] if row[1]])]
    word, passed = last_word(viewer, case), passed_on(viewer, case.family)
    return Sheet(
        case,
        found,
        seen,
        looked,
        signs,
        [(thread, of_any(passed, (thread.fact, *thread.earlier))) for thread in remaining],
        closed.first(),
        word,
        [*gone, *back],
        taken_back(viewer, case),
    )


def signs_of(viewer: Viewer, case: Case) -> Any:
    """Signs of return that stand today."""
    return ReturnSign.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)


def going_alongside(viewer: Viewer, case: Case, on: date) -> list[Remaining]:
    """What we go along with beyond that day."""
    rows = Remaining.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)
    return [row for row in rows.select_related("organisation").order_by("pk") if row.goes_on(on)]


def _told(viewer: Viewer, model: Any, case: Case, names: tuple[str, ...]) -> tuple[list[Any], list[Any]]:
    rows = model.objects.all().visible_to(viewer).filter(case=case)
    return threads(rows.select_related(*names, "recorded_by__user").order_by("pk"))
