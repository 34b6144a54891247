"""Calculations about meetings and decisions: no queries, no clock."""

from datetime import date, timedelta

from tomoni.practice import codes

LISTS = ("acceptance", "decisions")
WAIT = "wait"  # A7: a decision with a reason and a day to look again
THIN_LEVELS = frozenset({"standby", "thin"})
SOON = timedelta(
    days=14
)  # so long before the next one is due whoever coordinates is told: people have to be asked
# Groups of the local casebook (B7): what the guideline calls borderline.
BOOK = {
    "refused": "不受理・引継ぎ",
    "thin": "淡い関与",
    "closing": "終結",
    "other": "そのほか",
}
_REFUSED = frozenset({"not_accepted", "information_only", "other_agency", "other_municipality"})


def outcome_label(outcome: str) -> str:
    """What a decision is called, at an intake meeting or another one; an unknown id is shown as it is."""
    found = next((codes(name) for name in LISTS if outcome in codes(name)), None)
    return found.label(outcome) if found else outcome


def book_group(outcome: str, level: str) -> str:
    """Where a decision stands in the casebook; ``level`` is the involvement on that day, if any."""
    if outcome in _REFUSED:
        return "refused"
    if outcome == "close":
        return "closing"
    return "thin" if outcome == "thinner" or level in THIN_LEVELS else "other"


def near(by: date | None, day: date) -> str:
    """How a meeting that comes again stands on that day: ``late``, ``soon``, or nothing yet."""
    if by is None or by - day > SOON:
        return ""
    return "late" if by < day else "soon"
