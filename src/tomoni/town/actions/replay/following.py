"""Phases 4 and 5: others are asked, and what is observed on the way."""

from collections.abc import Iterable
from datetime import datetime

from tomoni.access.viewer import Viewer
from tomoni.calendar import today
from tomoni.contacts.models import Contact
from tomoni.monitoring.actions import observe
from tomoni.sharing.actions import pass_on, record_consent
from tomoni.support.actions import ask, hear, talk, use
from tomoni.support.models import Request
from tomoni.town import timeline as told
from tomoni.town.actions.replay.happening import happen
from tomoni.town.actions.stage import Stage


@happen.register
def _request(event: told.Request, stage: Stage, moment: datetime) -> None:
    viewer, asked = stage.worker(event.by), stage.named(event.to)
    text, consent = stage.says(event.text, moment), None
    if event.consent:
        consent = record_consent(
            viewer, family=stage.home, person=stage.people[event.consent.by], given=True, what=(text or event.look_at)[:300],
            organisation=asked.get("organisation"), recipient="" if "organisation" in asked else stage.name_of(event.to),
            words=stage.says(event.consent.words, moment),
        )  # fmt: skip
    row = stage.circle.requests[event.id] = ask(
        viewer, case=stage.running, look_at=stage.says(event.look_at, moment), call_when=stage.says(event.call_when, moment),
        until=event.until.on(stage.today), text=text, goal=stage.circle.goals[event.goal] if event.goal else None,
        told=stage.says(event.told, moment), consent=consent, **asked,
    )  # fmt: skip
    if event.told or consent:
        written_down(viewer, row, consent.words if consent else "")


def written_down(viewer: Viewer, row: Request, said: str) -> None:
    """What others were told so that they can do what they are asked for; the family knew."""
    passed = row.passed_on
    pass_on(
        viewer, family=passed.family, organisation=passed.organisation, recipient=passed.recipient,
        what=passed.what, purpose=passed.purpose, basis="consent" if passed.consent else "council",
        consent=passed.consent, told_on=today(), told_words=said, source=row,
    )  # fmt: skip


@happen.register
def _talk(event: told.Talk, stage: Stage, moment: datetime) -> None:
    there, wished, can_do, difference, agreed = (
        stage.says(each, moment)
        for each in (event.there, event.wished, event.can_do, event.difference, event.agreed)
    )
    talk(
        stage.worker(event.by), case=stage.running, there=there, wished=wished, can_do=can_do, difference=difference,
        agreed=agreed, fit=stage.circle.fits[event.fit] if event.fit else None, **stage.named(event.to),
    )  # fmt: skip


@happen.register
def _used(event: told.Used, stage: Stage, moment: datetime) -> None:
    text, where = stage.says(event.text, moment), stage.named(event.to)
    stage.circle.uses[event.to] = use(stage.worker(event.by), case=stage.running, text=text, **where)


@happen.register
def _heard(event: told.Heard, stage: Stage, moment: datetime) -> None:
    good, other, unheard = (stage.says(each, moment) for each in (event.good, event.other, event.unheard))
    hear(
        stage.worker(event.by), use=stage.circle.uses[event.to], person=stage.people[event.who],
        good=good, other=other, go_on=event.go_on, unheard=unheard,
    )  # fmt: skip


@happen.register
def _observation(event: told.Observation, stage: Stage, moment: datetime) -> None:
    observed(event.observed, stage, moment, by=event.by)


def observed(
    rows: Iterable[told.Observed], stage: Stage, moment: datetime, *, by: str, contact: Contact | None = None
) -> None:
    """Each row as an observation, with the contact it was heard in."""
    viewer = stage.worker(by)
    for row in rows:
        observe(
            viewer, case=stage.running, text=stage.says(row.text, moment), kind=row.kind, way=row.way,
            goal=stage.circle.goals[row.goal] if row.goal else None, contact=contact,
            request=stage.circle.requests[row.request] if row.request else None, **stage.named(row.who),
        )  # fmt: skip
