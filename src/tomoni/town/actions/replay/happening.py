"""One event of a timeline becomes what the product writes for it; the modules of this package register how."""

from datetime import datetime
from functools import singledispatch

from tomoni.town import timeline as told
from tomoni.town.actions.stage import Stage


@singledispatch
def happen(event: told.Event, stage: Stage, moment: datetime) -> None:
    """One event becomes what the product writes for it."""
    raise NotImplementedError(type(event).__name__)
