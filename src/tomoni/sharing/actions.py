"""Asking for consent, passing something on, telling the family, and taking back what was a mistake."""

from datetime import date, datetime
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import decide, require
from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.calendar import now, today
from tomoni.calendar.hours import close_of, noon_of
from tomoni.cases.actions import mark, meet_duty, open_duty, pointer, retract_event
from tomoni.cases.models import Case, Duty
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent, Disclosure
from tomoni.sharing.queries import carries_hidden, stood_on

AHEAD = "まだ来ていない日付です。実際に{}日を書いてください。"
HIDDEN = (
    "秘匿にしている住所・電話・名前や記録の文と同じことばが入っています。この記録はほかの職員も読みます。"
    "「いまの住所」「知らせてくれた人のこと」のように、何を伝えたかだけを書いてください。"
)
TELL = "伝えたことを家族に話す（{}）"


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


@action("sharing.pass_on")
def pass_on(
    viewer: Viewer,
    *,
    family: Family,
    what: str,
    purpose: str,
    basis: str,
    organisation: Organisation | None = None,
    recipient: str = "",
    on: date | None = None,
    legal: str = "",
    consent: Consent | None = None,
    told_on: date | None = None,
    told_words: str = "",
    untold_why: str = "",
    again_on: date | None = None,
    source: DossierModel | None = None,
) -> Disclosure:
    """Something was passed on, today or on that day. The family was told, or there is a reason why not yet and a day to think
    again.
    """
    require(viewer, Need.WRITE, family)
    row = Disclosure(municipality=viewer.tenant, dossier=family.dossier, family=family, by=viewer.post)
    row.organisation, row.recipient, row.on = organisation, recipient.strip(), on or today()
    row.what, row.purpose, row.basis, row.legal = what.strip(), purpose.strip(), basis, legal.strip()
    row.consent, row.source = consent, pointer(source) if source else ""
    row.told_on, row.told_words = told_on, told_words.strip()
    row.untold_why = "" if told_on else untold_why.strip()
    _whole(row)
    _grounded(row)
    _family_told(row, again_on)
    _nothing_hidden(family, row)
    row.save()
    case = _running(viewer, family)
    _mark(viewer, row, f"伝えた：{row.whom}", row.on, case)
    if again_on and not told_on:
        where: dict[str, Any] = {"family": family, "case": case, "source": row}
        text = TELL.format(row.whom)[:300]
        open_duty(viewer, kind="tell_family", text=text, due_at=close_of(again_on), **where)
    return row


@action("sharing.tell_family")
def tell_family(
    viewer: Viewer, *, disclosure: Disclosure, on: date | None = None, words: str = ""
) -> Disclosure:
    """The family was told of it, today or on that day, and said so. Once."""
    require(viewer, Need.WRITE, disclosure)
    rows = Disclosure.objects.for_system("told already?").standing().select_for_update(of=("self",))
    if not rows.filter(pk=disclosure.pk, told_on=None).exists():
        raise Refused("家族に話したことは、もう記録されています。ページを開き直して確かめてください。")
    disclosure.told_on, disclosure.told_words = on or today(), words.strip()
    if disclosure.told_on > today():
        raise Refused(AHEAD.format("話した"))
    _nothing_hidden(disclosure.family, disclosure)
    disclosure.save(update_fields=["told_on", "told_words"])
    _no_longer_due(viewer, disclosure)
    case = _running(viewer, disclosure.family)
    _mark(viewer, disclosure, f"伝えたことを家族に話した：{disclosure.whom}", disclosure.told_on, case)
    return disclosure


@action("sharing.retract_disclosure")
def retract_disclosure(viewer: Viewer, *, disclosure: Disclosure, why: str) -> Disclosure:
    """Nothing was passed on so; there is nothing left to tell the family about it."""
    row = retract_event(viewer, event=disclosure, why=why)
    _no_longer_due(viewer, row)
    return row


def _whole(row: Disclosure) -> None:
    """It says to whom, which items, what for, and took place."""
    if not row.whom:
        raise Refused("だれに伝えたのか（機関または人）を選ぶか書いてください。")
    if not row.what or not row.purpose:
        raise Refused("伝えたことと、何のために伝えたかを書いてください。")
    if row.on > today():
        raise Refused(AHEAD.format("伝えた"))


def _grounded(row: Disclosure) -> None:
    """It rests on a basis; where that is a yes, on one of the family that stood on the day and was given for these."""
    if row.basis not in codes("disclosure_bases"):
        raise Refused("何にもとづいて伝えたかを選んでください。")
    if row.basis == "other" and not row.legal:
        raise Refused("法令の名前と条、または伝えたわけを、補足に書いてください。")
    if row.basis != "consent":
        row.consent = None
        return
    if row.consent is None or row.consent.family_id != row.family.pk:
        raise Refused("どの同意によるのかを選んでください。まだなら、先に「共有と同意」でたずねます。")
    if not stood_on(row.consent, row.on):
        raise Refused("伝えた日に続いていた同意ではありません。日と同意を確かめてください。")
    asked_for = row.consent.organisation
    if asked_for and row.organisation and asked_for != row.organisation:
        raise Refused(f"この同意は「{asked_for}」に伝えることへの同意です。伝えた先を確かめてください。")


def _family_told(row: Disclosure, again_on: date | None) -> None:
    """The family knows; or it is said why not yet, and when one thinks again."""
    if row.told_on and row.told_on > today():
        raise Refused(AHEAD.format("話した"))
    if row.told_on is None and not (row.untold_why and again_on):
        raise Refused("まだ家族に話していないときは、そのわけと、もう一度考える日を書いてください。")
    if row.told_on is None and again_on and again_on < today():
        raise Refused("もう一度考える日は、今日以降の日にしてください。")


def _nothing_hidden(family: Family, row: Disclosure) -> None:
    if carries_hidden(
        family, (row.what, row.purpose, row.recipient, row.legal, row.told_words, row.untold_why)
    ):
        raise Refused(HIDDEN)


def _running(viewer: Viewer, family: Family) -> Case | None:
    """The case whose lead has it in view: the family's running one, where the viewer writes to it."""
    found = Case.objects.for_system("whose duty it is").filter(family=family, closed_on=None)
    return next((case for case in found.order_by("-pk") if decide(viewer, Need.WRITE, case)), None)


def _mark(viewer: Viewer, row: Disclosure, title: str, on: date, case: Case | None) -> None:
    at = now() if on == today() else noon_of(on)
    where: dict[str, Any] = {"family": row.family, "case": case, "organisation": row.organisation}
    mark(viewer, source=row, kind="disclosure", title=title, at=at, **where)


def _no_longer_due(viewer: Viewer, row: Disclosure) -> None:
    rows = Duty.objects.for_system("the disclosure's own").open()
    for duty in rows.filter(kind="tell_family", source=pointer(row)):
        meet_duty(viewer, duty=duty, by=row)
