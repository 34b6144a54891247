"""The practice models and code lists at hand: those built in, and those of the municipality's own folder."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tomoni.content import FOLDER
from tomoni.practice import building, revisions
from tomoni.practice.building import LISTS, VIEWPOINTS
from tomoni.practice.kinds import CodeList, Pack
from tomoni.practice.reading import ContentError, read


def load(pack_id: str, revision: int | None = None) -> Pack:
    """A practice model: ``load("kodomo-katei-2026-03")`` its newest revision, ``load("…", 1)`` or ``load("…/r1")`` one.

    ``KeyError`` for a pack or revision that does not exist, ``ContentError`` for one that cannot be used.
    """
    name, _, written = pack_id.partition("/r")
    wanted = int(written) if written.isdigit() else revision
    found = [pack for pack in packs() if pack.id == name and wanted in {None, pack.revision}]
    if not found:
        raise KeyError(pack_id if wanted is None else f"{name}/r{wanted}")
    return _newest(found)


def current() -> Pack:
    """The practice model that new records are made under: the newest published one, of the same date the municipality's."""
    return _newest(packs())


def packs() -> tuple[Pack, ...]:
    """Every practice model at every revision, drafts too (``published`` tells)."""
    return _packs(_own())


def codes(list_id: str) -> CodeList:
    """A code list; ``KeyError`` when there is none of that name."""
    return code_lists()[list_id]


def code_lists() -> dict[str, CodeList]:
    """All code lists by id. The municipality's own file adds codes to a built-in list, or makes a new list."""
    return _code_lists(_own())


def files(folder: Path) -> dict[str, dict[str, Any]]:
    """The folder's own files by name, each checked against its schema; what is missing comes from ``based_on``."""
    names = {"pack": "pack", **{name: schema for name, (schema, _) in LISTS.items()}}
    parts = {f"{VIEWPOINTS}/{path.stem}": VIEWPOINTS for path in sorted((folder / VIEWPOINTS).glob("*.yaml"))}
    wanted = {**names, **parts}.items()
    return {name: read(path, schema) for name, schema in wanted if (path := folder / f"{name}.yaml").exists()}


def place(key: str) -> Path:
    """The folder of packs that holds ``<pack>/r<N>``; ``KeyError`` when none does."""
    for practice in _places(_own()):
        if (practice / key / "pack.yaml").exists():
            return practice
    raise KeyError(key)


def _newest(found: Sequence[Pack]) -> Pack:
    """What stands last counts: later revisions after earlier, the municipality's own models after those built in."""
    return max(reversed(found), key=lambda pack: (pack.published, pack.date))


def _own() -> Path | None:
    return Path(settings.TOMONI_CONTENT_DIR) if settings.TOMONI_CONTENT_DIR else None


def _places(own: Path | None) -> list[Path]:
    return [root / "practice" for root in (FOLDER, own) if root]


def _revisions(practice: Path) -> list[Path]:
    """Folders of revisions, older ones first, so that a base comes before what is based on it."""
    found = [path for path in practice.glob("*/r*") if path.name[1:].isdigit() and path.is_dir()]
    return sorted(found, key=lambda path: (path.parent.name, int(path.name[1:])))


@lru_cache(maxsize=8)
def _packs(own: Path | None) -> tuple[Pack, ...]:
    found: dict[str, Pack] = {}
    bases: dict[str, dict[str, dict[str, Any]]] = {}
    for practice in _places(own):
        built_in = {pack.id for pack in found.values()}
        for folder in _revisions(practice):
            if folder.parent.name in built_in:
                raise ContentError(
                    _taken(folder, _newest([p for p in found.values() if p.id == folder.parent.name]))
                )
            made, whole = _pack(practice, folder, bases)
            found[made.key], bases[made.key] = made, whole
        gone = [key for key in revisions.published(practice) if key not in found]
        if gone:
            raise ContentError(
                f"{practice}\n  公開した実践モデル {gone[0]} のフォルダーがありません。元に戻してください。"
            )
    return tuple(found.values())


def _pack(practice: Path, folder: Path, bases: dict[str, Any]) -> tuple[Pack, dict[str, dict[str, Any]]]:
    """The pack of a folder, and its files with those it takes from its base."""
    own = files(folder)
    key = f"{folder.parent.name}/{folder.name}"
    head = own.get("pack", {})
    if f"{head.get('id')}/r{head.get('revision')}" != key:
        raise ContentError(
            f"{folder / 'pack.yaml'}\n  id と revision を、フォルダーの名前（{key}）に合わせてください。"
        )
    base = head.get("based_on", "")
    if base and base not in bases:
        raise ContentError(
            f"{folder / 'pack.yaml'}\n  ［based_on］ の「{base}」は使えません。本体の実践モデルか、前の版を書いてください。"
        )
    whole = {**bases.get(base, {}), **own}
    missing = [name for name in LISTS if name not in whole]
    if missing:
        raise ContentError(
            f"{folder}\n  足りないファイルがあります: {'、'.join(f'{name}.yaml' for name in missing)}"
        )
    return building.pack(whole, folder, published=revisions.is_published(practice, key, own)), whole


def _taken(folder: Path, built_in: Pack) -> str:
    return (
        f"{folder}\n  「{folder.parent.name}」は「ともに」本体の実践モデルで、変えられません。"
        f"別の名前のフォルダーを作り、pack.yaml に based_on: {built_in.key} と書いて、変えたいファイルだけを置いてください。"
    )


@lru_cache(maxsize=8)
def _code_lists(own: Path | None) -> dict[str, CodeList]:
    found: dict[str, CodeList] = {}
    for path in _code_files(own):
        content = read(path, "codes")
        before = found.get(path.stem)
        known = {code.id for code in before} if before else set()
        twice = [item["id"] for item in content["items"] if item["id"] in known]
        if twice:
            raise ContentError(
                f"{path}\n  ［{twice[0]}］ は本体にある区分で、変えられません。別の id で足してください。"
            )
        made: CodeList = building.listing(path.stem, content, LISTS["margin"][1], path)
        found[path.stem] = made if before is None else _added(before, made)
    return found


def _code_files(own: Path | None) -> Iterator[Path]:
    for root in (FOLDER, own):
        if root:
            yield from sorted((root / "codes").glob("*.yaml"))


def _added(before: CodeList, more: CodeList) -> CodeList:
    return CodeList(before.id, before.title, (*before.items, *more.items), before.note, before.source)
