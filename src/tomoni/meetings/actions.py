"""Holding meetings and deciding."""

from collections.abc import Iterable
from datetime import date, datetime

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require, require_role
from tomoni.access.matrix import WRITERS
from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import mark, open_duty, pointer
from tomoni.cases.models import Case
from tomoni.families.models import Family
from tomoni.meetings.models import AgendaItem, Attendance, Decision, Meeting
from tomoni.meetings.rules import WAIT, outcome_label
from tomoni.practice import codes


@action("meetings.convene")
def convene(
    viewer: Viewer, *, kind: str, at: datetime, place: str = "", attendees: Iterable[Post] = ()
) -> Meeting:
    """A meeting with those who take part; posts of this municipality only."""
    require_role(viewer, WRITERS)
    meeting = Meeting(municipality=viewer.tenant, kind=kind, at=at, place=place, convened_by=viewer.post)
    meeting.save()
    for post in {p.pk: p for p in (viewer.post, *attendees)}.values():
        if post.municipality_id != viewer.tenant.pk:
            raise Refused("別の自治体の職員は出席者に選べません。")
        Attendance(municipality=viewer.tenant, meeting=meeting, post=post).save()
    return meeting


@action("meetings.put_on_agenda")
def put_on_agenda(
    viewer: Viewer,
    *,
    meeting: Meeting,
    family: Family,
    topic: str,
    proposal: str = "",
    case: Case | None = None,
    subject: DossierModel | None = None,
) -> AgendaItem:
    """One family's matter for the meeting, with the worker's own proposal."""
    owner = case or family
    require(viewer, Need.WRITE, owner)
    order = AgendaItem.objects.for_system("next place").filter(meeting=meeting).count()
    item = AgendaItem(
        municipality=viewer.tenant, dossier=owner.dossier, meeting=meeting, family=family, case=case
    )
    item.order, item.topic, item.proposal = order, topic.strip(), proposal.strip()
    item.subject = pointer(subject) if subject else ""
    item.save()
    return item


@action("meetings.decide_item")
def decide_item(
    viewer: Viewer,
    *,
    item: AgendaItem,
    outcome: str,
    reason: str,
    family_wish: str = "",
    borderline: bool = False,
    learned: str = "",
    at: datetime | None = None,
) -> Decision:
    """The meeting's decision, by a post that may decide. Once made it stands; a new meeting may decide anew."""
    require(viewer, Need.DECIDE, item)
    if not reason.strip():
        raise Refused("決めた理由を書いてください。あとで家族に説明するときの土台になります。")
    if Decision.objects.for_system("already decided?").filter(item=item).exists():
        raise Refused("この議題はすでに決定しています。変えるときは次の会議で改めて議題にしてください。")
    decision = Decision(municipality=viewer.tenant, dossier=item.dossier, item=item, outcome=outcome)
    decision.reason, decision.family_wish = reason.strip(), family_wish.strip()
    decision.borderline, decision.learned = borderline, learned.strip()
    decision.decided_at, decision.decided_by = at or now(), viewer.post
    decision.save()
    return decision


@action("meetings.conclude")
def conclude(
    viewer: Viewer,
    *,
    item: AgendaItem,
    outcome: str,
    reason: str,
    family_wish: str = "",
    borderline: bool = False,
    learned: str = "",
    look_again_on: date | None = None,
) -> Decision:
    """A decision from which nothing follows by itself, with its line in the chronology. Waiting (A7) has its day: whoever
    leads, or put the matter on the agenda, then looks again.
    """
    if outcome == WAIT and (look_again_on is None or look_again_on <= today()):
        raise Refused("いつまで待って見直すか、明日以降の日を入力してください。")
    decision = decide_item(
        viewer,
        item=item,
        outcome=outcome,
        reason=reason,
        family_wish=family_wish,
        borderline=borderline,
        learned=learned,
    )
    chronicle(viewer, decision, need=Need.DECIDE)
    if outcome == WAIT and look_again_on:
        holder = item.case.lead if item.case else item.meeting.convened_by
        open_duty(
            viewer,
            kind="waiting",
            text=f"待つと決めたことを見直す：{item.topic}",
            due_at=close_of(look_again_on),
            family=item.family,
            case=item.case,
            holder=holder,
            source=decision,
            need=Need.DECIDE,
        )
    return decision


def chronicle(viewer: Viewer, decision: Decision, need: Need = Need.WRITE) -> None:
    """The decision's line in the chronology; its action calls this once it knows the case, by the right it acted on."""
    item = decision.item
    label = codes("meeting_kinds").label(item.meeting.kind)
    title = f"{label}：{outcome_label(decision.outcome)}"
    mark(
        viewer,
        source=decision,
        kind="decision",
        title=title,
        at=decision.decided_at,
        family=item.family,
        case=item.case,
        need=need,
    )
