"""What an ended engagement left for the day the family comes back: shown with a new call, for deciding how to go on (I5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse

from tomoni.access.choices import Level
from tomoni.access.matrix import READERS
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.cases.models import Case
from tomoni.closing.models import Closing, Remaining, ReturnSign
from tomoni.closing.queries.sheets import GROUNDS
from tomoni.closing.rules import ALONE, named_words, same_words
from tomoni.families.models import Family
from tomoni.intake.queries.past import Heard
from tomoni.practice import codes
from tomoni.ui.links import Link

SHEETS = (
    ("アセスメント", "assessment:sheet"),
    ("プラン", "plans:sheet"),
    ("支援", "monitoring:sheet"),
    ("見直しと終結", "closing:sheet"),
    ("あゆみ", "desk:course"),
)
COMPARED = "held against the words of a call; what is shown is fetched as rows"


@dataclass(frozen=True)
class Sign:
    """An agreed sign, and what of the call names it; ``asked``: it is theirs, and the child or family asks."""

    fact: ReturnSign
    words: list[str]
    asked: bool = False

    @property
    def named(self) -> bool:
        """Whether the call speaks of it."""
        return self.asked or bool(self.words)


@dataclass
class Ended:
    """An engagement that ended. Where only the card is open: that it was, and who led it."""

    case: Case
    readable: bool
    mapped: bool = False
    closing: Closing | None = None
    signs: list[Sign] = field(default_factory=list)
    remaining: list[Remaining] = field(default_factory=list)

    @property
    def links(self) -> list[Link]:
        """Where its records are read."""
        family, case = self.case.family.ref, self.case.ref
        sheets = [Link(label, f"{reverse(page, args=[family])}?case={case}") for label, page in SHEETS]
        return (
            [*sheets, Link("実践の手がかり", reverse("insight:case", args=[case]))] if self.mapped else sheets
        )

    @property
    def title(self) -> str:
        """When it ended."""
        assert self.case.closed_on is not None
        return f"{Day(self.case.closed_on).japanese()}に終結（ケース {self.case.number}）"


@dataclass(frozen=True)
class Past:
    """The ended engagements of one family, the last one first."""

    ended: list[Ended]
    template = "closing/parts/past.html"

    @property
    def named(self) -> list[Sign]:
        """The signs of which the call speaks."""
        return [sign for each in self.ended for sign in each.signs if sign.named]


def left_behind(viewer: Viewer, families: Sequence[Family], heard: Heard) -> dict[int, Past]:
    """By the key of the family, as far as the viewer may know of each; in as many queries for one family as for ten."""
    cases = Case.objects.all().visible_to(viewer, Level.CARD).filter(family__in=families)
    found = list(
        cases.exclude(closed_on=None)
        .select_related("family", "lead__user", "lead__team")
        .order_by("-closed_on", "-pk")
    )
    readable = set(_of(viewer, Case, "pk", found).values_list("pk", flat=True))
    ended = {case.pk: Ended(case, case.pk in readable, viewer.role in READERS) for case in found}
    for closing in _of(viewer, Closing, "case", found).select_related(*GROUNDS):
        ended[closing.case_id].closing = closing
    for sign in _standing(viewer, ReturnSign, found).select_related("child", "organisation"):
        ended[sign.case_id].signs.append(_held(sign, heard))
    for rest in _standing(viewer, Remaining, found).select_related("organisation"):
        ended[rest.case_id].remaining.append(rest)
    by_family: dict[int, list[Ended]] = {}
    for each in ended.values():
        each.signs.sort(key=lambda sign: not sign.named)
        by_family.setdefault(each.case.family_id, []).append(each)
    return {key: Past(rows) for key, rows in by_family.items()}


def pointed_at(viewer: Viewer, heard: Heard) -> list[int]:
    """Dossiers of families with an ended engagement of which the words of a call name an agreed sign, the most words first.
    Only signs that the viewer may read are held against them; a seal is not even hinted at.
    """
    rows = ReturnSign.objects.all().visible_to(viewer).standing().exclude(case__closed_on=None)
    rows = rows.filter(_still_agreed(), always=False).order_by("-pk").unshown(COMPARED)
    same, found = _same(), dict[int, int]()
    for home, text in rows.values_list("case__family__dossier_id", "text"):
        words = named_words(text, heard.words, same)
        if len(words) >= ALONE:
            found[home] = max(found.get(home, 0), len(words))
    return sorted(found, key=lambda home: -found[home])


def _of(viewer: Viewer, model: Any, name: str, cases: list[Case]) -> Any:
    return model.objects.all().visible_to(viewer).filter(**{f"{name}__in": [case.pk for case in cases]})


def _standing(viewer: Viewer, model: Any, cases: list[Case]) -> Any:
    return _of(viewer, model, "case", cases).standing().filter(valid_until=None).order_by("pk")


def _still_agreed() -> Q:
    return Q(valid_until=None) & (Q(until=None) | Q(until__gte=today()))


def _held(sign: ReturnSign, heard: Heard) -> Sign:
    if sign.always:
        return Sign(sign, [], asked=heard.own)
    over = sign.until is not None and sign.until < today()
    return Sign(sign, [] if over else named_words(sign.text, heard.words, _same()))


def _same() -> dict[str, str]:
    return same_words((code.label, code.text) for code in codes("return_words"))
