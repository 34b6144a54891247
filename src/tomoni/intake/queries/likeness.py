"""Whether those of whom a call tells may belong to a family, and why."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, Precision
from tomoni.families.queries.known import born_on
from tomoni.families.rules import together
from tomoni.intake.queries.past import Heard
from tomoni.intake.rules import lies_there, named, places_in
from tomoni.people.queries import persons, traits
from tomoni.search.choices import Reason
from tomoni.search.compare import Score, Traits, address_key, may_be_called, same_person_score
from tomoni.search.fold import Name

COMPARED = "whose family is compared; what is shown is fetched as rows"
THERE = "住所が話に出ている"
Scored = list[tuple[int, int, Score]]


@dataclass(frozen=True)
class Somebody:
    """A person as a call names them."""

    name: str
    kana: str = ""
    birth: Day | None = None
    unborn: bool = False


@dataclass(frozen=True)
class Told:
    """What a call tells: ``people``, as far as they are named; ``texts`` to be looked for as they are; its own ``words``;
    ``own``: whether the child or family itself asks. Nothing of whoever notifies (虐待防止法7条).
    """

    people: Sequence[Somebody] = ()
    texts: Sequence[str] = ()
    words: str = ""
    own: bool = False

    @property
    def heard(self) -> Heard:
        """What ended engagements are held against."""
        return Heard(self.words, self.own)

    @property
    def names(self) -> list[tuple[int, Name]]:
        """Who is named, by the place in ``people``; 不明（小2男児） is nobody's name, nor has the unborn one."""
        told = [
            (place, Name(each.name if named(each.name) else "", each.kana))
            for place, each in enumerate(self.people)
            if not each.unborn
        ]
        return [(place, name) for place, name in told if name.text or name.kana]

    @property
    def searched(self) -> set[str]:
        """What was typed to look for."""
        return {text.strip() for text in self.texts}

    @property
    def wanted(self) -> list[str]:
        """What to look for in the index, each once."""
        names = [text for _, name in self.names for text in (name.text, name.kana)]
        texts = [*map(str.strip, self.texts), *names, *places_in(self.words)]
        return list(dict.fromkeys(text for text in texts if len(text) > 1))


@dataclass
class _Homes:
    """By the family's dossier: why somebody told of is one of them for sure enough, and who only resembles somebody."""

    sure: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    weak: dict[int, Scored] = field(default_factory=lambda: defaultdict(list))

    def hold(self, home: int, line: int, pk: int, told: Traits, known: Traits) -> None:
        """One person told against one who is known."""
        by_name = same_person_score(Traits(told.names), Traits(known.names))
        score = same_person_score(told, known)
        if may_be_called(told.names[0], known.names):
            if score.value >= 0:
                self.sure[home] += score.reasons if by_name.value else (Reason.NAME.label, *score.reasons)
        elif by_name.value > 0:
            self.weak[home].append((line, pk, score))


def alike(
    viewer: Viewer, told: Told, homes: Collection[int], pointed: Collection[int]
) -> dict[int, list[str]]:
    """Of these families, and those with a birth told, the ones somebody told of may belong to, and why. A resemblance
    counts where several make one family, or where a sign of return points at it (``pointed``), too.
    """
    home_of = _people(viewer, told, {*homes, *pointed})
    compared, found = traits(viewer, home_of), _Homes()
    for line, name in told.names:
        person = Traits((name,), told.people[line].birth)
        for pk, known in compared.items():
            found.hold(home_of[pk], line, pk, person, known)
    for home, scores in found.weak.items():
        likely = together(scores) or [each for each in scores if home in pointed and each[2].value > 0]
        for _, _, score in likely:
            found.sure[home] += score.reasons
    for place in map(address_key, places_in(told.words)):
        for pk, known in compared.items():
            if lies_there(known.address, place):
                found.sure[home_of[pk]].append(THERE)
    return found.sure


def _people(viewer: Viewer, told: Told, homes: Collection[int]) -> dict[int, int]:
    """The family's dossier of everybody in these families or born on a day told."""
    days = [each.birth for each in told.people if each.birth and each.birth.precision is Precision.DAY]
    born = {pk for day in days for pk in born_on(viewer, day)}
    rows = persons(viewer, Level.CARD).unshown(COMPARED)
    there = rows.filter(dossier__in=homes).values_list("pk", "dossier_id")
    return {**dict(there), **dict(rows.filter(pk__in=born).values_list("pk", "dossier_id"))}
