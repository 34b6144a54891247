"""Meeting child and family: the children seen, what was explained, the first interview."""

from collections.abc import Sequence
from datetime import datetime

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.cases.actions import mark, meet_duty, pointer, set_involvement
from tomoni.cases.models import Duty
from tomoni.contacts.actions import Note, record
from tomoni.contacts.models import Contact
from tomoni.families.models import Family
from tomoni.intake.models import Explanation, Referral, SafetyCheck
from tomoni.intake.rules import late
from tomoni.people.models import Person
from tomoni.resources.models import Organisation

LATE = "期限を過ぎています。過ぎた理由を書いてください。"


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
    if seen_by and seen_by.municipality_id != viewer.tenant.pk:
        raise Refused("別の自治体の職員は選べません。確認した人を選び直してください。")
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
        viewer,
        source=rows[0],
        kind="safety_check",
        title=title,
        at=seen_at,
        family=family,
        case=referral.case,
        persons=children,
        organisation=agency,
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
        raise Refused(LATE)


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
    if person.dossier_id != family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if at and at > now():
        raise Refused("説明した日時が未来になっています。日付と時刻を確かめてください。")
    row = Explanation(municipality=viewer.tenant, dossier=family.dossier, family=family, referral=referral)
    row.person, row.items, row.at, row.by = person, list(items), at or now(), viewer.post
    row.response = response.strip()
    row.save()
    title = f"説明：{person.name}さんに"
    mark(viewer, source=row, kind="explained", title=title, at=row.at, family=family, persons=[person])
    return row


@action("intake.hold_interview")
def hold_interview(
    viewer: Viewer,
    *,
    referral: Referral,
    note: Note,
    level: str = "",
    level_reason: str = "",
    agreed_with: str = "",
) -> Contact:
    """The first interview (B6) as a record of contact; once there is a case, the first involvement with it (B8)."""
    contact = record(viewer, family=referral.family, case=referral.case, note=note)
    if level:
        if referral.case is None:
            raise Refused(
                "関与度は、受理を決めてケースが始まるときに決めます。ここでは空けておいてください。"
            )
        set_involvement(viewer, case=referral.case, level=level, reason=level_reason, agreed_with=agreed_with)
    return contact
