"""Who leads a case, and who stands in for the lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.urls import reverse

from tomoni.access import holding
from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Level, Need
from tomoni.access.decide import Decision, Denied, decide, require
from tomoni.access.matrix import MATRIX
from tomoni.access.models import Grant
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, now, today
from tomoni.cases.actions.telling import mark
from tomoni.cases.models import Case, Deputy, LeadChange
from tomoni.cases.queries import handed_on, may_change_lead, of_family, to_stand_in
from tomoni.families.models import Family
from tomoni.jobs.actions import notify

STAND_IN_DAYS = 7
SHORTEST_REASON = 10
WHY = f"代わりに記録する理由を{SHORTEST_REASON}文字以上で書いてください。担当と統括支援員に伝わります。"
CLOSED = "終結した家庭です。新しい連絡は「新しい受付」で受けると、もう一度ひらいて記録できます。"
WRITES_ALREADY = "あなたはもうこの家庭に記録できます。そのまま書き始めてください。"
NO_CASEWORKER = "主担当になれる職員ではありません。一覧から選び直してください。"
MOVED = "{}の主担当は、もう替わっています。ページを開き直して確かめてください。"
ONLY_LEADERS = "主担当を替えられるのは、統括支援員といまの主担当です。統括支援員に相談してください。"


@dataclass(frozen=True)
class Move:
    """One family of a hand-over: who leads it from then on, who stands beside, what to know first in one line."""

    case: Case
    lead: Post
    deputy: Post | None = None
    know_first: str = ""


@action("cases.stand_in")
def stand_in(viewer: Viewer, *, family: Family, reason: str) -> list[Grant]:
    """For a colleague of the team: the viewer writes to the family and its running cases beside the lead for a week."""
    require(viewer, Need.READ, family)
    if not holding.may_stand_in(viewer, family.dossier):
        raise Denied(Decision(False, holding.NOT_OURS), family.dossier_id)
    if family.dossier.closed_at:
        raise Refused(CLOSED)
    dossiers = to_stand_in(viewer, family)
    if not dossiers:
        raise Refused(WRITES_ALREADY)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(WHY)
    until, purpose = now() + timedelta(days=STAND_IN_DAYS), f"代理：{reason.strip()}"
    grants = [holding.stand_in(viewer, dossier=d, purpose=purpose, until=until) for d in dossiers]
    _tell_stand_in(viewer, family)
    last = until.astimezone(TOKYO)
    title = f"{viewer.user.name}が担当の代わりに記録（{last.month}月{last.day}日まで）：{reason.strip()}"
    mark(viewer, source=family, kind="lead", title=title, at=now(), family=family)
    return grants


def _tell_stand_in(viewer: Viewer, family: Family) -> None:
    leads = [case.lead for case in of_family(viewer, family).filter(closed_on=None)]
    told = {post.pk: post for post in (*leads, *_coordinators(viewer)) if post != viewer.post}
    text = f"{viewer.user.name}さんが、担当の代わりに記録を始めました。{STAND_IN_DAYS}日間です。"
    path = reverse("desk:family", args=[family.ref])
    notify(told.values(), about=family.dossier, kind="lead", text=text, path=path)


def _coordinators(viewer: Viewer) -> Iterable[Post]:
    found: Iterable[Post] = Post.objects.on(today()).filter(municipality=viewer.tenant, role=Role.COORDINATOR)
    return found


@action("cases.assign")
def assign(viewer: Viewer, *, case: Case, lead: Post) -> Case:
    """This post leads from now on: it and its team hold the family and the case, and the former lead's open duties are
    its own. A former lead that leads no other case of the family reads on through its team.
    """
    require(viewer, _right(viewer, case), case)
    before = [case.lead] if case.lead != lead else []
    others = Case.objects.for_system("who else leads here").filter(family=case.family, closed_on=None)
    others = others.exclude(pk=case.pk)
    beside = Deputy.objects.for_system("who works beside another lead").filter(case__in=others, until=None)
    elsewhere = {*others.values_list("lead_id", flat=True), *beside.values_list("post_id", flat=True)}
    duties = list(handed_on(viewer, case, before))
    case.lead = lead
    holding.put_in_charge(viewer, dossier=case.dossier, post=lead, instead_of=before)
    gone = [post for post in before if post.pk not in elsewhere]
    case.save(update_fields=["lead"])
    for duty in duties:
        duty.holder = lead
        duty.save(update_fields=["holder"])
    holding.put_in_charge(viewer, dossier=case.family.dossier, post=lead, instead_of=gone)
    return case


def _right(viewer: Viewer, case: Case) -> Need:
    """By what right a post changes who leads: by deciding where it may, else by writing."""
    return Need.DECIDE if decide(viewer, Need.DECIDE, case) else Need.WRITE


@action("cases.change_lead")
def change_lead(
    viewer: Viewer, *, case: Case, lead: Post, reason: str, know_first: str = "", on: date | None = None
) -> LeadChange:
    """担当を替える, from today on or since that day, with a reason: both are told, and a line stays."""
    require(viewer, Need.READ, case)
    if not may_change_lead(viewer, case):
        raise Denied(Decision(False, ONLY_LEADERS), case.dossier_id)
    return _hand_on(viewer, Move(case, lead, know_first=know_first), reason, on)


@action("cases.hand_over")
def hand_over(
    viewer: Viewer, *, former: Post, moves: Sequence[Move], reason: str, on: date | None = None
) -> list[LeadChange]:
    """A worker's families go to others, all or none: each with its new lead, its deputy and what to know first. Whoever decides
    does so.
    """
    if not moves:
        raise Refused("引き継ぐ家庭を選んでください。")
    made = []
    for move in moves:
        require(viewer, Need.DECIDE, move.case)
        if move.case.lead != former or not move.case.is_open:
            raise Refused(MOVED.format(move.case.family.label))
        made.append(_hand_on(viewer, move, reason, on))
        if move.deputy:
            set_deputy(viewer, case=move.case, post=move.deputy, on=on)
    return made


def _hand_on(viewer: Viewer, move: Move, reason: str, on: date | None) -> LeadChange:
    case, lead, former = move.case, move.lead, move.case.lead
    if lead == former:
        raise Refused("いまの主担当と同じ人です。新しい主担当を選んでください。")
    _may_lead(viewer, lead)
    if not reason.strip():
        raise Refused("替える理由を書いてください。家族に伝えるときの土台になります。")
    on = on or today()
    if on > today():
        raise Refused("まだ来ていない日付です。替わる日になってから引き継いでください。")
    row = LeadChange(municipality=viewer.tenant, dossier=case.dossier, case=case, former=former, lead=lead)
    row.on, row.reason, row.know_first = on, reason.strip(), move.know_first.strip()
    row.save()
    title = f"主担当を{former.user.name}から{lead.user.name}へ：{reason.strip()}"
    _mark(viewer, case, title)
    for each in _deputies(case).filter(post=lead):
        _close(each)
    assign(viewer, case=case, lead=lead)
    told = f"ケース{case.number}の主担当が{lead.user.name}さんに替わりました。"
    _tell(viewer, case, (former, lead), told)
    return row


@action("cases.set_deputy")
def set_deputy(viewer: Viewer, *, case: Case, post: Post, on: date | None = None) -> Deputy:
    """A second worker writes beside the lead from now on, so that the family knows more than one."""
    require(viewer, _right(viewer, case), case)
    _running(case)
    _may_lead(viewer, post)
    if post == case.lead:
        raise Refused("主担当と同じ人です。副担当には、ほかの職員を選んでください。")
    if found := _deputies(case).filter(post=post).first():
        return cast(Deputy, found)
    row = Deputy(municipality=viewer.tenant, dossier=case.dossier, case=case, post=post, since=on or today())
    row.save()
    for dossier in (case.family.dossier, case.dossier):
        holding.put_beside(viewer, dossier=dossier, post=post)
    _mark(viewer, case, f"副担当：{post.user.name}")
    _tell(viewer, case, (post,), f"ケース{case.number}の副担当になりました。")
    return row


@action("cases.end_deputy")
def end_deputy(viewer: Viewer, *, deputy: Deputy) -> Deputy:
    """The second worker steps back today; it reads on through its team."""
    case, post = deputy.case, deputy.post
    require(viewer, _right(viewer, case), case)
    _close(deputy)
    holding.step_back(viewer, dossier=case.dossier, post=post)
    leads = Case.objects.for_system("who else leads here").filter(family=case.family, closed_on=None)
    beside = Deputy.objects.for_system("beside another lead").filter(case__in=leads, post=post, until=None)
    if not leads.filter(lead=post).exists() and not beside.exists():
        holding.step_back(viewer, dossier=case.family.dossier, post=post)
    _mark(viewer, case, f"副担当を終える：{post.user.name}")
    return deputy


def _deputies(case: Case) -> Any:
    return Deputy.objects.for_system("who works beside the lead").filter(case=case, until=None)


def _close(deputy: Deputy) -> None:
    deputy.until = today()
    deputy.save(update_fields=["until"])


def _running(case: Case) -> None:
    if not case.is_open:
        raise Refused("終結したケースです。新しい連絡は受付から始めてください。")


def _may_lead(viewer: Viewer, post: Post) -> None:
    """A caseworker of the municipality who is in office."""
    here = post.municipality_id == viewer.tenant.pk and post.held_today
    if not here or MATRIX[post.role].own < Level.WRITE:
        raise Refused(NO_CASEWORKER)


def _mark(viewer: Viewer, case: Case, title: str) -> None:
    need = _right(viewer, case)
    mark(viewer, source=case, kind="lead", title=title, at=now(), family=case.family, case=case, need=need)


def _tell(viewer: Viewer, case: Case, posts: Iterable[Post], text: str) -> None:
    path = reverse("desk:family", args=[case.family.ref])
    others = [post for post in posts if post != viewer.post]
    notify(others, about=case.dossier, kind="lead", text=text, path=path)
