"""水沢さんの家庭 when it begins to plan: one need, one strength that fits it."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.assessment.conftest import NOON, Home, home
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import add_need, fit, note_strength
from tomoni.assessment.models import Fit, Need
from tomoni.calendar import frozen

__all__ = ["home"]


@dataclass
class Ground:
    """What the plan stands on."""

    need: Need
    fit: Fit


@pytest.fixture(autouse=True)
def _noon() -> Any:
    """It is noon on 10 June 2026."""
    with frozen(NOON):
        yield


@pytest.fixture
def ground(home: Home, sato: Viewer) -> Ground:
    need = add_need(
        sato, case=home.case, kind="body", person=home.haruka, wished="朝ごはんを食べて学校へ行ける"
    )
    strength = note_strength(sato, case=home.case, kind="family", person=home.daiki, text="父は早起き")
    tie = fit(sato, need=need, strength=strength, adjustment="strengthen", text="休みの日を予定表に書く")
    return Ground(need, tie)
