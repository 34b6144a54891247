"""Lists of intake: children not yet seen, referrals not yet decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.models import Duty
from tomoni.cases.queries import duties
from tomoni.intake.models import SafetyCheck
from tomoni.intake.queries.sheets import referrals
from tomoni.intake.rules import clock
from tomoni.people.models import Person


@dataclass(frozen=True)
class Unseen:
    """A child not yet seen after a 通告: the running duty, how its clock stands, and the 受付票."""

    duty: Duty
    state: str
    referral: UUID


def unseen(viewer: Viewer) -> Any:
    """Running clocks of all the viewer may read, the nearest limit first."""
    return duties(viewer).filter(kind="safety_check").select_related("family", "child", "holder__user")


def unseen_rows(rows: list[Duty]) -> list[Unseen]:
    """These duties as lines of the list."""
    moment = now()
    return [Unseen(row, clock(row.due_at, None, moment), UUID(row.source.partition(":")[2])) for row in rows]


def sights_of(viewer: Viewer, persons: Iterable[Person]) -> dict[int, datetime]:
    """When each person, by its id, was last seen after a 通告, by us or by an agency for us."""
    rows = SafetyCheck.objects.all().visible_to(viewer).filter(person__in=list(persons)).order_by()
    return {row["person"]: row["at"] for row in rows.values("person").annotate(at=Max("seen_at"))}


def undecided(viewer: Viewer) -> Any:
    """Referrals on which nothing is decided yet, the oldest first."""
    return referrals(viewer).filter(outcome="").order_by("received_at", "pk")
