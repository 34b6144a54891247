"""Two records of one person: joined for reading, parted again when they are two after all. Rows never move."""

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.people.actions.protection import hide_written, is_protected
from tomoni.people.models import Person, SamePerson


@action("people.join_persons")
def join_persons(viewer: Viewer, *, kept: Person, other: Person, reason: str = "") -> SamePerson:
    """Two rows are one person. Needs the right to write to both; nothing moves, and it can be parted again. When one of
    them is protected, what is written of the other is hidden too.
    """
    require(viewer, Need.WRITE, kept)
    require(viewer, Need.WRITE, other)
    joined = SamePerson.objects.for_system("already joined?").filter(until=None)
    if (
        kept.pk == other.pk
        or joined.filter(other__in=[kept, other]).exists()
        or joined.filter(kept=other).exists()
    ):
        raise Refused("すでに同じ人としてまとめられています。先に解除してから選び直してください。")
    row = SamePerson(municipality=viewer.tenant, dossier=kept.dossier, kept=kept, other=other, since=now())
    row.reason = reason.strip()
    row.save()
    if is_protected(kept):
        hide_written(kept)
    return row


@action("people.part_persons")
def part_persons(viewer: Viewer, *, same: SamePerson) -> SamePerson:
    """They are two persons after all. What was hidden stays hidden until somebody opens it on purpose."""
    require(viewer, Need.WRITE, same)
    if same.until is not None:
        raise Refused("すでに解除されています。ページを開き直してください。")
    same.until = now()
    same.save(update_fields=["until"])
    return same
