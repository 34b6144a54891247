"""Phase 1, every change: taking a referral, seeing the children, explaining, accepting or handing over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import add_clock_hours, fiscal_year, now, today
from tomoni.cases.actions import mark, meet_duty, open_case, open_duty, pointer
from tomoni.cases.models import Case, Duty
from tomoni.families.models import Family
from tomoni.intake.models import Explanation, Handover, IntakeRules, Referral, ReferralChild, SafetyCheck
from tomoni.intake.rules import late, look_back_moment
from tomoni.people.models import Person
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent
from tomoni.tenancy.numbers import next_number

FAMILY_DOORS = frozenset({"family", "child"})


@dataclass(frozen=True)
class Call:
    """What the 受付票 asks. ``door`` and the codes come from the content's lists; the caller's data are protected."""

    door: str
    method: str
    complaint: str
    received_at: datetime | None = None
    is_notice: bool = False
    anonymous: bool = False
    caller_name: str = ""
    caller_contact: str = ""
    caller_relation: str = ""
    wants_result: bool = False
    route: str = ""
    organisation: Organisation | None = None
    consultation_kind: str = ""
    harm_kind: str = ""
    whereabouts: str = ""


def safety_hours(viewer: Viewer) -> int:
    """The municipality's limit in clock hours; 48 unless it set a shorter one."""
    rules = IntakeRules.objects.for_system("limit").first()
    return rules.safety_check_hours if rules and rules.municipality_id == viewer.tenant.pk else 48


@action("intake.receive")
def receive(viewer: Viewer, *, family: Family, children: Sequence[Person], call: Call) -> Referral:
    """受付票 for a family already known or just taken in. A 通告 starts a clock for each child."""
    require(viewer, Need.WRITE, family)
    _check_call(family, children, call)
    received = call.received_at or now()
    referral = Referral(
        municipality=viewer.tenant, dossier=family.dossier, family=family, received_by=viewer.post
    )
    for name in Call.__dataclass_fields__:
        setattr(referral, name, getattr(call, name))
    referral.received_at, referral.complaint = received, call.complaint.strip()
    year = fiscal_year(received.date())
    referral.number = f"受{year}-{next_number(f'referral {year}'):04d}"
    if call.is_notice:
        referral.safety_due_at = add_clock_hours(received, safety_hours(viewer))
    referral.save()
    for child in children:
        ReferralChild(
            municipality=viewer.tenant, dossier=family.dossier, referral=referral, person=child
        ).save()
        if call.is_notice:
            _open_safety_duty(viewer, referral, child)
    title = "通告の受付" if call.is_notice else "相談の受付"
    mark(viewer, source=referral, kind="referral", title=title, at=received, family=family, persons=children)
    return referral


def _check_call(family: Family, children: Sequence[Person], call: Call) -> None:
    if not children:
        raise Refused("どのこども（または妊婦）のことか、ひとり以上選んでください。")
    if any(child.dossier_id != family.dossier_id for child in children):
        raise Refused("この家庭の人を選んでください。")
    if not call.complaint.strip():
        raise Refused("相談・通告の内容を書いてください。短くてかまいません。")
    if call.is_notice and call.door in FAMILY_DOORS:
        raise Refused("家族や本人からの相談は通告として受けません。「通告」の印を外してください。")
    if call.received_at and call.received_at > now():
        raise Refused("受付日時が未来になっています。日付と時刻を確かめてください。")


def _open_safety_duty(viewer: Viewer, referral: Referral, child: Person) -> None:
    assert referral.safety_due_at is not None
    open_duty(
        viewer,
        kind="safety_check",
        text=f"{child.name}さんの安全を目で確かめる",
        due_at=referral.safety_due_at,
        family=referral.family,
        child=child,
        source=referral,
    )


@action("intake.confirm_safety")
def confirm_safety(
    viewer: Viewer,
    *,
    referral: Referral,
    children: Sequence[Person],
    seen_at: datetime,
    place: str,
    how: str,
    result: str,
    seen_by: Post | None = None,
    agency: Organisation | None = None,
    late_reason: str = "",
) -> list[SafetyCheck]:
    """Each of these children was seen: by one of us, or by an agency for us. Their clocks stop."""
    require(viewer, Need.WRITE, referral)
    _check_sight(referral, children, seen_at, late_reason)
    rows = []
    for child in children:
        row = SafetyCheck(
            municipality=viewer.tenant, dossier=referral.dossier, referral=referral, person=child
        )
        row.seen_at, row.place, row.how, row.result = seen_at, place, how.strip(), result.strip()
        row.seen_by, row.agency = (None, agency) if agency else (seen_by or viewer.post, None)
        row.late_reason = late_reason.strip()
        row.save()
        rows.append(row)
        for duty in _clocks(referral, child):
            meet_duty(viewer, duty=duty, by=row)
    title = "安全確認：" + "、".join(child.name for child in children)
    family = referral.family
    mark(
        viewer, source=rows[0], kind="safety_check", title=title, at=seen_at, family=family, persons=children
    )
    return rows


def _check_sight(referral: Referral, children: Sequence[Person], seen_at: datetime, late_reason: str) -> None:
    if not children:
        raise Refused("姿を確かめたこどもを選んでください。")
    if any(child.dossier_id != referral.dossier_id for child in children):
        raise Refused("この受付票の家庭のこどもを選んでください。")
    if seen_at > now():
        raise Refused("確認した日時が未来になっています。日付と時刻を確かめてください。")
    if seen_at < referral.received_at:
        raise Refused("受付より前の日時です。受付のあとに姿を確かめた日時を入力してください。")
    if late(referral.safety_due_at, seen_at) and not late_reason.strip():
        raise Refused("期限を過ぎています。過ぎた理由を書いてください。")


def _clocks(referral: Referral, child: Person) -> list[Duty]:
    duties = Duty.objects.for_system("clocks of this referral").open()
    return list(duties.filter(kind="safety_check", source=pointer(referral), child=child))


@action("intake.explain")
def explain(
    viewer: Viewer,
    *,
    family: Family,
    person: Person,
    items: Sequence[str],
    at: datetime | None = None,
    response: str = "",
    referral: Referral | None = None,
) -> Explanation:
    """What was explained to this person, and how it was taken."""
    require(viewer, Need.WRITE, family)
    if not items:
        raise Refused("説明したことを一つ以上選んでください。")
    row = Explanation(municipality=viewer.tenant, dossier=family.dossier, family=family, referral=referral)
    row.person, row.items, row.at, row.by = person, list(items), at or now(), viewer.post
    row.response = response.strip()
    row.save()
    title = f"説明：{person.name}さんに"
    mark(viewer, source=row, kind="explained", title=title, at=row.at, family=family, persons=[person])
    return row


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
    case = open_case(viewer, family=referral.family, children=children, phase=phase, lead=lead)
    referral.case, referral.outcome = case, "accepted"
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
    return case


@action("intake.settle")
def settle(viewer: Viewer, *, referral: Referral, outcome: str) -> Referral:
    """The referral ends without a case: not accepted, information only, sent to the child guidance centre."""
    require(viewer, Need.WRITE, referral)
    if not referral.is_notice and outcome == "not_accepted":
        raise Refused(
            "家族や本人からの相談は不受理にできません。関与の濃淡を決めてアセスメントへ進めてください。"
        )
    if referral.case_id or referral.outcome:
        raise Refused("この受付票の結果はすでに決まっています。")
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
    if consent and (consent.dossier_id != referral.dossier_id or not consent.given or consent.withdrawn_at):
        raise Refused("この家庭の、有効な同意を選んでください。")
    if look_back_on and look_back_on <= today():
        raise Refused("振り返る日は明日以降の日にしてください。")
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
