"""Reading the directory of organisations."""

from typing import Any
from uuid import UUID

from tomoni.access.viewer import Viewer
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.search.fold import Name, matches

SUGGESTIONS = 10


def organisations(viewer: Viewer) -> Any:
    """All organisations the viewer may see, by kind and name."""
    return Organisation.objects.all().visible_to(viewer).order_by("kind", "name", "pk")


def listed(viewer: Viewer, *, kind: str = "", words: str = "") -> Any:
    """Organisations of a kind whose name or reading holds the words, however they are written."""
    found = organisations(viewer)
    if kind in codes("organisation_kinds"):
        found = found.filter(kind=kind)
    if words.strip():
        named = found.values_list("pk", "name", "name_kana")
        found = found.filter(pk__in=[pk for pk, name, kana in named if matches(words, [Name(name, kana)])])
    return found


def suggested(viewer: Viewer, words: str) -> list[Organisation]:
    """The first few organisations for words being typed."""
    return list(listed(viewer, words=words)[:SUGGESTIONS]) if words.strip() else []


def picked(viewer: Viewer, text: str, ref: UUID | None) -> list[Organisation]:
    """The organisation chosen by reference, or those of exactly the name that was typed."""
    found = organisations(viewer)
    return list(found.filter(ref=ref) if ref else found.filter(name=text.strip())[:2])
