"""Handing a worker's families over: whose they are, what is due there, what was handed over lately."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import today
from tomoni.cases.models import Case, Duty
from tomoni.cases.queries import deputies, duties, lead_changes, led

LATELY = timedelta(days=31)


@dataclass
class Carried:
    """A running case of the worker, with what is due there."""

    case: Case
    duties: list[Duty] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How its fields are called."""
        return f"c{self.case.ref.hex}"

    @property
    def waiting(self) -> str:
        """What opens the list of what is due; a child not yet seen is named before it is opened."""
        unseen = any(duty.kind == "safety_check" for duty in self.duties)
        told = f"まだ済んでいないこと {len(self.duties)}件"
        return f"{told}（こどもの安全確認があります）" if unseen else told


def leaders(viewer: Viewer) -> list[tuple[Post, int]]:
    """Who leads running cases that the viewer reads, with how many."""
    found: dict[int, tuple[Post, int]] = {}
    for case in led(viewer).filter(closed_on=None):
        found[case.lead_id] = (case.lead, found.get(case.lead_id, (None, 0))[1] + 1)
    return sorted(found.values(), key=lambda each: (-each[1], each[0].pk))


def leader(viewer: Viewer, asked: str) -> Post | None:
    """The worker asked for: one who leads, or led until lately, what the viewer reads."""
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        return None
    now = led(viewer).filter(closed_on=None, lead=int(asked)).first()
    gone = None if now else lately_of(viewer, int(asked)).first()
    return now.lead if now else gone.former if gone else None


def carried(viewer: Viewer, former: Post) -> list[Carried]:
    """The worker's running cases, the oldest first, with open duties."""
    cases = led(viewer).filter(closed_on=None, lead=former).order_by("opened_on", "pk")
    found = {case.pk: Carried(case) for case in cases}
    for duty in duties(viewer).filter(case__in=list(found), holder=former):
        found[duty.case_id].duties.append(duty)
    return list(found.values())


def lately_of(viewer: Viewer, former: int) -> Any:
    """What went from this worker to others in the last month."""
    return lead_changes(viewer).filter(former=former, on__gte=today() - LATELY)


def lately(viewer: Viewer, former: Post) -> list[Any]:
    """The same, for the page."""
    return list(lately_of(viewer, former.pk))


def beside(viewer: Viewer, case: Case) -> Any:
    """Who works beside the lead of the case today."""
    return deputies(viewer).filter(case=case, until=None)
