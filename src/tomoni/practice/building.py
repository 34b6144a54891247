"""From checked content to the kinds: plain data becomes dataclasses, and names that point somewhere are followed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tomoni.practice import kinds
from tomoni.practice.reading import ContentError

# Each list of a pack: the schema of its file and the kind of its items.
LISTS: dict[str, tuple[str, type]] = {
    "purposes": ("purposes", kinds.Purpose),
    "pictures": ("pictures", kinds.Picture),
    "needs": ("needs", kinds.Need),
    "principles": ("principles", kinds.Principle),
    "phases": ("phases", kinds.Phase),
    "circle": ("circle", kinds.Way),
    "duties": ("duties", kinds.DutyKind),
    "involvement": ("codes", kinds.Code),
    "margin": ("codes", kinds.Code),
    "attitudes": ("codes", kinds.Code),
    "families": ("codes", kinds.Code),
    "explanations": ("prompts", kinds.Prompt),
    "interview": ("prompts", kinds.Prompt),
    "techniques": ("prompts", kinds.Prompt),
}
VIEWPOINTS = "viewpoints"
Content = Mapping[str, dict[str, Any]]


def shaped(kind: Any, data: Any) -> Any:
    """``data`` as the kind: dataclasses within dataclasses, lists as tuples, page numbers as text."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return shaped(inner[0], data)
    if origin is tuple:
        return tuple(shaped(inner[0], each) for each in data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: shaped(hints[name], value) for name, value in data.items()})
    return str(data) if kind is str else data


@lru_cache
def _hints(kind: type) -> dict[str, Any]:
    return {field.name: get_type_hints(kind)[field.name] for field in fields(kind)}


def listing(name: str, content: dict[str, Any], kind: type, place: Path) -> Any:
    """One list of items; an id that stands twice is a mistake."""
    items = tuple(shaped(kind, item) for item in content["items"])
    for wanted, times in Counter(item.id for item in items).items():
        if times > 1:
            raise ContentError(f"{place}\n  ［{wanted}］ が {times} 回あります。ひとつにしてください。")
    source = shaped(kinds.Source, content["source"]) if "source" in content else None
    made = kinds.CodeList if kind is kinds.Code else kinds.Listing
    return made(name, content["title"], items, content.get("note", ""), source)


def pack(files: Content, folder: Path, *, published: bool) -> kinds.Pack:
    """A pack from its files by name (``phases``, ``viewpoints/phase-1`` …); ``ContentError`` when names do not fit."""
    lists = {name: listing(name, files[name], kind, folder / name) for name, (_, kind) in LISTS.items()}
    written = [
        {**each, "phase": part["phase"]}
        for name, part in sorted(files.items())
        if name.startswith(VIEWPOINTS)
        for each in part[VIEWPOINTS]
    ]
    lists[VIEWPOINTS] = listing(
        VIEWPOINTS, {"title": "視点", "items": written}, kinds.Viewpoint, folder / VIEWPOINTS
    )
    head = {name: value for name, value in files["pack"].items() if name != "source"}
    made = kinds.Pack(
        **head, **lists, source=shaped(kinds.Source, files["pack"]["source"]), published=published
    )
    _follow(made, folder)
    return made


def _follow(made: kinds.Pack, folder: Path) -> None:
    """Every name of a phase or a principle leads somewhere."""
    for holder, wanted, target in _named(made):
        if wanted not in target:
            known = "、".join(item.id for item in target)
            raise ContentError(
                f"{folder}\n  ［{holder}］ の「{wanted}」は{target.title}にありません。使えるのは {known} です。"
            )


def _named(made: kinds.Pack) -> Iterator[tuple[str, str, kinds.Listing[Any]]]:
    """(who names it, what is named, where it has to stand)."""
    for way in made.circle:
        yield way.id, way.start, made.phases
        yield way.id, way.end, made.phases
    for each in made.viewpoints:
        yield each.id, each.phase, made.phases
        yield each.id, each.principle, made.principles
        yield from ((box.id, box.evidence.due, made.duties) for box in each.boxes if box.evidence.due)
