"""How a case stands: legal status, involvement, margin, duties."""

from collections.abc import Callable
from datetime import datetime

from tomoni.access.factual import end_fact
from tomoni.calendar import Day, frozen
from tomoni.cases.actions import meet_duty, open_duty, set_involvement, set_margin, set_status
from tomoni.cases.models import Duty as DutyRow
from tomoni.cases.models import Status as StatusRow
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.replay.meetings import begin
from tomoni.town.actions.stage import Stage


@happen.register
def _status(event: told.Status, stage: Stage, moment: datetime) -> None:
    begin(stage, "intake")
    assert stage.row is not None
    viewer, person = stage.worker(), stage.people[event.person]
    if event.ends:
        standing = (
            StatusRow.objects.for_system("town: what ends")
            .standing()
            .filter(person=person, kind=event.status)
        )
        if (row := standing.get()).valid_until is None:  # a birth has ended the pregnancy's
            end_fact(viewer, fact=row, on=Day(moment.date()))
    else:
        reason = stage.says(event.reason, moment)
        set_status(viewer, case=stage.row, person=person, kind=event.status, reason=reason)


@happen.register
def _involvement(event: told.Involvement, stage: Stage, moment: datetime) -> None:
    _set_level(set_involvement, event, stage, moment)


@happen.register
def _margin(event: told.Margin, stage: Stage, moment: datetime) -> None:
    _set_level(set_margin, event, stage, moment)


def _set_level(
    setter: Callable[..., object], event: told.Involvement | told.Margin, stage: Stage, moment: datetime
) -> None:
    """A level belongs to a case; what was said of it before one began stands in the records."""
    if stage.row is None:
        return
    reason = stage.says(event.reason, moment)
    agreed = stage.names(event.agreed_by)
    setter(stage.worker(), case=stage.row, level=event.level, reason=reason, agreed_with=agreed)


@happen.register
def _duty(event: told.Duty, stage: Stage, moment: datetime) -> None:
    viewer, due = stage.worker(event.who), event.due.at(stage.today)
    same = DutyRow.objects.for_system("town: promised already").open().filter(family=stage.home, due_at=due)
    if same.filter(kind=event.kind).exists():
        return
    duty = open_duty(
        viewer,
        kind=event.kind,
        text=stage.says(event.text, moment),
        due_at=due,
        family=stage.home,
        case=stage.row,
        holder=viewer.post,
    )
    if event.done:
        with frozen(event.done.at(stage.today)):
            meet_duty(viewer, duty=duty)
