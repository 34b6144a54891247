"""Reading contacts: the record, its passages, when each was last seen and heard, and what a new note can name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Max, Prefetch, Q

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import STAFF
from tomoni.accounts.models import Post
from tomoni.calendar import today
from tomoni.cases.models import Case, Duty
from tomoni.contacts.models import Attachment, BodyMark, Contact, CoWorker, Passage, Present
from tomoni.families.models import Family
from tomoni.families.queries import families, relatives
from tomoni.people.models import Person
from tomoni.search.queries import suggest

M = TypeVar("M", bound=models.Model)
OFFERED = 6
LOOKED_BACK = 60  # of the viewer's own records: enough to find the families written about lately


def contacts(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Contacts the viewer can read (or write), newest first, with passages and who was there."""
    passages = Passage.objects.all().visible_to(viewer).select_related("speaker", "about").order_by("order")
    present = Present.objects.all().visible_to(viewer).select_related("person").order_by("pk")
    found = Contact.objects.all().visible_to(viewer, level).order_by("-at", "-pk")
    with_us = CoWorker.objects.all().visible_to(viewer).select_related("post__user").order_by("pk")
    parts = (Prefetch("passages", passages), Prefetch("present", present), Prefetch("coworkers", with_us))
    spoken = ("interpreter_person", "interpreter_organisation")
    people = ("author__user", "organisation", "case", "dossier", "family__dossier", *spoken)
    return found.select_related(*people).prefetch_related(*parts)


def of_family(viewer: Viewer, family: Family) -> Any:
    """The family's contacts; a corrected one carries its correction."""
    return with_corrections(viewer).filter(family=family)


def with_corrections(viewer: Viewer) -> Any:
    """Contacts as ``contacts/parts/contact.html`` shows them: each with its correction, if there is one."""
    corrections = Contact.objects.all().visible_to(viewer)
    return contacts(viewer).prefetch_related(Prefetch("corrections", corrections))


def beside(viewer: Viewer, contact: Contact) -> list[Contact]:
    """The record it corrects and the record that corrects it, as far as there are any, oldest first."""
    near = Q(corrections=contact.pk) | Q(corrects=contact.pk)
    return list(with_corrections(viewer).filter(near).order_by("recorded_at"))


def worry(viewer: Viewer, family: Family) -> Contact | None:
    """The newest record of the family with the mark that a child may have been hurt (C8)."""
    rows = Contact.objects.all().visible_to(viewer).filter(family=family, safety_concern=True)
    found: Contact | None = rows.filter(corrections=None).order_by("-at", "-pk").first()
    return found


def passages(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Passages the viewer can read (or hide), with their record."""
    return Passage.objects.all().visible_to(viewer, level).select_related("contact", "dossier")


def promises(viewer: Viewer, source: str) -> Any:
    """Duties that a record (``label:ref``) opened."""
    return Duty.objects.all().visible_to(viewer).filter(source=source).order_by("due_at")


def versions(contact: Contact) -> set[int]:
    """Keys of the record, of all it corrects and of all that correct it."""
    found, near = set[int](), {contact.pk}
    while near:
        found |= near
        rows = Contact.objects.for_system("versions of a record")
        beside = rows.filter(Q(corrections__in=near) | Q(corrects__in=near)).exclude(pk__in=found)
        near = set(beside.values_list("pk", flat=True))
    return found


def seen_in(viewer: Viewer, contact: Contact) -> list[Any]:
    """What was made an observation of the same case out of the record, or out of another version of it."""
    rows = contact.observations.model.objects.all().visible_to(viewer).standing()
    return list(rows.filter(dossier=contact.dossier_id, contact__in=versions(contact)).order_by("pk"))


def attachments(viewer: Viewer, level: Level = Level.READ) -> Any:
    """What was put beside records, with its record; its bytes are fetched by the page that gives them."""
    rows = Attachment.objects.all().visible_to(viewer, level)
    return rows.select_related(
        "contact__family", "contact__case", "person", "author__user", "retracted_by__user", "dossier"
    )


def beside_record(viewer: Viewer, contact: Contact) -> tuple[list[Attachment], list[Attachment]]:
    """What was put beside the record, whichever of its versions: what stands, and what was taken back."""
    rows = list(attachments(viewer).filter(contact__in=versions(contact)).order_by("pk"))
    return [row for row in rows if row.retracted_at is None], [row for row in rows if row.retracted_at]


def body_marks(viewer: Viewer, level: Level = Level.READ) -> Any:
    """What was seen place by place, with its record."""
    rows = BodyMark.objects.all().visible_to(viewer, level)
    near = ("contact__family", "contact__case", "person", "author__user", "retracted_by__user", "dossier")
    return rows.select_related(*near).order_by("pk")


def on_the_chart(viewer: Viewer, contact: Contact) -> list[BodyMark]:
    """The body chart of a record, whichever of its versions: all marks, those taken back too."""
    return list(body_marks(viewer).filter(contact__in=versions(contact)))


@dataclass(frozen=True)
class Last:
    """When a person was last seen and last heard; None: never."""

    person: Person
    seen: datetime | None
    heard: datetime | None


def last_seen(viewer: Viewer, persons: Iterable[Person]) -> list[Last]:
    """For every person given, children and adults alike, so that a father never met shows. Corrected records do not count."""
    wanted = list(persons)
    rows = Present.objects.all().visible_to(viewer).filter(person__in=wanted, contact__corrections=None)
    seen, heard = (Max("contact__at", filter=Q(**{kind: True})) for kind in ("seen", "heard"))
    times = rows.order_by().values("person").annotate(seen_at=seen, heard_at=heard)
    found = {row["person"]: row for row in times}
    return [Last(p, found.get(p.pk, {}).get("seen_at"), found.get(p.pk, {}).get("heard_at")) for p in wanted]


def own_words(viewer: Viewer, family: Family, limit: int = 5) -> Any:
    """The newest quotations of members of the family: their words have a place of their own."""
    spoken = Passage.objects.all().visible_to(viewer).filter(contact__family=family, kind="quotation")
    spoken = spoken.exclude(speaker=None).exclude(text="").filter(contact__corrections=None)
    return spoken.select_related("speaker", "contact").order_by("-contact__at", "order")[:limit]


def good_news(viewer: Viewer, *which: Q) -> Any:
    """Small changes for the better in open text, newest first; ``which`` narrows the passages."""
    told = Passage.objects.all().visible_to(viewer).filter(*which, good=True, contact__corrections=None)
    told = told.exclude(text="").select_related("speaker", "about", "contact__family")
    return told.order_by("-contact__at", "order")


# What a new note can name


@dataclass(frozen=True)
class Around:
    """Whom and what a note can name: the family's people and running cases, colleagues. Without a family: colleagues."""

    viewer: Viewer
    family: Family | None
    people: list[Person]
    meetable: list[Person]
    cases: list[Case]
    colleagues: list[Post]


def around(viewer: Viewer, family: Family | None, contact: Contact | None = None) -> Around:
    """What a note of this family can name: one can meet who is born and living. For a correction also who stands in the
    record and would not be asked for any more.
    """
    with_us = _colleagues(viewer)
    if family is None:
        return Around(viewer, None, [], [], [], with_us)
    members = [relative.person for relative in relatives(viewer, family)]
    living = [person for person in members if not person.unborn and person.death is None]
    met, named = _standing_in(contact) if contact else ([], [])
    if contact:
        with_us = _once(with_us, [row.post for row in contact.coworkers.all()])
    people, meetable = _once(members, met, named), _once(living, met)
    return Around(viewer, family, people, meetable, list(running_cases(viewer, family)), with_us)


def running_cases(viewer: Viewer, family: Family) -> Any:
    """The family's running cases the viewer may write to, newest first."""
    running = Case.objects.all().visible_to(viewer, Level.WRITE).filter(family=family, closed_on=None)
    return running.order_by("-opened_on", "-pk")


def _colleagues(viewer: Viewer) -> list[Post]:
    posts = (
        Post.objects.on(today()).filter(municipality=viewer.tenant, role__in=STAFF).exclude(user=viewer.user)
    )
    return list(posts.select_related("user", "team").order_by("team", "user__name_kana", "pk"))


def _standing_in(contact: Contact) -> tuple[list[Person], list[Person]]:
    named = [person for row in contact.passages.all() for person in (row.speaker, row.about) if person]
    return [row.person for row in contact.present.all()], named


def _once(*lists: list[M]) -> list[M]:
    return list(dict.fromkeys(row for rows in lists for row in rows))


# Which family


def writable(viewer: Viewer, ref: UUID) -> Family | None:
    """The family, if the viewer may write its records."""
    found: Family | None = families(viewer, Level.WRITE).filter(ref=ref).select_related("dossier").first()
    return found


def recent_families(viewer: Viewer) -> list[Family]:
    """Families the viewer wrote about lately, then those whose case the viewer leads."""
    mine = Contact.objects.all().visible_to(viewer).filter(author=viewer.post).order_by("-recorded_at", "-pk")
    leads = Case.objects.all().visible_to(viewer).filter(lead=viewer.post, closed_on=None).order_by("-pk")
    lately = mine.values_list("family", flat=True)[:LOOKED_BACK]
    wanted = list(dict.fromkeys([*lately, *leads.values_list("family", flat=True)[:OFFERED]]))
    found = {family.pk: family for family in families(viewer, Level.WRITE).filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found][:OFFERED]


def suggested_families(viewer: Viewer, words: str) -> list[tuple[Family, list[Person]]]:
    """Families the viewer may write to that the words find, with their people to tell namesakes apart."""
    hits = suggest(viewer, words, kinds=("person", "family", "case"))
    dossiers = list(dict.fromkeys(hit.dossier_id for hit in hits if hit.level >= Level.WRITE))
    cases = dict(
        Case.objects.all()
        .visible_to(viewer)
        .filter(dossier__in=dossiers)
        .values_list("dossier", "family__dossier")
    )
    order = list(dict.fromkeys(cases.get(pk, pk) for pk in dossiers))
    found = {family.dossier_id: family for family in families(viewer, Level.WRITE).filter(dossier__in=order)}
    people: dict[int, list[Person]] = {pk: [] for pk in found}
    for person in Person.objects.all().visible_to(viewer).filter(dossier__in=list(found)).order_by("pk"):
        people[person.dossier_id].append(person)
    return [(found[pk], people[pk]) for pk in order if pk in found]
