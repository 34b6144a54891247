"""Keeping the directory of organisations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.decide import Decision, Denied, require_role
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import STAFF
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.resources.rules import Entry, read_row
from tomoni.search.fold import fold

KNOWN = "すでに登録されています。"


@action("resources.add_organisation")
def add_organisation(viewer: Viewer, *, name: str, kind: str, **facts: Any) -> Organisation:
    """A new organisation of the area; ``facts`` are the other fields of the model."""
    _require_staff(viewer)
    row = Organisation(municipality=viewer.tenant, kind=kind, **facts)
    row.name = _checked(name, kind)
    row.save()
    return row


@action("resources.change_organisation")
def change_organisation(viewer: Viewer, *, organisation: Organisation, **changes: Any) -> Organisation:
    """What is known of an organisation, as it is now."""
    _require_staff(viewer)
    if organisation.municipality_id != viewer.tenant.pk:
        raise Denied(Decision(False, "別の自治体の機関です。"))
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.name = _checked(organisation.name, organisation.kind)
    organisation.save()
    return organisation


@dataclass(frozen=True)
class Reported:
    """A row that was not loaded: its number from 1, what it calls itself, and why (Japanese)."""

    number: int
    name: str
    reason: str


@dataclass
class Loaded:
    """What became of each row of a file."""

    added: list[Organisation] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)


@action("resources.load_directory")
def load_directory(viewer: Viewer, *, rows: Iterable[Mapping[Any, Any]], source: str = "") -> Loaded:
    """Load rows of a published list (``csv.DictReader``); every row is added or reported, what is there stays as it is.

    An organisation is known by its name and kind. ``source`` names the publisher, as its licence asks.
    """
    _require_staff(viewer)
    there = Organisation.objects.for_system("already in the directory?").values_list("name", "kind")
    known = {(fold(name), kind) for name, kind in there}
    loaded = Loaded()
    for number, row in enumerate(rows, 1):
        entry = read_row(row)
        reason = entry.wrong or (KNOWN if _key(entry) in known else "")
        if reason:
            loaded.reported.append(Reported(number, entry.name, reason))
        else:
            known.add(_key(entry))
            made = add_organisation(viewer, name=entry.name, kind=entry.kind, source=source, **entry.facts)
            loaded.added.append(made)
    return loaded


def _key(entry: Entry) -> tuple[str, str]:
    return fold(entry.name), entry.kind


def _checked(name: str, kind: str) -> str:
    name = name.strip()
    if not name:
        raise Refused("名称を入力してください。")
    if kind not in codes("organisation_kinds"):
        raise Refused("種別を一覧から選んでください。")
    return name


def _require_staff(viewer: Viewer) -> None:
    """The directory is kept by the municipality's own staff, clerks too; guests and agencies read or do not see it."""
    require_role(viewer, STAFF)
