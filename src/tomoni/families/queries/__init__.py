"""Reading families: who belongs to them, their relations on a day, and whether they were known before."""

from tomoni.families.queries.known import Known, Offer, known_before
from tomoni.families.queries.members import (
    Relations,
    Relative,
    families,
    family_with,
    people_of,
    relations,
    relatives,
)
from tomoni.families.queries.relations import Home, Table, all_households, fact, households, table

__all__ = [
    "Home", "Known", "Offer", "Relations", "Relative", "Table", "all_households", "fact", "families", "family_with",
    "households", "known_before", "people_of", "relations", "relatives", "table",
]  # fmt: skip
