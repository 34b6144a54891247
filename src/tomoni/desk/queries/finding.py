"""Search results for people: families with the persons that matched, and how much of each the viewer may open."""

from dataclasses import dataclass, field

from tomoni.access.choices import Level
from tomoni.access.queries import levels_on, shut_out
from tomoni.access.viewer import Viewer
from tomoni.families.models import Family, Member
from tomoni.people.models import Person
from tomoni.search.queries import find_homes

SHOWN = 30


@dataclass
class Found:
    """A family in the results."""

    family: Family
    level: Level
    people: list[Person] = field(default_factory=list)

    @property
    def card_only(self) -> bool:
        """Whether only the card may be opened."""
        return self.level < Level.READ


@dataclass(frozen=True)
class Results:
    """Families found; whether there are more; whether there is a match that only the coordinator can tell about; and
    advice when the words could not be looked for.
    """

    families: list[Found]
    more: bool = False
    ask_coordinator: bool = False
    advice: str = ""


def find(viewer: Viewer, words: str) -> Results:
    """The first families for the words typed, the best match first."""
    if not words.strip():
        return Results([])
    result = find_homes(viewer, words, kinds=("person", "family", "case"), limit=SHOWN)
    homes = list(dict.fromkeys(hit.home_id for hit in result.hits))
    families = Family.objects.all().visible_to(viewer, Level.CARD).select_related("dossier__team_to_ask")
    rows = list(families.filter(dossier__in=homes))
    levels = levels_on(viewer, [row.dossier for row in rows], shut_out(viewer))
    found = {row.dossier_id: Found(row, levels[row.dossier_id]) for row in rows}
    members = Member.objects.all().visible_to(viewer, Level.CARD).standing().filter(dossier__in=list(found))
    for member in members.select_related("person").order_by("order"):
        found[member.dossier_id].people.append(member.person)
    shown = [found[pk] for pk in homes if pk in found]
    return Results(shown, result.more, result.ask_coordinator, result.advice)
