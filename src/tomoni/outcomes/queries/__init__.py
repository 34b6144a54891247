"""Reading reviews, and what each voice said when asked by itself."""

from tomoni.outcomes.queries.hearing import (
    Heard,
    Service,
    askable,
    heard,
    hearing_from,
    hearings,
    in_use,
    services_of,
)
from tomoni.outcomes.queries.helping import could_help
from tomoni.outcomes.queries.reviewing import (
    mistaken,
    reviews,
    seen_since,
    taken_back,
    to_decide,
    to_hear,
    waiting,
)

__all__ = [
    "Heard", "Service", "askable", "could_help", "heard", "hearing_from", "hearings", "in_use", "mistaken", "reviews", "seen_since",
    "services_of", "taken_back", "to_decide", "to_hear", "waiting",
]  # fmt: skip
