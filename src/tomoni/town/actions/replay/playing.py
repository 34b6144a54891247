"""The events of all cases, played in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import count

from tomoni.calendar import frozen
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.stage import Stage, raise_curtain


@dataclass
class Player:
    """Plays the events of all cases in the order of time."""

    today: date
    until: datetime

    def play(self, stages: Iterable[Stage]) -> None:
        """Every event that has come, at its moment."""
        queue: list[tuple[datetime, int, Stage, told.Event]] = []
        order = count()
        for stage in stages:
            for event in stage.case.timeline:
                heappush(queue, (event.at.at(self.today), next(order), stage, event))
        while queue:
            moment, _, stage, event = heappop(queue)
            if moment > self.until:
                return
            with frozen(moment):
                if stage.family is None:
                    raise_curtain(stage, moment)
                happen(event, stage, moment)
