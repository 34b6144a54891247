"""What was published stays as it was: each published revision is remembered by its digest, and compared when read.

``revisions.json`` beside the packs holds, for ``<pack>/r<N>``, a SHA-256 over all content in canonical form (layout
and comments of the YAML do not count) and a short digest of every item, so that a change can be named.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from tomoni.practice.reading import ContentError

Files = Mapping[str, dict[str, Any]]


def canonical(content: Any) -> bytes:
    """The same bytes for the same content, whatever the order of keys."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(files: Files) -> str:
    """SHA-256 of a revision, as hexadecimal text."""
    return sha256(canonical(dict(files))).hexdigest()


def items(files: Files) -> dict[str, str]:
    """A short digest for each item, by a name people understand: ``phases › intake``."""
    return dict(pair for name, content in sorted(files.items()) for pair in _items(name, content))


def _items(name: str, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        parts = {key: value}
        if isinstance(value, list):
            parts = {
                str(each.get("id", each.get("number", order))): each for order, each in enumerate(value, 1)
            }
        for part, inner in parts.items():
            yield f"{name} › {part}", sha256(canonical(inner)).hexdigest()[:12]


def published(practice: Path) -> dict[str, Any]:
    """The published revisions of a folder of packs, by key."""
    record = practice / "revisions.json"
    return dict(json.loads(record.read_text(encoding="utf-8"))) if record.exists() else {}


def is_published(practice: Path, key: str, files: Files) -> bool:
    """Whether the revision was published; ``ContentError`` when it was and has been changed since."""
    record = published(practice).get(key)
    if record is None:
        return False
    if record["sha256"] != digest(files):
        before, after = record["items"], items(files)
        changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
        raise ContentError(_refusal(practice, key, changed))
    return True


def publish(practice: Path, key: str, files: Files) -> bool:
    """Remember the revision from now on; False when it was published already."""
    if is_published(practice, key, files):
        return False
    record = {**published(practice), key: {"sha256": digest(files), "items": items(files)}}
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    (practice / "revisions.json").write_text(text + "\n", encoding="utf-8")
    return True


def _refusal(practice: Path, key: str, changed: list[str]) -> str:
    pack, _, revision = key.partition("/r")
    following = f"r{int(revision) + 1}"
    shown = "\n".join(f"    {name}" for name in changed[:20]) or "    （項目の外側）"
    return (
        f"{practice / key}\n  公開した実践モデル {key} の内容が、公開したときと違います。違う所:\n{shown}\n"
        f"  公開した版は変えられません。この版を元に戻し、直したい内容は {pack}/{following} のフォルダーに写して書き、"
        f"tomoni practice_publish {pack}/{following} を実行してください。"
    )
