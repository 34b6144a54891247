"""Earlier contacts, found while somebody tells who it is about (B3, I5)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tomoni.access.choices import Level
from tomoni.access.models import Dossier
from tomoni.access.queries import levels_on, of_team, shut_out
from tomoni.access.viewer import Viewer
from tomoni.families.models import Family, Member
from tomoni.intake.queries.likeness import Somebody, Told, alike
from tomoni.intake.queries.past import Heard, left_behind, pointed_at
from tomoni.intake.queries.sheets import Sheet
from tomoni.people.models import Person
from tomoni.search.queries import Found, find_homes

SHOWN = 8
MOST_TEXTS = 12
ASKED = "こどもや家族からの連絡"
NAMED = "しるしのことばがある"


@dataclass
class Match:
    """A family found: its people, why it was found, how much of it the viewer may open, how a call can be written.

    ``way``: ``write``, also where a closed one opens again with the call; ``stand_in`` for the worker; or none.
    ``past`` is what its ended engagements left behind, as far as the viewer may know.
    """

    family: Family
    level: Level
    way: str
    reasons: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    past: Any = None

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


def known(viewer: Viewer, told: Told, besides: Collection[int] = ()) -> Known:
    """Families that hold somebody of whom the call tells, by name, reading, birth, number, telephone or address, and, where
    nobody is named, those whose agreed sign of return its words name; the best match first. ``besides`` are dossiers not
    asked about.
    """
    texts = told.wanted[:MOST_TEXTS]
    found = {text: find_homes(viewer, text, kinds=("person", "family"), limit=SHOWN) for text in texts}
    pointed = pointed_at(viewer, told.heard)
    homes = {hit.home_id for each in found.values() for hit in each.hits}
    reasons = alike(viewer, told, homes, pointed)
    _add_searched(reasons, [found[text] for text in texts if text in told.searched])
    order = sorted(reasons, key=lambda home: -len(reasons[home]))
    order += [home for home in pointed if not told.names and home not in reasons]
    order = [home for home in order if home not in besides]
    matches = _matches(viewer, order[:SHOWN])
    for home, match in matches.items():
        asked = [ASKED] if told.own and home in reasons else []
        match.reasons = list(dict.fromkeys([*reasons.get(home, []), *asked]))
    _add_past(viewer, told, list(matches.values()))
    return _known(list(matches.values()), list(found.values()), more=len(order) > SHOWN)


def _add_searched(reasons: dict[int, list[str]], found: list[Found]) -> None:
    """What was found for a text as it was typed; whom a full name finds is not lost behind a frequent surname."""
    for each in sorted(found, key=lambda each: each.more):
        for hit in each.hits:
            reasons.setdefault(hit.home_id, []).extend(reason.label for reason in hit.reasons)


def _known(matches: list[Match], answers: list[Found], *, more: bool) -> Known:
    ask = any(each.ask_coordinator for each in answers)
    advice = answers[0].advice if answers and all(each.advice for each in answers) else ""
    return Known(matches, more or any(each.more for each in answers), ask, advice)


def _matches(viewer: Viewer, homes: list[int]) -> dict[int, Match]:
    """The families of these dossiers, in this order."""
    rows = Family.objects.all().visible_to(viewer, Level.CARD).filter(dossier__in=homes)
    families = {row.dossier_id: row for row in rows.select_related("dossier__team_to_ask")}
    dossiers = [row.dossier for row in families.values()]
    ways, levels = _ways(viewer, dossiers), levels_on(viewer, dossiers, shut_out(viewer))
    found = {pk: Match(families[pk], levels[pk], ways[pk]) for pk in homes if pk in families}
    members = Member.objects.all().visible_to(viewer, Level.CARD).standing()
    for member in members.filter(dossier__in=list(found)).select_related("person").order_by("order", "pk"):
        found[member.dossier_id].people.append(member.person)
    return found


def _add_past(viewer: Viewer, told: Told, matches: list[Match]) -> None:
    past = left_behind(viewer, [match.family for match in matches], told.heard)
    for match in matches:
        match.past = past.get(match.family.pk)
        if match.past and match.past.named:
            match.reasons.append(NAMED)


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


def coming_back(viewer: Viewer, sheet: Sheet) -> dict[str, Any]:
    """With a 受付票: what the family's own ended engagements left; and, until it is settled, other families that those it is
    about may belong to.
    """
    referral = sheet.referral
    heard = Heard(f"{referral.complaint}\n{referral.whereabouts}", referral.own)
    past = left_behind(viewer, [referral.family], heard).get(referral.family_id)
    people = [each.person for each in sheet.members]
    told = Told([Somebody(p.name, p.kana, p.birth, p.unborn) for p in people], (), heard.words)
    besides = {referral.dossier_id}
    return {"past": past, "known": None if referral.outcome else known(viewer, told, besides)}
