"""Reading contacts: the record, its passages, and when each was last seen and heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Prefetch, Q

from tomoni.access.viewer import Viewer
from tomoni.contacts.models import Contact, Passage, Present
from tomoni.families.models import Family
from tomoni.people.models import Person


def contacts(viewer: Viewer) -> Any:
    """Contacts the viewer can read, newest first, with passages and who was there."""
    passages = Passage.objects.all().visible_to(viewer).select_related("speaker", "about").order_by("order")
    present = Present.objects.all().visible_to(viewer).select_related("person").order_by("pk")
    found = Contact.objects.all().visible_to(viewer).order_by("-at", "-pk")
    parts = (Prefetch("passages", passages), Prefetch("present", present))
    return found.select_related("author__user", "companion__user", "organisation", "case").prefetch_related(
        *parts
    )


def of_family(viewer: Viewer, family: Family) -> Any:
    """The family's contacts; a corrected one carries its correction."""
    return (
        contacts(viewer)
        .filter(family=family)
        .prefetch_related(Prefetch("corrections", Contact.objects.all().visible_to(viewer)))
    )


@dataclass(frozen=True)
class Last:
    """When a person was last seen and last heard; None: never."""

    person: Person
    seen: datetime | None
    heard: datetime | None


def last_seen(viewer: Viewer, persons: Iterable[Person]) -> list[Last]:
    """For every person given, children and adults alike, so that a father never met shows."""
    wanted = list(persons)
    rows = Present.objects.all().visible_to(viewer).filter(person__in=wanted).order_by().values("person")
    found = {
        row["person"]: row
        for row in rows.annotate(
            seen_at=Max("contact__at", filter=Q(seen=True)), heard_at=Max("contact__at", filter=Q(heard=True))
        )
    }
    return [Last(p, found.get(p.pk, {}).get("seen_at"), found.get(p.pk, {}).get("heard_at")) for p in wanted]


def own_words(viewer: Viewer, family: Family, limit: int = 5) -> Any:
    """The newest quotations of members of the family: their words have a place of their own."""
    spoken = Passage.objects.all().visible_to(viewer).filter(contact__family=family, kind="quotation")
    spoken = spoken.exclude(speaker=None).exclude(text="").filter(contact__corrections=None)
    return spoken.select_related("speaker", "contact").order_by("-contact__at", "order")[:limit]
