"""The invented family can be told through the public doors, in forty records."""

from tests.insight.forty import tell
from tomoni.access.viewer import Viewer
from tomoni.tenancy.models import Municipality


def test_forty_records(in_muni: Municipality, sato: Viewer, suzuki: Viewer, tanaka: Viewer) -> None:
    told = tell(sato, suzuki, tanaka)
    assert (len(told.records), told.case.phase) == (40, "evaluation")
