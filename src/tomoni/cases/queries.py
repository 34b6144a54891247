"""Reading cases, duties and the chronology."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.events import Event
from tomoni.access.facts import Fact
from tomoni.access.models import Dossier
from tomoni.access.queries import levels_on, of_team, shut_out
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, Day
from tomoni.cases.models import (
    Case,
    Deputy,
    Duty,
    FamilyReason,
    Involvement,
    LeadChange,
    Margin,
    Rhythm,
    Status,
    TimelineEntry,
    UsualRhythm,
)
from tomoni.cases.rules import UNDONE, every_of
from tomoni.families.models import Family
from tomoni.practice import DutyKind, current
from tomoni.resources.models import Organisation


def cases(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Cases open to the viewer at this level, newest first."""
    return Case.objects.all().visible_to(viewer, level).order_by("-opened_on", "-pk")


def with_family(viewer: Viewer, level: Level = Level.WRITE) -> Any:
    """Cases with all that a page about one of them needs."""
    return cases(viewer, level).select_related("family__dossier", "dossier", "lead__user")


def asked_for(found: Sequence[Case], ref: str = "") -> Case | None:
    """Of a family's cases the one asked for by its ref, else the running one, else the last."""
    rows = [row for row in found if ref in {"", str(row.ref)}]
    return next((row for row in rows if row.is_open), rows[0] if rows else None)


def newest(viewer: Viewer, row: Fact | Event) -> Any:
    """What stands in the place of a statement that was corrected; itself where it was not. Events are never corrected."""
    found: Any = row
    rows = type(row).objects.all().visible_to(viewer)
    while isinstance(row, Fact) and (later := rows.filter(replaces=found, retracted_at=None).first()):
        found = later
    return found


def stated(viewer: Viewer, model: Any, case: str, names: tuple[str, ...], level: Level) -> Any:
    """Statements of one kind with their case (``case`` is the way to it), corrected ones too: actions say when somebody
    was quicker.
    """
    related = (f"{case}__family__dossier", f"{case}__dossier", "dossier", "recorded_by__user")
    return model.objects.all().visible_to(viewer, level).select_related(*related, *names)


def of_family(viewer: Viewer, family: Family) -> Any:
    """The family's engagements, newest first."""
    return cases(viewer).filter(family=family).select_related("lead__user", "lead__team")


def led(viewer: Viewer) -> Any:
    """Cases open to the viewer with family, dossier and lead."""
    return cases(viewer).select_related("family__dossier", "dossier", "lead__user", "lead__team")


def may_change_lead(viewer: Viewer, case: Case) -> bool:
    """The coordinator, for every running case it reads; the lead, for its own."""
    if not case.is_open:
        return False
    if viewer.role == Role.COORDINATOR:
        return bool(decide(viewer, Need.DECIDE, case))
    return viewer.post == case.lead and bool(decide(viewer, Need.WRITE, case))


def lead_changes(viewer: Viewer, level: Level = Level.CARD) -> Any:
    """Changes of lead, the newest first, with what a letter about one needs."""
    rows = LeadChange.objects.all().visible_to(viewer, level).order_by("-on", "-pk")
    people = ("former__user", "lead__user", "case__municipality", "case__family__dossier__team_to_ask")
    return rows.select_related(*people)


def deputies(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Who works beside leads, or did."""
    rows = Deputy.objects.all().visible_to(viewer, level).order_by("since", "pk")
    return rows.select_related(
        "post__user", "post__team", "case__family__dossier", "case__dossier", "case__lead"
    )


def names_beside(case: Case) -> list[str]:
    """For a letter, which a clerk prints too: whom the family can talk to besides the lead."""
    rows = Deputy.objects.for_system("whom the letter names").filter(case=case, until=None)
    return [each.post.user.name for each in rows.select_related("post__user").order_by("since", "pk")]


def duties(viewer: Viewer) -> Any:
    """Open duties the viewer can read, the nearest first."""
    return Duty.objects.all().visible_to(viewer).open().order_by("due_at", "pk")


def my_duties(viewer: Viewer) -> Any:
    """Open duties the viewer holds."""
    return duties(viewer).filter(holder=viewer.post).select_related("family", "child", "case")


def handed_on(viewer: Viewer, case: Case, holders: Iterable[Post]) -> Any:
    """What these posts still have to do for the case, and for its family outside any case: it goes with the lead."""
    mine = duties(viewer).filter(Q(case=case) | Q(case=None), family=case.family, holder__in=list(holders))
    return mine.select_related("child", "holder__user")


def to_stand_in(viewer: Viewer, family: Family) -> list[Dossier]:
    """The family's and its running cases' dossiers that a colleague of the team may write to by standing in."""
    shut = shut_out(viewer)
    running = cases(viewer).filter(family=family, closed_on=None).select_related("dossier")
    dossiers = [family.dossier, *(case.dossier for case in running)]
    ours, levels = of_team(viewer, dossiers, shut), levels_on(viewer, dossiers, shut)
    return [d for d in dossiers if d.pk in ours and levels[d.pk] < Level.WRITE and d.closed_at is None]


def timeline(viewer: Viewer, family: Family) -> Any:
    """The family's chronology, newest first."""
    entries = TimelineEntry.objects.all().visible_to(viewer).filter(family=family)
    return entries.select_related("organisation").order_by("-at", "-pk")


def overtaken(viewer: Viewer, entries: Iterable[TimelineEntry]) -> dict[int, str]:
    """By line of the chronology: that what it tells was taken back since, or corrected. One question for each kind of record."""
    told: dict[type[Any], dict[str, list[TimelineEntry]]] = {}
    for entry in entries:
        label, _, ref = entry.source.partition(":")
        model = apps.get_model(label)
        if issubclass(model, Fact | Event):
            told.setdefault(model, {}).setdefault(ref, []).append(entry)
    found: dict[int, str] = {}
    for model, by_ref in told.items():
        rows = model.objects.all().visible_to(viewer).filter(ref__in=list(by_ref))
        for row in rows.exclude(pk__in=rows.standing().values("pk")):
            over = [line for line in by_ref[str(row.ref)] if not line.title.startswith(UNDONE)]
            found |= {line.pk: "取り消し" if row.retracted_at else "訂正前" for line in over}
    return found


def statuses_on(viewer: Viewer, case: Case, day: Day) -> list[Status]:
    """Legal statuses in force on that day."""
    rows = Status.objects.all().visible_to(viewer).standing().filter(case=case).select_related("person")
    return [row for row in rows.order_by("valid_from", "pk") if row.true_on(day)]


def reasons_on(viewer: Viewer, case: Case, day: Day) -> list[FamilyReason]:
    """Why we are engaged with the family, as it stands on that day."""
    rows = FamilyReason.objects.all().visible_to(viewer).standing().filter(case=case)
    return [row for row in rows.order_by("valid_from", "pk") if row.true_on(day)]


def levels(viewer: Viewer, case: Case) -> tuple[list[Involvement], list[Margin]]:
    """Involvement and margin over the life of the case, oldest first."""
    involvement = (
        Involvement.objects.all().visible_to(viewer).standing().filter(case=case).order_by("valid_from", "pk")
    )
    margin = Margin.objects.all().visible_to(viewer).standing().filter(case=case).order_by("valid_from", "pk")
    return list(involvement), list(margin)


def usual_kinds() -> list[DutyKind]:
    """Kinds of duties that come again and again, with their starting rhythm and its source."""
    return [kind for kind in current().duties if kind.every]


def usual_now() -> dict[str, UsualRhythm]:
    """What the municipality itself has set, by kind: the newest of each."""
    rows = UsualRhythm.objects.for_system("the municipality's own rhythms")
    return {row.kind: row for row in rows.select_related("by__user").order_by("pk")}


def usual(kind: str, set_here: Mapping[str, UsualRhythm] | None = None) -> str:
    """How often this kind comes: as the municipality set it (``set_here`` when that is read already), or as the practice
    pack begins.
    """
    own = (usual_now() if set_here is None else set_here).get(kind)
    span = current().duties.get(kind).every
    return own.every if own else every_of(span) if span else ""


def asked_again_on(viewer: Viewer, case: Case) -> date | None:
    """By which day we are in touch with the family next; None where no day is set."""
    rows = Duty.objects.all().visible_to(viewer).open().filter(case=case, kind="contact_rhythm")
    duty = rows.filter(source=f"cases.case:{case.ref}").order_by("due_at").first()
    return duty.due_at.astimezone(TOKYO).date() if duty else None


def rhythm_of(case: Case, organisation: Organisation | None) -> str:
    """How often we are in touch with the family (as set for it, or as usual) or with a resource (only where set)."""
    rows = Rhythm.objects.for_system("when to be in touch again").standing()
    found = rows.filter(case=case, organisation=organisation, valid_until=None).order_by("-pk")
    own: Rhythm | None = found.first()
    if own:
        return own.every
    return "" if organisation else usual("contact_rhythm")
