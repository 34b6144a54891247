"""The access matrix (docs/developer/permissions.md) as data: one row per post."""

from dataclasses import dataclass

from tomoni.access.choices import Level, Need
from tomoni.accounts.choices import Role

NONE, CARD, READ, WRITE = Level.NONE, Level.CARD, Level.READ, Level.WRITE


@dataclass(frozen=True)
class Standing:
    """The level a post has by itself: on its own cases, its team's, other teams' and closed ones of its own team.

    ``shared``: how far a grant given for a meeting, by consent, by law … can lift it. ``may``: needs beyond the levels.
    """

    own: Level = NONE
    team: Level = NONE
    other: Level = NONE
    closed: Level = NONE
    shared: Level = WRITE
    may: frozenset[Need] = frozenset()


_CASEWORK = Standing(WRITE, READ, CARD, READ, may=frozenset({Need.LETTER, Need.REVEAL}))
_GUEST = Standing()

MATRIX: dict[str, Standing] = {
    Role.PRACTITIONER: _CASEWORK,
    Role.MATERNAL_HEALTH: _CASEWORK,
    Role.COORDINATOR: Standing(
        WRITE, WRITE, READ, READ, may=frozenset({Need.LETTER, Need.REVEAL, Need.DECIDE, Need.SEAL})
    ),
    Role.HEAD: Standing(READ, READ, READ, READ, READ, may=frozenset({Need.DECIDE, Need.REVEAL, Need.SEAL})),
    Role.CLERK: Standing(CARD, CARD, CARD, CARD, READ, may=frozenset({Need.LETTER})),
    Role.ADVISER: _GUEST,
    Role.AGENCY: _GUEST,
    Role.FAMILY: _GUEST,
    Role.CHILD: _GUEST,
    Role.GUIDANCE_CENTRE: _GUEST,
    Role.PREFECTURE: Standing(shared=NONE),
    Role.ADMIN: Standing(shared=NONE),
}

# Who can hold a family of their own and write its records; ``need=Need.WRITE`` on a page is for these alone.
WRITERS = frozenset(Role(role) for role, standing in MATRIX.items() if standing.own >= WRITE)

# Who reads families by their own post, without a grant of somebody else's giving.
READERS = frozenset(Role(role) for role, standing in MATRIX.items() if standing.own >= READ)

# A need is met by a level of the dossier; DECIDE, LETTER, REVEAL and SEAL must be in the post's ``may`` besides.
LEVEL_FOR: dict[Need, Level] = {
    Need.CARD: CARD,
    Need.READ: READ,
    Need.WRITE: WRITE,
    Need.DECIDE: READ,
    Need.LETTER: CARD,
    Need.REVEAL: READ,
    Need.SEAL: CARD,
}
BY_LEVEL = frozenset({Need.CARD, Need.READ, Need.WRITE})
# Who can seal, and take seals off.
SEALERS = frozenset(Role(role) for role, standing in MATRIX.items() if Need.SEAL in standing.may)
# Who decides for the centre.
DECIDERS = frozenset(Role(role) for role, standing in MATRIX.items() if Need.DECIDE in standing.may)
