"""How a referral ends, step by step: a case begins or takes it in, it is settled without one, others take over."""

from datetime import date

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now, today
from tomoni.cases.actions import assign, begin_to_ask, mark, open_case, open_duty
from tomoni.cases.models import Case
from tomoni.intake.models import Handover, Referral
from tomoni.intake.rules import look_back_moment, outcomes
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent

SETTLED = "この受付票の結果はすでに決まっています。新しい連絡は、新しい受付票で受けてください。"
NEVER_REFUSED = "家族や本人からの相談は不受理にできません。関与度を決めてアセスメントへ進めてください。"
TOMORROW = "振り返る日は明日以降の日にしてください。"


@action("intake.accept")
def accept(
    viewer: Viewer, *, referral: Referral, lead: Post | None = None, phase: str = "assessment"
) -> Case:
    """The referral becomes a case. A family's own consultation comes here without a meeting; it is never refused."""
    require(viewer, Need.WRITE, referral)
    if referral.case_id:
        raise Refused("この受付票からはすでにケースが始まっています。")
    children = [
        row.person for row in referral.children.for_system("children of the case").select_related("person")
    ]
    case = open_case(viewer, family=referral.family, children=children, phase=phase)
    referral.case, referral.outcome = case, "accepted" if referral.is_notice else "consultation"
    referral.save(update_fields=["case", "outcome"])
    title = f"受理（ケース {case.number}）"
    mark(
        viewer,
        source=case,
        kind="accepted",
        title=title,
        at=now(),
        family=case.family,
        case=case,
        persons=children,
    )
    if lead:
        assign(viewer, case=case, lead=lead)
    return case


@action("intake.attach")
def attach(viewer: Viewer, *, referral: Referral, case: Case) -> Referral:
    """The referral concerns a case that already runs: it is accepted there."""
    require(viewer, Need.WRITE, referral)
    require(viewer, Need.WRITE, case)
    if case.family_id != referral.family_id or not case.is_open or referral.case_id:
        raise Refused("この家庭で動いているケースを選んでください。")
    referral.case, referral.outcome = case, "accepted" if referral.is_notice else "consultation"
    referral.save(update_fields=["case", "outcome"])
    begin_to_ask(viewer, case=case)
    return referral


@action("intake.settle")
def settle(viewer: Viewer, *, referral: Referral, outcome: str) -> Referral:
    """The referral ends without a case: not accepted, information only, sent to the child guidance centre."""
    require(viewer, Need.WRITE, referral)
    if outcome not in outcomes(is_notice=referral.is_notice, own=referral.own):
        raise Refused(NEVER_REFUSED)
    if referral.case_id or referral.outcome:
        raise Refused(SETTLED)
    referral.outcome = outcome
    referral.save(update_fields=["outcome"])
    return referral


@action("intake.hand_over")
def hand_over(
    viewer: Viewer,
    *,
    referral: Referral,
    organisation: Organisation,
    what: str,
    consent: Consent | None = None,
    look_back_on: date | None = None,
) -> Handover:
    """Local support takes over what was not accepted, and a day is set to look back."""
    require(viewer, Need.WRITE, referral)
    if consent and (consent.dossier_id != referral.dossier_id or not _stands(consent)):
        raise Refused("この家庭の、有効な同意を選んでください。")
    if look_back_on and look_back_on <= today():
        raise Refused(TOMORROW)
    row = Handover(
        municipality=viewer.tenant, dossier=referral.dossier, referral=referral, organisation=organisation
    )
    row.what, row.consent = what.strip(), consent
    moment = look_back_moment(today(), look_back_on)
    row.look_back_on = moment.date()
    row.save()
    text = f"{organisation.name}への引継ぎのその後を確かめる"
    open_duty(viewer, kind="lookback", text=text, due_at=moment, family=referral.family, source=row)
    title = f"引継ぎ：{organisation.name}"
    mark(
        viewer,
        source=row,
        kind="handover",
        title=title,
        at=now(),
        family=referral.family,
        organisation=organisation,
    )
    return row


def _stands(consent: Consent) -> bool:
    ended = consent.until is not None and consent.until < today()
    return consent.given and consent.withdrawn_at is None and consent.retracted_at is None and not ended
