"""Lists of intake: children not yet seen, referrals not yet decided."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.models import Duty
from tomoni.cases.queries import duties
from tomoni.intake.queries.sheets import referrals
from tomoni.intake.rules import clock


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


def undecided(viewer: Viewer) -> Any:
    """Referrals on which nothing is decided yet, the oldest first."""
    return referrals(viewer).filter(outcome="").order_by("received_at", "pk")
