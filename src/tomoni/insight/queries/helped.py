"""What was a help, over all cases that the viewer reads: counts of what stood side by side, never a cause."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Max, Q, When

from tomoni.access.viewer import Viewer
from tomoni.outcomes.models import Attainment, Helped
from tomoni.practice import codes

COUNTED = "counted: only figures over all cases are shown"
KINDS = (
    ("力と支えの種類", "strength_kinds"),
    ("資源との間で調整したこと", "adjustments"),
    ("取組をした人", "step_actors"),
    ("機関・団体の種別", "organisation_kinds"),
)
# Which code list the kind of a help is of, by the way from its row: a step puts a fit to use.
LISTINGS = {
    "step__by": "step_actors",
    "step__organisation__kind": "organisation_kinds",
    **{f"{way}__adjustment": "adjustments" for way in ("fit", "step__fit")},
    **{f"{way}__strength__kind": "strength_kinds" for way in ("fit", "step__fit")},
    **{f"{way}__strength__organisation__kind": "organisation_kinds" for way in ("fit", "step__fit")},
}


@dataclass(frozen=True)
class Named:
    """How many goals named it: of those that came nearer, and of the others."""

    label: str
    nearer: int
    others: int


@dataclass(frozen=True)
class Counts:
    """Goals that were looked back at, and by what kind of help they were named."""

    nearer: int
    others: int
    unclear: int
    kinds: list[tuple[str, list[Named]]]


def counts(viewer: Viewer) -> Counts:
    """Each goal once for every review that stands. It came nearer where a voice said so and none that it went farther; where
    nobody could say yet it counts for neither. In the order of the code lists, so that nothing looks like a ranking.
    """
    came = {(review, goal): nearer for review, goal, nearer in _goals(viewer)}
    named: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for listing, code, place in _named(viewer):
        if came.get(place) is not None:
            named[listing, code].add(place)
    return Counts(
        sum(nearer is True for nearer in came.values()),
        sum(nearer is False for nearer in came.values()),
        sum(nearer is None for nearer in came.values()),
        [(title, list(_rows(listing, named, came))) for title, listing in KINDS],
    )


def _rows(listing: str, named: Any, came: dict[tuple[int, int], bool | None]) -> Iterator[Named]:
    for code in codes(listing):
        if places := named.get((listing, code.id)):
            nearer = sum(came[place] is True for place in places)
            yield Named(code.label, nearer, len(places) - nearer)


def _goals(viewer: Viewer) -> Iterator[tuple[int, int, bool | None]]:
    rows = Attainment.objects.all().visible_to(viewer).filter(review__retracted_at=None).unshown(COUNTED)
    said = rows.values("review_id", "goal_id").annotate(
        near=_any(Q(way__in=("nearer", "reached"))), far=_any(Q(way="farther")), known=_any(~Q(way="unclear"))
    )
    for review, goal, near, far, known in said.values_list("review_id", "goal_id", "near", "far", "known"):
        yield review, goal, bool(near and not far) if known else None


def _any(condition: Q) -> Max:
    return Max(Case(When(condition, then=1), default=0, output_field=IntegerField()))


def _named(viewer: Viewer) -> Iterator[tuple[str, str, tuple[int, int]]]:
    rows = Helped.objects.all().visible_to(viewer).filter(review__retracted_at=None).unshown(COUNTED)
    for review, goal, *kinds in rows.values_list("review_id", "goal_id", *LISTINGS).distinct():
        for listing, code in zip(LISTINGS.values(), kinds, strict=True):
            if code:
                yield listing, code, (review, goal)
