"""Pure rules of drafts: what a draft is kept under, and how the words of two screens come together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple, Self
from uuid import UUID

Sent = Mapping[str, list[str]]
# Fields that belong to the way and not to the words; ``version`` of the record stays, a draft is based on it.
OWN = frozenset({"csrfmiddlewaretoken", "worn", "parked", "slip", "submission", "draft_key", "draft_version"})
TRAIL_MOST, ASIDE_MOST = 40, 20
_KEY = re.compile(r"([a-z_.]{1,60}):([0-9a-f-]{36}|):([a-z0-9_.-]{0,60})")


@dataclass(frozen=True)
class Key:
    """What a draft is kept under: ``Key("families.family", family.ref, "note")``. ``kind`` is the table in which ``ref``
    names the record it is about; without that record (something new) any name will do.
    """

    kind: str
    ref: UUID | str = ""
    purpose: str = ""

    def __post_init__(self) -> None:
        """ValueError for what the database would cut or the browser could not bring back."""
        if not _KEY.fullmatch(str(self)):
            raise ValueError(f"no key of a draft: {self}")

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}:{self.purpose}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """A key as it came back from a browser; None when it is none."""
        found = _KEY.fullmatch(text)
        return cls(*found.groups()) if found else None


def is_text(value: str) -> bool:
    """Whether somebody wrote this: references, versions and choices are one word of plain signs."""
    return not value.isascii() or " " in value.strip()


class Trail(NamedTuple):
    """Which screen gave a field which content: the draft's version by then, the screen, a digest of the content."""

    version: int
    screen: str
    digest: str


@dataclass(frozen=True)
class Words:
    """One field of a draft: its content, and how it came to it (oldest first)."""

    values: tuple[str, ...]
    trail: tuple[Trail, ...]


@dataclass(frozen=True)
class Content:
    """A draft: page, fields, and what was set aside when two screens wrote different words (name, text)."""

    title: str = ""
    path: str = ""
    words: dict[str, Words] = field(default_factory=dict)
    aside: list[tuple[str, str]] = field(default_factory=list)
    version: int = 0

    @property
    def fields(self) -> dict[str, list[str]]:
        """What a form is filled with."""
        return {name: list(each.values) for name, each in self.words.items()}


def merge(content: Content, sent: Sent, base: int, screen: str) -> tuple[Content, list[str]]:
    """Bring in what a screen sent that last knew version ``base``. Field by field the last word counts.

    A screen that only repeats what it knew changes nothing. Where another screen wrote since, its words are set aside,
    and the names of these fields are returned: the writer gets told. No text is dropped.
    """
    words, told, aside = dict(content.words), [], list(content.aside)
    for name in {**content.words, **sent}:
        old, values = words.get(name, Words((), ())), tuple(sent.get(name, ()))
        known = _known(old, base, screen)
        if _untouched(old, values, known):
            continue
        if old.trail and known != old.trail[-1].digest and digest(values) != old.trail[-1].digest:
            overwritten = [(name, text) for text in old.values if text.strip()]
            told += [name] if overwritten else []
            aside += overwritten
        trail = (*old.trail, Trail(content.version + 1, screen, digest(values)))
        words[name] = Words(values, trail[-TRAIL_MOST:])
    if words == content.words:
        return content, []
    return replace(content, words=words, aside=aside[-ASIDE_MOST:], version=content.version + 1), told


def digest(values: tuple[str, ...]) -> str:
    """A short digest by which equal contents are recognised."""
    return sha256("\0".join((str(len(values)), *values)).encode()).hexdigest()[:16]


def _known(old: Words, base: int, screen: str) -> str | None:
    """The digest of what the screen last saw or wrote in this field; None when it never did."""
    seen = [each.digest for each in old.trail if each.screen == screen or each.version <= base]
    return seen[-1] if seen else None


def _untouched(old: Words, values: tuple[str, ...], known: str | None) -> bool:
    """Whether the screen only repeats what it knew: then whatever stands there stays."""
    if known:
        return known == digest(values)
    # A screen that was opened before there was a draft and leaves the field blank has not touched it.
    return bool(old.trail) and old.values != values and not any(value.strip() for value in values)


def words_only(sent: Sent) -> dict[str, list[str]]:
    """What was sent without the fields of the way."""
    return {name: list(values) for name, values in sent.items() if name not in OWN}
