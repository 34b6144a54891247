"""The list of families, one line each, with the same number of queries for one line and for thirty."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import today
from tomoni.cases.models import Case, CaseChild, Deputy, Duty, Involvement
from tomoni.contacts.models import Present
from tomoni.families.models import Family
from tomoni.intake.models import SafetyCheck
from tomoni.people.models import Person


@dataclass
class Row:
    """A family in a list: its children, the case that runs, who leads it, the next duty, when a child was last seen."""

    family: Family
    children: list[Person] = field(default_factory=list)
    case: Case | None = None
    involvement: str = ""
    next_duty: Duty | None = None
    last_seen: datetime | None = None


def rows(viewer: Viewer, families: Iterable[Family]) -> list[Row]:
    """Rows for these families, as far as the viewer may read each."""
    found = {family.pk: Row(family) for family in families}
    _add_cases(viewer, found)
    _add_duties(viewer, found)
    seen = (
        Present.objects.all()
        .visible_to(viewer)
        .filter(contact__family__in=list(found), seen=True, contact__corrections=None)
        .order_by()
    )
    for item in seen.values("contact__family").annotate(at=Max("contact__at")):
        found[item["contact__family"]].last_seen = item["at"]
    checks = SafetyCheck.objects.all().visible_to(viewer).filter(referral__family__in=list(found)).order_by()
    for item in checks.values("referral__family").annotate(at=Max("seen_at")):
        row = found[item["referral__family"]]
        row.last_seen = max(row.last_seen or item["at"], item["at"])
    return list(found.values())


def _add_cases(viewer: Viewer, found: dict[int, Row]) -> None:
    running = Case.objects.all().visible_to(viewer).filter(family__in=list(found), closed_on=None)
    by_case: dict[int, Row] = {}
    for case in running.select_related("lead__user", "lead__team").order_by("opened_on"):
        row = by_case[case.pk] = found[case.family_id]
        row.case = case
    children = CaseChild.objects.all().visible_to(viewer).standing().filter(case__in=list(by_case))
    for child in children.select_related("person").order_by("pk"):
        by_case[child.case_id].children.append(child.person)
    levels = Involvement.objects.all().visible_to(viewer).standing().filter(case__in=list(by_case))
    for level in levels.order_by("valid_from", "pk"):
        by_case[level.case_id].involvement = level.level


def _add_duties(viewer: Viewer, found: dict[int, Row]) -> None:
    nearest: dict[int, Duty] = {}
    open_duties = (
        Duty.objects.all().visible_to(viewer).open().filter(family__in=list(found)).order_by("-due_at")
    )
    for duty in open_duties.select_related("holder__user"):
        nearest[duty.family_id] = duty
    for family_id, duty in nearest.items():
        found[family_id].next_duty = duty


def listed(viewer: Viewer, *, mine: bool = False, team: bool = False, closed: bool = False) -> Any:
    """Families for the list page: what the viewer reads, narrowed to own or team's, open unless asked."""
    families = (
        Family.objects.all().visible_to(viewer, Level.READ).filter(dossier__closed_at__isnull=not closed)
    )
    if mine:
        leads = Case.objects.all().visible_to(viewer).filter(lead=viewer.post, closed_on=None)
        beside = Deputy.objects.all().visible_to(viewer).filter(post=viewer.post, until=None)
        ours = Q(pk__in=leads.values("family")) | Q(pk__in=beside.values("case__family"))
        families = families.filter(ours)
    if team and viewer.post.team_id:
        families = families.filter(Q(dossier__team_to_ask=viewer.post.team_id))
    return families.order_by("-pk")


@dataclass(frozen=True)
class Load:
    """What one worker carries, shown in order to relieve."""

    post: Any
    cases: int
    children: int
    late: int


def unled(viewer: Viewer) -> list[Case]:
    """Open cases whose lead's post is not held today, the oldest first: nobody would notice what falls due there."""
    held = Post.objects.on(today()).filter(municipality=viewer.tenant)
    found = Case.objects.all().visible_to(viewer).filter(closed_on=None).exclude(lead__in=held)
    return list(found.select_related("family", "lead__user", "lead__team").order_by("opened_on", "pk"))


def caseload(viewer: Viewer, moment: datetime) -> list[Load]:
    """Open cases, children and overdue duties of every lead, the fullest first."""
    open_cases = (
        Case.objects.all()
        .visible_to(viewer)
        .filter(closed_on=None)
        .select_related("lead__user", "lead__team")
    )
    posts, cases = {}, defaultdict(set)
    for case in open_cases:
        posts[case.lead_id] = case.lead
        cases[case.lead_id].add(case.pk)
    children: dict[int, int] = defaultdict(int)
    standing = CaseChild.objects.all().visible_to(viewer).standing().filter(case__closed_on=None)
    for child in standing.select_related("case"):
        children[child.case.lead_id] += 1
    late: dict[int, int] = defaultdict(int)
    for duty in Duty.objects.all().visible_to(viewer).open().filter(due_at__lt=moment):
        late[duty.holder_id] += 1
    loads = [Load(post, len(cases[pk]), children[pk], late[pk]) for pk, post in posts.items()]
    return sorted(loads, key=lambda load: (-load.cases, load.post.pk))
