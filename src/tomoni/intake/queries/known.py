"""Earlier contacts, found while somebody tells who it is about (B3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from tomoni.access.choices import Level
from tomoni.access.models import Dossier
from tomoni.access.queries import levels_on, of_team, shut_out
from tomoni.access.viewer import Viewer
from tomoni.families.models import Family, Member
from tomoni.people.models import Person
from tomoni.search.choices import Reason
from tomoni.search.queries import Found, find_homes

SHOWN = 8
MOST_TEXTS = 12


@dataclass
class Match:
    """A family found: its people, why it was found, how much of it the viewer may open, how a call can be written.

    ``way``: ``write``, also where a closed one opens again with the call; ``stand_in`` for the worker; or none.
    """

    family: Family
    level: Level
    way: str
    reasons: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether more than the card is open."""
        return self.level >= Level.READ


@dataclass(frozen=True)
class Known:
    """What was found; whether there is more; whether there is a match that only the coordinator can tell about; and
    advice when no text could be looked for.
    """

    matches: list[Match]
    more: bool
    ask_coordinator: bool
    advice: str


def known(viewer: Viewer, texts: Iterable[str]) -> Known:
    """Families that hold somebody with one of these names, readings, numbers or telephones, the best match first."""
    wanted = list(dict.fromkeys(text.strip() for text in texts if len(text.strip()) > 1))[:MOST_TEXTS]
    found = [find_homes(viewer, text, kinds=("person", "family"), limit=SHOWN) for text in wanted]
    found.sort(key=lambda each: each.more)  # whom a full name finds is not lost behind a frequent surname
    reasons = _reasons(found)
    matches = _matches(viewer, {hit.dossier_id: hit.level for each in found for hit in each.hits})
    for dossier, match in matches.items():
        match.reasons = [reason.label for reason in reasons[dossier]]
    ordered = [matches[dossier] for dossier in reasons if dossier in matches]
    more = len(ordered) > SHOWN or any(each.more for each in found)
    advice = found[0].advice if found and all(each.advice for each in found) else ""
    return Known(ordered[:SHOWN], more, any(each.ask_coordinator for each in found), advice)


def _reasons(found: list[Found]) -> dict[int, dict[Reason, None]]:
    reasons: dict[int, dict[Reason, None]] = {}
    for each in found:
        for hit in each.hits:
            reasons.setdefault(hit.dossier_id, {}).update(dict.fromkeys(hit.reasons))
    return reasons


def _matches(viewer: Viewer, levels: dict[int, Level]) -> dict[int, Match]:
    rows = Family.objects.all().visible_to(viewer, Level.CARD).filter(dossier__in=list(levels))
    families = list(rows.select_related("dossier__team_to_ask"))
    ways = _ways(viewer, [row.dossier for row in families])
    matches = {row.dossier_id: Match(row, levels[row.dossier_id], ways[row.dossier_id]) for row in families}
    members = Member.objects.all().visible_to(viewer, Level.CARD).standing()
    for member in members.filter(dossier__in=list(matches)).select_related("person").order_by("order", "pk"):
        matches[member.dossier_id].people.append(member.person)
    return matches


def _ways(viewer: Viewer, dossiers: list[Dossier]) -> dict[int, str]:
    """How a call can be written in each. A closed one opens again for its own team; elsewhere the team stands in."""
    shut = shut_out(viewer)
    ours, levels = of_team(viewer, dossiers, shut), levels_on(viewer, dossiers, shut)
    written = {d.pk for d in dossiers if levels[d.pk] >= Level.WRITE or (d.closed_at and d.pk in ours)}
    return {d.pk: "write" if d.pk in written else "stand_in" if d.pk in ours else "" for d in dossiers}


def way_to(viewer: Viewer, family: Family) -> str:
    """How a call of this family can be written: ``write``, ``stand_in`` or not at all."""
    return _ways(viewer, [family.dossier])[family.dossier_id]


def chosen(viewer: Viewer, ref: UUID) -> Family | None:
    """The family that was chosen, if it is there and a call can be written for it."""
    rows = Family.objects.all().visible_to(viewer).filter(ref=ref)
    row: Family | None = rows.select_related("dossier").first()
    return row if row and way_to(viewer, row) else None
