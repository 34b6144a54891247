"""What one worker sees first: children not yet seen, promises, reviews, notices, meetings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.decide import may_ever
from tomoni.access.models import BreakGlass, Dossier
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.models import Duty
from tomoni.cases.queries import duties
from tomoni.contacts.queries import good_news
from tomoni.jobs.models import Notice
from tomoni.meetings.models import Meeting
from tomoni.meetings.queries import Again, to_call
from tomoni.outcomes.queries import waiting as to_decide

SHOWN = 30
EARLY = timedelta(days=7)  # so long before it is time to be in touch again
# Duties that only a record ends: the sheet of the family it is made from, and what is done there.
BY_RECORD = {
    "plan_review": ("closing:sheet", "プランを見直す"),
    "reassessment": ("assessment:sheet", "アセスメントを見直す"),
    "request": ("monitoring:sheet", "依頼を見直す"),
    "feedback": ("monitoring:sheet", "使ってみてどうかを聞く"),
    "tell_family": ("sharing:family", "家族に話した"),
}
# Of these, what opened the duty has a page of its own for the record.
BY_SOURCE = {"plans.plan": "outcomes:look_back", "sharing.disclosure": "sharing:tell"}
NEAR = timedelta(days=31)  # what is due later than that waits behind a fold


@dataclass(frozen=True)
class Line:
    """A duty and how it stands: ``late``, ``today``, ``soon`` (within a week) or ``later``."""

    duty: Duty
    state: str

    @property
    def door(self) -> str:
        """The page on which the record is made that ends the duty; empty for a promise, which is said to be kept."""
        if self.duty.kind not in BY_RECORD:
            return ""
        label, _, ref = self.duty.source.partition(":")
        if label in BY_SOURCE:
            return reverse(BY_SOURCE[label], args=[ref])
        return reverse(BY_RECORD[self.duty.kind][0], args=[self.duty.family.ref])

    @property
    def door_label(self) -> str:
        """What is done there."""
        return BY_RECORD[self.duty.kind][1]


@dataclass(frozen=True)
class Today:
    """The one list for today; what lies further off is told ``ahead``."""

    unseen: list[Line]
    promises: list[Line]
    ahead: list[Line]
    notices: list[Any]
    meetings: list[Any]
    emergencies: list[Any]
    good: list[Any]
    waiting: list[Any]
    to_call: list[Again]


def state(due_at: datetime, moment: datetime) -> str:
    """How near a limit is."""
    if due_at < moment:
        return "late"
    if due_at.astimezone(moment.tzinfo).date() == moment.date():
        return "today"
    return "soon" if due_at - moment <= timedelta(days=7) else "later"


def of(viewer: Viewer) -> Today:
    """Today's list: the unseen children of all the viewer may read, everything else the viewer's own."""
    moment = now()
    open_duties = duties(viewer).select_related("family", "child", "holder__user", "case")
    unseen = open_duties.filter(kind="safety_check")[:SHOWN]
    mine = open_duties.exclude(kind="safety_check").filter(holder=viewer.post)
    mine = mine.exclude(kind="contact_rhythm", due_at__gt=moment + EARLY)
    near, ahead = mine.filter(due_at__lte=moment + NEAR), mine.filter(due_at__gt=moment + NEAR)
    return Today(
        _lines(unseen, moment),
        _lines(near[:SHOWN], moment),
        _lines(ahead[:SHOWN], moment),
        list(notices(viewer)[:10]),
        list(
            Meeting.objects.all()
            .visible_to(viewer)
            .filter(at__gte=moment, at__lte=moment + timedelta(days=7))
            .order_by("at")
        ),
        emergencies(viewer),
        _good_news(viewer, moment),
        to_decide(viewer),
        to_call(viewer),
    )


def _lines(found: Any, moment: datetime) -> list[Line]:
    return [Line(duty, state(duty.due_at, moment)) for duty in found]


def _good_news(viewer: Viewer, moment: datetime) -> list[Any]:
    """Small changes of the last two weeks: of the cases the viewer leads, of all for those who read all."""
    mine = Q() if viewer.standing.other >= Level.READ else Q(contact__case__lead=viewer.post)
    return list(good_news(viewer, mine, Q(contact__at__gte=moment - timedelta(days=14)))[:5])


def notices(viewer: Viewer) -> Any:
    """The viewer's own notices that wait to be read, the newest first."""
    return Notice.objects.all().visible_to(viewer).filter(read_at=None).order_by("-at", "-pk")


def movable(viewer: Viewer) -> Any:
    """Open duties that the viewer may put off. The check after a 通告 cannot be: seeing the child ends it."""
    return Duty.objects.all().visible_to(viewer, Level.WRITE).open().exclude(kind="safety_check")


def sayable(viewer: Viewer) -> Any:
    """Open duties that may be called done without a record."""
    return movable(viewer).exclude(kind__in=["contact_rhythm", *BY_RECORD])


def emergencies(viewer: Viewer) -> list[BreakGlass]:
    """Emergency openings nobody has looked at yet, for those who review them, the oldest first."""
    return list(reviewable(viewer)) if may_ever(viewer, Need.SEAL) else []


def reviewable(viewer: Viewer) -> Any:
    """Emergency openings of others that wait for a word, on dossiers the viewer may read."""
    waiting = BreakGlass.objects.for_system("review list of the coordinator").filter(reviewed_at=None)
    mine = Dossier.objects.all().visible_to(viewer)
    waiting = waiting.exclude(grant__post__user=viewer.post.user_id).filter(grant__dossier__in=mine)
    return waiting.select_related("grant__post__user", "grant__dossier").order_by("grant__since")
