"""What a practice model consists of. Code knows these kinds; their instances are content, with their source."""

from bisect import bisect
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Item(Protocol):
    """Anything in a list: an id that records keep, and a label that people read."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...


T = TypeVar("T", bound=Item)


@dataclass(frozen=True)
class Source:
    """Where something comes from: a law, a guideline, or our own thinking (said so in ``note``)."""

    title: str
    page: str = ""
    note: str = ""
    date: str = ""
    project: str = ""
    publisher: str = ""

    def __str__(self) -> str:
        return (
            f"{self.title} p.{self.page}" if self.page[:1].isdigit() else f"{self.title} {self.page}".strip()
        )


@dataclass(frozen=True)
class Listing(Generic[T]):
    """An ordered list of items of one kind, with its title and source."""

    id: str
    title: str
    items: tuple[T, ...]
    note: str = ""
    source: Source | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, wanted: object) -> bool:
        return any(item.id == wanted for item in self.items)

    def get(self, wanted: str) -> T:
        """The item with this id; ``KeyError`` when there is none."""
        for item in self.items:
            if item.id == wanted:
                return item
        raise KeyError(wanted)

    def label(self, wanted: str) -> str:
        """What people read for this id; an id that is not listed (old or foreign data) is shown as it is."""
        return next((item.label for item in self.items if item.id == wanted), wanted)

    def choices(self) -> list[tuple[str, str]]:
        """(id, label) in order, for forms."""
        return [(item.id, item.label) for item in self.items]


@dataclass(frozen=True)
class Code:
    """An entry of a code list. ``official`` is the name in law or statistics where the label is a calmer word; ``rhythm`` the
    kind of duty (of the practice pack) in whose usual rhythm a meeting of this kind comes again.
    """

    id: str
    label: str
    text: str = ""
    group: str = ""
    official: str = ""
    page: str = ""
    rhythm: str = ""


@dataclass(frozen=True)
class CodeList(Listing[Code]):
    """A list of codes; a long one has groups."""

    def grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Choices under their groups, in order of first appearance, for long selects."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for code in self.items:
            groups.setdefault(code.group, []).append((code.id, code.label))
        return list(groups.items())


@dataclass(frozen=True)
class Purpose:
    """What the whole work is for."""

    id: str
    label: str
    text: str
    page: str


@dataclass(frozen=True)
class Picture:
    """A picture of child and family one hopes to see (めざす「こども・家庭の姿」)."""

    id: str
    number: int
    label: str
    text: str
    page: str


@dataclass(frozen=True)
class Need:
    """A basic need of every child; ``group`` tells foundation from development."""

    id: str
    number: int
    group: str
    label: str
    text: str
    page: str


@dataclass(frozen=True)
class Principle:
    """A guiding principle (行動指針); ``label`` is its name in the source, ``text`` is ours."""

    id: str
    number: int
    label: str
    text: str
    page: str


@dataclass(frozen=True)
class Phase:
    """A phase of practice; ``business`` is the municipality's own word for the same work.

    ``work`` is the kind of work done in it, by which its page is found (one of the schema); without one it has no page.
    """

    id: str
    number: int
    label: str
    short: str
    business: str
    purpose: str
    happens: tuple[str, ...]
    page: str
    work: str = ""


WAYS = {"forward": "進む", "back": "戻る", "again": "もう一度"}


@dataclass(frozen=True)
class Way:
    """A way from one phase to another: ``forward``, ``back``, or ``again`` after closing."""

    start: str
    end: str
    kind: str
    label: str
    when: str = ""

    @property
    def id(self) -> str:
        """Names both ends."""
        return f"{self.start}-{self.end}"

    @property
    def kind_label(self) -> str:
        """The kind in a word for people."""
        return WAYS[self.kind]


UNITS = {"hours": "時間", "days": "日", "months": "か月"}


@dataclass(frozen=True)
class Span:
    """A length of time. Hours are clock hours; months end as the civil code says (``calendar.add_months``)."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount}{UNITS[self.unit]}"


@dataclass(frozen=True)
class DutyKind:
    """A thing to be done by a date. Without ``first`` the date is agreed with the family each time.

    ``every`` is the rhythm afterwards, ``choices`` the usual ones, ``at_most`` what nobody may exceed.
    """

    id: str
    label: str
    text: str
    starts: str
    changeable: bool
    source: Source
    first: Span | None = None
    every: Span | None = None
    at_most: Span | None = None
    choices: tuple[Span, ...] = ()


TO_AGES = ("小さな子に", "小学生くらいの子に", "中高生くらいの子に")
FROM_AGE = (7, 13)


@dataclass(frozen=True)
class Prompt:
    """Something to say or ask, in words for a child and for a parent; ``hint`` is for the worker.

    Where a child's age matters there are words for three: ``for_small`` up to 6, ``for_child`` then of 7 to 12,
    ``for_youth`` from 13 on.
    """

    id: str
    label: str
    for_child: str
    for_parent: str
    hint: str = ""
    text: str = ""
    for_small: str = ""
    for_youth: str = ""

    def said(self, ages: Collection[int] = ()) -> list[tuple[str, str]]:
        """To whom and how: to the children of these ages in years (to all, where none is known), then to a parent."""
        words = (self.for_small, self.for_child, self.for_youth)
        met = {bisect(FROM_AGE, age) for age in ages} or {0, 1, 2}
        by_age = [(whom, text) for n, (whom, text) in enumerate(zip(TO_AGES, words, strict=True)) if n in met]
        children = by_age if all(words) else [("こどもに", self.for_child)]
        return [*children, ("保護者に", self.for_parent)]


@dataclass(frozen=True)
class Reference:
    """A record of this kind, with all of the marks ``all`` and one of ``any``.

    ``days``: what is looked for came so many days later at most; 0 for any time after it. ``absent``: what to say where
    records of the kind exist, but none of these.
    """

    kind: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    days: int = 0
    absent: str = ""


@dataclass(frozen=True)
class Wanted:
    """Records that are looked for: one of ``kinds``, with all of the marks ``all`` and one of ``any``, in one of ``voices``,
    later than those of ``since``.

    ``rule`` says how many: ``exists`` one; ``each_voice`` one in each voice; ``everyone`` one about each person of the
    household; ``at_least`` so many (``count``) ``different`` days, marks of ``any``, or persons and places (who).
    """

    kinds: tuple[str, ...]
    rule: str = "exists"
    voices: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    since: Reference | None = None
    count: int = 1
    different: str = "marks"


@dataclass(frozen=True)
class Evidence:
    """What ordinary records can show of a box: all that is ``wanted``. ``none`` says why no record can.

    ``due`` is a kind of duty whose passed date says that it was not done; without ``occasion`` there was no call for it.
    """

    looks_at: str = ""
    wanted: tuple[Wanted, ...] = ()
    due: str = ""
    occasion: Reference | None = None
    none: str = ""


@dataclass(frozen=True)
class Box:
    """One thing to look at in a viewpoint: why, what one does, what a record then shows, and how we look for it."""

    id: str
    title: str
    why: str
    does: str
    record: str
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def label(self) -> str:
        """Its title."""
        return self.title


@dataclass(frozen=True)
class Viewpoint:
    """A viewpoint (視点): one principle in one phase, numbered as in the source."""

    number: str
    phase: str
    principle: str
    page: str
    title: str
    boxes: tuple[Box, ...]

    @property
    def id(self) -> str:
        """Its number in the source, such as 1-1."""
        return self.number

    @property
    def label(self) -> str:
        """Its title."""
        return self.title


@dataclass(frozen=True)
class Pack:
    """A practice model at one revision. Records keep ``key``; a published revision never changes."""

    id: str
    revision: int
    published: bool
    title: str
    edition: str
    date: str
    note: str
    source: Source
    purposes: Listing[Purpose]
    pictures: Listing[Picture]
    needs: Listing[Need]
    principles: Listing[Principle]
    phases: Listing[Phase]
    circle: Listing[Way]
    duties: Listing[DutyKind]
    involvement: CodeList
    margin: CodeList
    attitudes: CodeList
    families: CodeList
    explanations: Listing[Prompt]
    interview: Listing[Prompt]
    techniques: Listing[Prompt]
    viewpoints: Listing[Viewpoint]
    based_on: str = ""

    @property
    def key(self) -> str:
        """What a record keeps: ``kodomo-katei-2026-03/r1``."""
        return f"{self.id}/r{self.revision}"

    def label(self, listing: str, wanted: str) -> str:
        """``pack.label("involvement", "thin")``; an unknown id is shown as it is."""
        found: Listing[Code] = getattr(self, listing)
        return found.label(wanted)

    def ways_from(self, phase: str) -> list[Way]:
        """The ways that leave a phase, forward ones first."""
        return sorted(
            (way for way in self.circle if way.start == phase), key=lambda way: way.kind != "forward"
        )

    def viewpoints_of(self, phase: str) -> list[Viewpoint]:
        """The viewpoints of a phase in order."""
        return [each for each in self.viewpoints if each.phase == phase]
