"""Deciding on a referral (B7): the decision and what follows from it, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import decide, require
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import (
    add_child,
    assign,
    mark,
    meet_duty,
    open_duty,
    pointer,
    set_involvement,
    set_reason,
    set_status,
)
from tomoni.cases.models import Case, CaseChild, Duty
from tomoni.intake.actions.ending import SETTLED, TOMORROW, accept, attach, hand_over, settle
from tomoni.intake.models import Referral
from tomoni.intake.queries.choosing import leaders
from tomoni.intake.rules import (
    ACCEPTED,
    NEEDS_TAKER,
    ON_CONSENT,
    PENDING,
    look_back_moment,
    outcomes,
)
from tomoni.jobs.actions import notify
from tomoni.meetings.actions import chronicle, convene, decide_item, put_on_agenda
from tomoni.meetings.models import AgendaItem, Decision, Meeting
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.sharing.actions import record_consent
from tomoni.sharing.models import Consent


@dataclass(frozen=True)
class Beginning:
    """How a case begins (A5, B8): who leads, each child's legal status or the family's reason, the first involvement.

    With ``case`` the referral joins that running one; then only what changes needs to be given.
    """

    level: str = ""
    level_reason: str = ""
    agreed_with: str = ""
    lead: Post | None = None
    case: Case | None = None
    statuses: Sequence[tuple[Person, str]] = ()
    reason: str = ""
    attitude: str = ""
    reason_text: str = ""


@dataclass(frozen=True)
class Asked:
    """A yes said just now: by whom, in which words, until when."""

    person: Person
    words: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Leaving:
    """Who takes over what does not become a case, on whose yes (recorded before, or ``asked`` now), when we look back."""

    organisation: Organisation | None = None
    what: str = ""
    consent: Consent | None = None
    asked: Asked | None = None
    look_back_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """What a meeting decided: outcome and reason, the family's wish, and what was hard where it was a borderline case."""

    outcome: str
    reason: str
    family_wish: str = ""
    borderline: bool = False
    learned: str = ""


@action("intake.bring_to_meeting")
def bring_to_meeting(
    viewer: Viewer,
    *,
    referral: Referral,
    meeting: Meeting | None = None,
    kind: str = "intake",
    at: datetime | None = None,
    place: str = "",
    attendees: Iterable[Post] = (),
    proposal: str = "",
) -> AgendaItem:
    """Put the referral on a meeting's agenda, on one already called or on a new one. Urgent ones are told at once."""
    require(viewer, Need.WRITE, referral)
    if referral.outcome:
        raise Refused(SETTLED)
    if any(not hasattr(item, "decision") for item in _items(referral)):
        raise Refused("この受付票はすでに会議の議題になっています。その会議で決めてください。")
    if meeting is None:
        meeting = convene(viewer, kind=kind, at=at or now(), place=place, attendees=attendees)
        if kind == "emergency_intake":
            path = reverse("meetings:meeting", args=[meeting.ref])
            text = f"緊急受理会議が開かれます（{referral.number}）。"
            notify(leaders(viewer), about=referral.dossier, kind="meeting", text=text, path=path)
    topic = f"{referral.number}の受理"
    return put_on_agenda(
        viewer, meeting=meeting, family=referral.family, topic=topic, proposal=proposal, subject=referral
    )


def _items(referral: Referral) -> list[AgendaItem]:
    items = AgendaItem.objects.for_system("meetings on this referral").filter(subject=pointer(referral))
    return list(items.select_related("decision").order_by("pk"))


def referral_of(item: AgendaItem) -> Referral:
    """The referral an agenda item is about; Refused for other matters."""
    kind, _, ref = item.subject.partition(":")
    if kind != Referral._meta.label_lower:
        raise Refused("この議題は受付票についてのものではありません。会議の画面から決定してください。")
    found: Referral = Referral.objects.for_system("what the item is about").get(ref=ref)
    return found


@action("intake.decide_referral")
def decide_referral(
    viewer: Viewer,
    *,
    item: AgendaItem,
    verdict: Verdict,
    beginning: Beginning | None = None,
    leaving: Leaving | None = None,
    again_on: date | None = None,
) -> Decision:
    """The meeting's decision on a referral. Whoever may also write carries it out at once; a post that decides
    without writing (センター長) leaves that to the workers, who are told.
    """
    require(viewer, Need.DECIDE, item)
    referral = referral_of(item)
    if verdict.outcome not in outcomes(is_notice=referral.is_notice, own=referral.own):
        raise Refused("この受付票では選べない決定です。受付票の種類を確かめて選び直してください。")
    if referral.outcome or waiting_to_be_carried_out(referral):
        raise Refused(SETTLED)
    decision = decide_item(
        viewer,
        item=item,
        outcome=verdict.outcome,
        reason=verdict.reason,
        family_wish=verdict.family_wish,
        borderline=verdict.borderline,
        learned=verdict.learned,
    )
    if decide(viewer, Need.WRITE, referral):
        carry_out(viewer, decision=decision, beginning=beginning, leaving=leaving, again_on=again_on)
    else:
        text = f"{referral.number}の決定がありました。決定にそって次へ進めてください。"
        path = reverse("intake:referral", args=[referral.ref])
        by, about = referral.received_by, referral.dossier
        notify([by], about=about, kind="decision", text=text, path=path)
    return decision


def waiting_to_be_carried_out(referral: Referral) -> Decision | None:
    """The latest decision on the referral, if what follows from it has not been done yet."""
    if referral.outcome:
        return None
    made = [item.decision for item in _items(referral) if hasattr(item, "decision")]
    last: Decision | None = made[-1] if made else None
    if last is None or last.outcome != PENDING:
        return last
    duties = Duty.objects.for_system("is the next talk fixed?").filter(source=pointer(last))
    return None if duties.exists() else last


@action("intake.carry_out")
def carry_out(
    viewer: Viewer,
    *,
    decision: Decision,
    beginning: Beginning | None = None,
    leaving: Leaving | None = None,
    again_on: date | None = None,
) -> Referral:
    """What follows from a decision: the case begins, others take over, or a day to decide anew. And its line in the
    chronology.
    """
    item = decision.item
    referral = referral_of(item)
    require(viewer, Need.WRITE, referral)
    if waiting_to_be_carried_out(referral) != decision:
        raise Refused("この決定はすでに実行されています。受付票を開いて確かめてください。")
    _meet_waiting(viewer, referral, decision)
    if decision.outcome in ACCEPTED:
        item.case = _begin(viewer, referral, beginning or Beginning())
        item.save(update_fields=["case"])
    elif decision.outcome == PENDING:
        _decide_again(viewer, referral, decision, again_on)
    else:
        _leave(viewer, referral, decision.outcome, leaving or Leaving())
    chronicle(viewer, decision)
    if item.case and beginning and beginning.lead and beginning.case is None:
        assign(viewer, case=item.case, lead=beginning.lead)
    return referral


def _meet_waiting(viewer: Viewer, referral: Referral, decision: Decision) -> None:
    """The talk that was waited for has taken place."""
    earlier = [pointer(item.decision) for item in _items(referral) if hasattr(item, "decision")]
    duties = Duty.objects.for_system("waited for this decision").open().filter(kind="waiting")
    for duty in duties.filter(source__in=earlier):
        meet_duty(viewer, duty=duty, by=decision)


def _decide_again(viewer: Viewer, referral: Referral, decision: Decision, on: date | None) -> None:
    if on is None or on < today():
        raise Refused("いつまでに調べて改めて決めるか、今日以降の日を入力してください。")
    text = f"{referral.number}の受理を改めて決める"
    open_duty(viewer, kind="waiting", text=text, due_at=close_of(on), family=referral.family, source=decision)


@action("intake.begin")
def begin(viewer: Viewer, *, referral: Referral, beginning: Beginning) -> Case:
    """A consultation goes on to assessment without a meeting; only how closely we go along is set (B7)."""
    require(viewer, Need.WRITE, referral)
    if referral.is_notice:
        raise Refused("通告は受理会議で決めます。「受理会議にかける」から進めてください。")
    case = _begin(viewer, referral, beginning)
    if beginning.lead and beginning.case is None:
        assign(viewer, case=case, lead=beginning.lead)
    return case


def _begin(viewer: Viewer, referral: Referral, beginning: Beginning) -> Case:
    """The case as the viewer's own; who is to lead gets it last, when all is written."""
    _check_beginning(referral, beginning)
    if beginning.case is None:
        case = accept(viewer, referral=referral)
    else:
        case = beginning.case
        attach(viewer, referral=referral, case=case)
        _add_missing_children(viewer, referral, case)
    for person, kind in beginning.statuses:
        set_status(viewer, case=case, person=person, kind=kind)
    if beginning.reason:
        set_reason(
            viewer,
            case=case,
            kind=beginning.reason,
            attitude=beginning.attitude,
            text=beginning.reason_text,
        )
    if beginning.level:
        reason, agreed_with = beginning.level_reason.strip(), beginning.agreed_with.strip()
        set_involvement(viewer, case=case, level=beginning.level, reason=reason, agreed_with=agreed_with)
    return case


def _check_beginning(referral: Referral, beginning: Beginning) -> None:
    if referral.outcome:
        raise Refused(SETTLED)
    if any(person.dossier_id != referral.dossier_id for person, _ in beginning.statuses):
        raise Refused("この家庭の人を選んでください。")
    if beginning.level and not beginning.level_reason.strip():
        raise Refused("関与度をそう決めた理由を書いてください。")
    if beginning.case is None and not (beginning.statuses or beginning.reason):
        raise Refused("こどもの区分か、家庭としてかかわる理由のどちらかを選んでください。")
    if beginning.case is None and not beginning.level:
        raise Refused("はじめの関与度を選んでください。あとからいつでも変えられます。")


def _add_missing_children(viewer: Viewer, referral: Referral, case: Case) -> None:
    there = CaseChild.objects.for_system("who is in it").standing().filter(case=case)
    known = set(there.values_list("person_id", flat=True))
    for row in referral.children.for_system("children of the referral").select_related("person"):
        if row.person_id not in known:
            add_child(viewer, case=case, child=row.person)


@action("intake.leave")
def leave(viewer: Viewer, *, referral: Referral, outcome: str, leaving: Leaving) -> Referral:
    """A consultation brought by others ends without a case, by the worker's own decision. A 通告 needs a meeting."""
    require(viewer, Need.WRITE, referral)
    if referral.is_notice:
        raise Refused("通告は受理会議で決めます。「受理会議にかける」から進めてください。")
    _leave(viewer, referral, outcome, leaving)
    title = f"{referral.number}：{codes('acceptance').label(outcome)}"
    mark(viewer, source=referral, kind="decision", title=title, at=now(), family=referral.family)
    return referral


def _leave(viewer: Viewer, referral: Referral, outcome: str, leaving: Leaving) -> None:
    settle(viewer, referral=referral, outcome=outcome)
    _check_leaving(outcome, leaving)
    if leaving.organisation is None:
        _look_back(viewer, referral, leaving.look_back_on)
        return
    hand_over(
        viewer,
        referral=referral,
        organisation=leaving.organisation,
        what=leaving.what,
        consent=leaving.consent or _consent_now(viewer, referral, leaving),
        look_back_on=leaving.look_back_on,
    )


def _check_leaving(outcome: str, leaving: Leaving) -> None:
    if leaving.organisation is None:
        if outcome in NEEDS_TAKER:
            raise Refused("引き継ぐ先を選んでください。")
        return
    if not leaving.what.strip():
        raise Refused("引き継ぐ先にお願いすることを書いてください。")
    if outcome in ON_CONSENT and not (leaving.consent or leaving.asked):
        raise Refused(
            "引き継ぐには家族の同意が要ります。同意を選ぶか、同意した人とことばを記録してください。"
        )


def _consent_now(viewer: Viewer, referral: Referral, leaving: Leaving) -> Consent | None:
    if leaving.asked is None:
        return None
    return record_consent(
        viewer,
        family=referral.family,
        person=leaving.asked.person,
        given=True,
        what=leaving.what[:300],
        organisation=leaving.organisation,
        until=leaving.asked.until,
        words=leaving.asked.words,
    )


def _look_back(viewer: Viewer, referral: Referral, chosen: date | None) -> None:
    if chosen and chosen <= today():
        raise Refused(TOMORROW)
    due = look_back_moment(today(), chosen)
    text = f"{referral.number}のその後を確かめる"
    open_duty(viewer, kind="lookback", text=text, due_at=due, family=referral.family, source=referral)
