"""Who leads a case, and who stands in for the lead."""

from collections.abc import Iterable
from datetime import timedelta

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
from tomoni.cases.models import Case
from tomoni.cases.queries import handed_on, may_change_lead, of_family, to_stand_in
from tomoni.families.models import Family
from tomoni.jobs.actions import notify

STAND_IN_DAYS = 7
SHORTEST_REASON = 10
WHY = f"代わりに記録する理由を{SHORTEST_REASON}文字以上で書いてください。担当と統括支援員に伝わります。"
CLOSED = "終結した家庭です。新しい連絡は「新しい受付」で受けると、もう一度ひらいて記録できます。"
WRITES_ALREADY = "あなたはもうこの家庭に記録できます。そのまま書き始めてください。"
NO_CASEWORKER = "主担当になれる職員ではありません。一覧から選び直してください。"
ONLY_LEADERS = "主担当を替えられるのは、統括支援員といまの主担当です。統括支援員に相談してください。"


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
    elsewhere = set(others.exclude(pk=case.pk).values_list("lead_id", flat=True))
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
def change_lead(viewer: Viewer, *, case: Case, lead: Post, reason: str) -> Case:
    """担当を替える, from today on, with a reason: both are told, and a line stays."""
    require(viewer, Need.READ, case)
    if not may_change_lead(viewer, case):
        raise Denied(Decision(False, ONLY_LEADERS), case.dossier_id)
    former = case.lead
    if lead == former:
        raise Refused("いまの主担当と同じ人です。新しい主担当を選んでください。")
    here = lead.municipality_id == viewer.tenant.pk and lead.held_today
    if not here or MATRIX[lead.role].own < Level.WRITE:
        raise Refused(NO_CASEWORKER)
    if not reason.strip():
        raise Refused("替える理由を書いてください。家族に伝えるときの土台になります。")
    title = f"主担当を{former.user.name}から{lead.user.name}へ：{reason.strip()}"
    mark(
        viewer,
        source=case,
        kind="lead",
        title=title,
        at=now(),
        family=case.family,
        case=case,
        need=_right(viewer, case),
    )
    assign(viewer, case=case, lead=lead)
    path = reverse("desk:family", args=[case.family.ref])
    told = f"ケース{case.number}の主担当が{lead.user.name}さんに替わりました。"
    both = [post for post in (former, lead) if post != viewer.post]
    notify(both, about=case.dossier, kind="lead", text=told, path=path)
    return case
