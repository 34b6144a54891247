"""The 受付票 with all that hangs on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tomoni.access.choices import Level
from tomoni.access.decide import standing_on
from tomoni.access.viewer import Viewer
from tomoni.calendar import now, today
from tomoni.families.models import Family
from tomoni.families.queries import Relative, relatives
from tomoni.intake.models import Explanation, Handover, Referral, ReferralChild, SafetyCheck
from tomoni.intake.rules import clock
from tomoni.meetings.models import AgendaItem, Decision
from tomoni.meetings.queries import items
from tomoni.people.models import Person
from tomoni.sharing.models import Disclosure
from tomoni.sharing.queries import of_any, passed_on

PROTECTED = (
    *("caller_name", "caller_contact", "caller_relation"),
    *("caller_agency", "caller_door", "caller_route"),
)


def referrals(viewer: Viewer, level: Level = Level.READ) -> Any:
    """受付票 open to the viewer at this level, the newest first."""
    found = Referral.objects.all().visible_to(viewer, level).order_by("-received_at", "-pk")
    return found.select_related("family__dossier", "received_by__user", "organisation", "case")


@dataclass(frozen=True)
class Child:
    """A child of a referral: how its clock stands, and by which sight it stopped."""

    person: Person
    state: str
    sight: SafetyCheck | None

    @property
    def unseen(self) -> bool:
        """Whether a clock is running or has run out."""
        return self.state in {"running", "late"}


def children(viewer: Viewer, referral: Referral, seen: list[SafetyCheck]) -> list[Child]:
    """The children of a referral in the order they were entered; ``seen`` are its sights in order of time."""
    rows = ReferralChild.objects.all().visible_to(viewer).filter(referral=referral)
    first = {row.person_id: row for row in reversed(seen)}
    due_at, moment = referral.safety_due_at, now()
    return [
        Child(
            row.person,
            clock(due_at, _at(first.get(row.person_id)), moment),
            first.get(row.person_id),
        )
        for row in rows.select_related("person").order_by("pk")
    ]


def _at(sight: SafetyCheck | None) -> datetime | None:
    return sight.seen_at if sight else None


def sights(viewer: Viewer, referral: Referral) -> list[SafetyCheck]:
    """Every sight after this referral, in order of time."""
    rows = SafetyCheck.objects.all().visible_to(viewer).filter(referral=referral)
    return list(rows.select_related("person", "seen_by__user", "agency").order_by("seen_at", "pk"))


@dataclass(frozen=True)
class Sheet:
    """A 受付票 as its page and its print show it."""

    referral: Referral
    may_write: bool
    children: list[Child]
    sights: list[SafetyCheck]
    explanations: list[Explanation]
    items: list[AgendaItem]
    handover: Handover | None
    passed: dict[str, Disclosure]  # what was written down of what was passed on, by the record that did so
    members: list[Relative]

    @property
    def handed_on(self) -> Disclosure | None:
        """What was written down of what the handover told."""
        return of_any(self.passed, [self.handover]) if self.handover else None

    @property
    def own(self) -> bool:
        """Whether it goes on in any case, as what a family or child asks itself does."""
        return self.referral.own

    @property
    def unseen(self) -> list[Child]:
        """Children whose clock has not stopped."""
        return [child for child in self.children if child.unseen]

    @property
    def open_item(self) -> AgendaItem | None:
        """The agenda item that waits for a decision."""
        return next((item for item in self.items if not hasattr(item, "decision")), None)

    @property
    def decided(self) -> list[Decision]:
        """The decisions made, in order."""
        return [item.decision for item in self.items if hasattr(item, "decision")]


def sheet(viewer: Viewer, referral: Referral) -> Sheet:
    """Everything on one referral."""
    seen = sights(viewer, referral)
    explained = Explanation.objects.all().visible_to(viewer).filter(referral=referral)
    level, _ = standing_on(viewer, referral.dossier)
    subject = f"{referral._meta.label_lower}:{referral.ref}"
    return Sheet(
        referral=referral,
        may_write=level >= Level.WRITE,
        children=children(viewer, referral, seen),
        sights=seen,
        explanations=list(explained.select_related("person", "by__user").order_by("at", "pk")),
        items=list(items(viewer).filter(subject=subject).order_by("pk")),
        handover=Handover.objects.all()
        .visible_to(viewer)
        .filter(referral=referral)
        .select_related("organisation", "consent__person")
        .first(),
        passed=passed_on(viewer, referral.family),
        members=relatives(viewer, referral.family),
    )


def of_family(viewer: Viewer, family: Family) -> Any:
    """The family's referrals."""
    return referrals(viewer).filter(family=family)


def minors(members: list[Relative]) -> set[int]:
    """Who of the family is spoken to as a child: under 18, or entered as the child or a sibling with unknown birth."""
    day, found = today(), set()
    for relative in members:
        ages = relative.person.birth.ages_on(day) if relative.person.birth else None
        if ages[0] < 18 if ages else relative.member.relation in {"self", "sibling"}:
            found.add(relative.person.pk)
    return found
