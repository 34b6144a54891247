"""A family that is made up, while it is being told."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Fit
from tomoni.cases.models import Case
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.plans.models import Goal, Plan, Step
from tomoni.resources.models import Organisation
from tomoni.support.models import Request
from tomoni.town.phrasebook import Thread
from tomoni.town.reading import CONTENT, load


@cache
def phrases() -> dict[str, Any]:
    """Short texts for intake, decisions, promises and reviews."""
    content: dict[str, Any] = load(CONTENT / "phrases.yaml", "phrases")
    return content


@dataclass
class Made:
    """What is known of it so far.

    ``reaches`` is the phase that it has come to by today; ``looks_back`` and ``next_look`` are when its plan is to be looked
    at, first and next.
    """

    name: tuple[str, str]
    age: str
    worker: Viewer
    begun: date
    attitude: str = ""
    says_no: bool = False
    why: str = ""
    family: Family | None = None
    case: Case | None = None
    people: dict[str, Person] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    school: Organisation | None = None
    belongs: str = ""
    looks_back: date = date.max
    next_look: date = date.max
    reaches: str = ""
    phase: str = ""
    thread: Thread | None = None
    fit: Fit | None = None
    step: Step | None = None
    plan: Plan | None = None
    goal: Goal | None = None
    request: Request | None = None
    observed: int = 0

    @property
    def adult(self) -> str:
        """The slot of whoever cares for the child."""
        return next(slot for slot in self.people if slot != "child")

    @property
    def running(self) -> Case:
        """The case, once one has begun."""
        assert self.case is not None
        return self.case
