"""Observations as statements about a case."""

from tomoni.cases.telling import Kind, Telling, same
from tomoni.monitoring import actions
from tomoni.monitoring.forms import ObservationForm
from tomoni.monitoring.models import Observation

NAMED = ("goal", "request", "person", "organisation")
OBSERVATION = Kind(
    "観察",
    ObservationForm,
    Observation,
    actions.observe,
    {**same("text", "kind", "way", "name", *NAMED), "seen_on": "valid_from"},
    names=(*NAMED, "goal__plan"),
    door="見たこと・聞いたことを書く",
)
TELLING = Telling("monitoring", {"observation": OBSERVATION}, "支援")
