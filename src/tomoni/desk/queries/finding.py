"""Search results for people: families with the persons that matched, and how much of each the viewer may open."""

from dataclasses import dataclass, field

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.families.models import Family, Member
from tomoni.people.models import Person
from tomoni.search.queries import find as find_hits


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
    """Families found, and whether there is a match that only the coordinator can tell about."""

    families: list[Found]
    ask_coordinator: bool


def find(viewer: Viewer, words: str) -> Results:
    """Families for the words typed, the best match first."""
    if not words.strip():
        return Results([], False)
    result = find_hits(viewer, words, kinds=("person", "family", "case"), limit=50)
    dossiers = list(dict.fromkeys(hit.dossier_id for hit in result.hits))
    levels = {hit.dossier_id: hit.level for hit in result.hits}
    families = Family.objects.all().visible_to(viewer, Level.CARD).select_related("dossier__team_to_ask")
    found = {f.dossier_id: Found(f, levels[f.dossier_id]) for f in families.filter(dossier__in=dossiers)}
    members = Member.objects.all().visible_to(viewer, Level.CARD).standing().filter(dossier__in=list(found))
    for member in members.select_related("person").order_by("order"):
        found[member.dossier_id].people.append(member.person)
    return Results([found[pk] for pk in dossiers if pk in found], result.ask_coordinator)
