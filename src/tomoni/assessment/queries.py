"""Reading an assessment: everything on one sheet, the voices side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Assessment, Fit, Need, Strength, Supporter, View, Wish
from tomoni.assessment.rules import FAR_APART, newest, spread
from tomoni.calendar import today
from tomoni.cases.models import Case, CaseChild
from tomoni.families.choices import Relation
from tomoni.families.queries import relatives
from tomoni.people.models import Person
from tomoni.people.queries import kept_from
from tomoni.people.rules import Thread, Versions, threads

STATED: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "wish": (Wish, "case", ("person",)),
    "need": (Need, "case", ("person", "case")),
    "view": (View, "need__case", ("person",)),
    "strength": (Strength, "case", ("person", "organisation", "told_by")),
    "fit": (Fit, "need__case", ()),
    "supporter": (Supporter, "case", ("person", "organisation", "told_by")),
}
PARENTS = frozenset({Relation.MOTHER, Relation.FATHER, Relation.PARTNER})


@dataclass(frozen=True)
class Voice:
    """A column: a person of the family, or a practitioner (``person`` is None)."""

    label: str
    person: Person | None = None
    is_child: bool = False
    kept_from: bool = False

    @property
    def can_be_asked(self) -> bool:
        """Whether it is missing where it has said nothing: a baby is not, nor is somebody from whom the others hide."""
        return self.person is None or (not self.kept_from and self.person.speaks_on(today()))


@dataclass(frozen=True)
class Seen:
    """What one voice says of a need today, and said before."""

    voice: Voice
    views: list[Thread[View]]

    @property
    def latest(self) -> Thread[View] | None:
        """The newest view."""
        return self.views[0] if self.views else None


@dataclass(frozen=True)
class NeedRow:
    """A need with every voice, and what fits it."""

    thread: Thread[Need]
    seen: list[Seen]
    fits: list[tuple[Thread[Fit], Strength]]

    @property
    def need(self) -> Need:
        """As it stands."""
        return self.thread.fact

    @property
    def heard(self) -> list[Seen]:
        """Those who said how they see it."""
        return [each for each in self.seen if each.views]

    @property
    def unheard(self) -> list[str]:
        """Whom nobody has asked yet."""
        return [each.voice.label for each in self.seen if not each.views and each.voice.can_be_asked]

    @property
    def apart(self) -> int | None:
        """How far the numbers lie apart, where that is worth a talk."""
        far = spread(each.latest.fact.scale for each in self.seen if each.latest)
        return far if far is not None and far >= FAR_APART else None


@dataclass(frozen=True)
class Sheet:
    """The whole assessment of a case as it stands."""

    case: Case
    voices: list[Voice]
    wishes: list[Thread[Wish]]
    of_children: list[tuple[Person, list[NeedRow]]]
    of_household: list[NeedRow]
    strengths: list[Thread[Strength]]
    stays: list[tuple[Person, list[Thread[Supporter]]]]
    helping: list[Thread[Supporter]]
    rounds: list[Assessment]
    withdrawn: list[Any] = field(default_factory=list)
    taken_back: list[Assessment] = field(default_factory=list)

    @property
    def needs(self) -> list[NeedRow]:
        """All of them."""
        return [*(row for _, rows in self.of_children for row in rows), *self.of_household]

    @property
    def unmet(self) -> list[NeedRow]:
        """Needs for which nothing was found yet."""
        return [row for row in self.needs if not row.fits]


def sheet(viewer: Viewer, case: Case) -> Sheet:
    """Everything that stands about the case."""
    found: dict[str, list[Any]] = {}
    withdrawn: list[Any] = []
    for name, (model, way, names) in STATED.items():
        rows = model.objects.all().visible_to(viewer).filter(**{way: case})
        found[name], back = threads(rows.select_related(*names, "recorded_by__user").order_by("pk"))
        withdrawn += back
    told = list(rounds(viewer).filter(case=case))
    children, voices = children_of(viewer, case), voices_of(viewer, case)
    rows = _need_rows(found, voices)
    stays = [
        (child, [t for t in found["supporter"] if t.fact.kind == "stays" and t.fact.child_id == child.pk])
        for child in children
    ]
    return Sheet(
        case,
        voices,
        found["wish"],
        [(child, [row for row in rows if row.need.person_id == child.pk]) for child in children],
        [row for row in rows if row.need.person_id not in {child.pk for child in children}],
        found["strength"],
        stays,
        [t for t in found["supporter"] if t.fact.kind == "helps"],
        [held for held in told if held.retracted_at is None],
        withdrawn,
        [held for held in told if held.retracted_at],
    )


def needs_of(viewer: Viewer, case: Case) -> Any:
    """Needs of the case that stand today."""
    rows = Need.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)
    return rows.select_related("case", "person").order_by("pk")


def strengths_of(viewer: Viewer, case: Case) -> Any:
    """Strengths and resources of the case that stand today."""
    rows = Strength.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)
    return rows.select_related("person", "organisation").order_by("pk")


def fits_of(viewer: Viewer, case: Case) -> Any:
    """What fits the needs of the case today, with the strength it is."""
    rows = Fit.objects.all().visible_to(viewer).standing().filter(need__case=case, valid_until=None)
    return rows.select_related("strength__person", "strength__organisation", "need__case").order_by("pk")


def rounds(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Rounds of assessment, the newest first; those that were a mistake too."""
    around = ("case__family__dossier", "case__dossier", "case__lead", "dossier")
    rows = Assessment.objects.all().visible_to(viewer, level).select_related(*around)
    return rows.select_related("checked_with", "author__user", "retracted_by__user").order_by("-at", "-pk")


def children_of(viewer: Viewer, case: Case) -> list[Person]:
    rows = CaseChild.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)
    return [row.person for row in rows.select_related("person").order_by("pk")]


def voices_of(viewer: Viewer, case: Case) -> list[Voice]:
    """The case's children who are born and living, the parents, then practitioners."""
    born = (child for child in children_of(viewer, case) if not child.unborn and child.death is None)
    children = {child.pk: child for child in born}
    parents = [
        r.person
        for r in relatives(viewer, case.family)
        if r.member.relation in PARENTS and r.person.pk not in children and r.person.death is None
    ]
    hidden = kept_from(viewer, [*children.values(), *parents])
    spoken = [Voice(f"{child.name}さん", child, is_child=True) for child in children.values()]
    grown = [Voice(f"{each.name}さん", each, kept_from=each.pk in hidden) for each in parents]
    return [*spoken, *grown, Voice("実践者")]


def _need_rows(found: dict[str, list[Any]], voices: list[Voice]) -> list[NeedRow]:
    needs, strengths = Versions(found["need"]), Versions(found["strength"])
    views: dict[int, list[Thread[View]]] = {}
    fits: dict[int, list[tuple[Thread[Fit], Strength]]] = {}
    for thread in found["view"]:
        if (need := needs.get(thread.fact.need_id)) is not None:
            views.setdefault(need.fact.pk, []).append(thread)
    for thread in found["fit"]:
        need, strength = needs.get(thread.fact.need_id), strengths.get(thread.fact.strength_id)
        if need and strength:
            fits.setdefault(need.fact.pk, []).append((thread, strength.fact))
    return [
        NeedRow(need, _seen(views.get(need.fact.pk, ()), voices), fits.get(need.fact.pk, []))
        for need in needs.threads
    ]


def _seen(views: Iterable[Thread[View]], voices: list[Voice]) -> list[Seen]:
    """Every person's column, each practitioner who spoke by name, then people who spoke without having a column."""
    by_rater = newest(views)
    columns = [Seen(voice, by_rater.pop((voice.person.pk, None), [])) for voice in voices if voice.person]
    centre = [
        Seen(Voice(f"実践者 {found[0].first.recorded_by.user.name}"), found)
        for (person, _), found in by_rater.items()
        if person is None
    ]
    unheard = [Seen(voice, []) for voice in voices if voice.person is None and not centre]
    others = [
        Seen(Voice(f"{found[0].fact.person.name}さん", found[0].fact.person), found)
        for found in by_rater.values()
        if found[0].fact.person
    ]
    return [*columns, *centre, *unheard, *others]
