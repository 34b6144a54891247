"""藤代さんの家庭, told in forty records."""

import pytest

from tests.insight.forty import Told, tell
from tests.ui.conftest import browser, window
from tomoni.access.viewer import Viewer
from tomoni.tenancy.models import Municipality

__all__ = ["browser", "window"]


@pytest.fixture
def told(in_muni: Municipality, sato: Viewer, suzuki: Viewer, tanaka: Viewer) -> Told:
    return tell(sato, suzuki, tanaka)
