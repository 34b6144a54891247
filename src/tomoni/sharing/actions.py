"""Asking for consent, and taking it back."""

from datetime import date, datetime

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.actions import retract_event
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent


@action("sharing.record_consent")
def record_consent(
    viewer: Viewer,
    *,
    family: Family,
    person: Person,
    given: bool,
    what: str,
    organisation: Organisation | None = None,
    recipient: str = "",
    until: date | None = None,
    words: str = "",
    at: datetime | None = None,
) -> Consent:
    """The person's yes or no, in their words, given now or at that moment: what goes to whom, until when."""
    require(viewer, Need.WRITE, family)
    if person.dossier_id != family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if person.unborn or person.death is not None:
        raise Refused("この人には、いまたずねることができません。返事をした人を選んでください。")
    if not what.strip():
        raise Refused("何を伝えることについてたずねたかを書いてください。")
    if organisation is None and not recipient.strip():
        raise Refused("だれに伝えるのか（機関または人）を選ぶか書いてください。")
    row = Consent(
        municipality=viewer.tenant, dossier=family.dossier, family=family, person=person, given=given
    )
    row.organisation, row.recipient, row.what = organisation, recipient.strip(), what.strip()
    row.until, row.words, row.asked_at, row.asked_by = until, words.strip(), at or now(), viewer.post
    row.save()
    return row


@action("sharing.retract_consent")
def retract_consent(viewer: Viewer, *, consent: Consent, why: str) -> Consent:
    """The answer was never given so: it was entered by mistake, and no longer stands."""
    return retract_event(viewer, event=consent, why=why)


@action("sharing.withdraw_consent")
def withdraw_consent(viewer: Viewer, *, consent: Consent) -> Consent:
    """The person took the yes back; it ends at once."""
    require(viewer, Need.WRITE, consent)
    consent.withdrawn_at = consent.withdrawn_at or now()
    consent.save(update_fields=["withdrawn_at"])
    return consent
