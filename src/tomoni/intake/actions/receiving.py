"""Taking a call: the 受付票, its family, and the clocks of a 通告."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require, require_role
from tomoni.access.holding import reopen_dossier
from tomoni.access.matrix import DECIDERS, WRITERS
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, add_clock_hours, fiscal_year, now
from tomoni.cases.actions import mark, open_duty, stand_in
from tomoni.families.actions import NewPerson, add_member, take_in
from tomoni.families.models import Family
from tomoni.intake.models import IntakeRules, Referral, ReferralChild
from tomoni.intake.queries.choosing import leaders
from tomoni.intake.rules import LONGEST_HOURS, NIGHT_DESK, family_label, own_consultation
from tomoni.jobs.actions import notify
from tomoni.people.models import Person
from tomoni.resources.models import Organisation
from tomoni.tenancy.numbers import next_number

LATER = frozenset(
    {
        *("own", "route", "organisation", "consultation_kind", "harm_kind", "whereabouts", "wants_result"),
        *("caller_name", "caller_contact", "caller_relation", "caller_route", "caller_agency"),
    }
)


@dataclass(frozen=True)
class Call:
    """What the 受付票 asks. ``door`` and the codes come from the content's lists; the caller's data are protected.

    ``own`` says whether the child or family itself asks; where nobody said (None), the door tells. Of a 通告 door, route
    and organisation go under cover too; ``caller_agency`` names one the directory need not know.
    """

    door: str
    method: str
    complaint: str
    received_at: datetime | None = None
    is_notice: bool = False
    own: bool | None = None
    anonymous: bool = False
    caller_name: str = ""
    caller_contact: str = ""
    caller_relation: str = ""
    caller_agency: str = ""
    wants_result: bool = False
    route: str = ""
    organisation: Organisation | None = None
    consultation_kind: str = ""
    harm_kind: str = ""
    whereabouts: str = ""


@dataclass(frozen=True)
class Whom:
    """Whom a call is about: ``children`` of a family already known, and ``newcomers`` (those at the places ``about``).

    ``standing_in`` says why the viewer takes the call for a colleague of the team.
    """

    family: Family | None = None
    children: Sequence[Person] = ()
    newcomers: Sequence[NewPerson] = ()
    about: Sequence[int] = ()
    standing_in: str = ""


def safety_hours(viewer: Viewer) -> int:
    """The municipality's limit in clock hours; 48 unless it set a shorter one."""
    rules = IntakeRules.objects.for_system("limit").filter(municipality=viewer.tenant).first()
    return rules.safety_check_hours if rules else LONGEST_HOURS


@action("intake.set_rules")
def set_rules(viewer: Viewer, *, safety_check_hours: int) -> IntakeRules:
    """The municipality's own limit for calls from now on, never longer than the guideline's 48 hours. Running clocks stay."""
    require_role(viewer, DECIDERS)
    if not 1 <= safety_check_hours <= LONGEST_HOURS:
        raise Refused(f"1時間から{LONGEST_HOURS}時間までで決めてください。指針の48時間より長くはできません。")
    found = IntakeRules.objects.for_system("limit").filter(municipality=viewer.tenant).first()
    rules = found or IntakeRules(municipality=viewer.tenant)
    rules.safety_check_hours = safety_check_hours
    rules.save()
    return rules


@action("intake.take_call")
def take_call(viewer: Viewer, *, call: Call, whom: Whom) -> Referral:
    """A call in one go: the family is taken in or found again, and its 受付票 written."""
    require_role(viewer, WRITERS)
    if whom.family is None:
        label = family_label(whom.newcomers[0].name) if whom.newcomers else ""
        family, added = take_in(viewer, persons=whom.newcomers, label=label)
    else:
        family = _reopened(viewer, whom.family)
        if whom.standing_in:
            stand_in(viewer, family=family, reason=whom.standing_in)
        added = [add_member(viewer, family=family, new=new) for new in whom.newcomers]
    children = [*whom.children, *(added[place] for place in whom.about)]
    return receive(viewer, family=family, children=children, call=call)


@action("intake.receive")
def receive(viewer: Viewer, *, family: Family, children: Sequence[Person], call: Call) -> Referral:
    """受付票 for a family already known or just taken in. A 通告 starts a clock for each child; a closed family opens."""
    require(viewer, Need.WRITE, _reopened(viewer, family))
    _check_call(family, children, call)
    received = call.received_at or now()
    referral = Referral(
        municipality=viewer.tenant, dossier=family.dossier, family=family, received_by=viewer.post
    )
    told = {name: getattr(call, name) for name in Call.__dataclass_fields__}
    for name, value in (_under_cover(told) if call.is_notice else told).items():
        setattr(referral, name, value)
    referral.own = own_consultation(is_notice=call.is_notice, door=call.door, told=call.own)
    referral.received_at, referral.complaint = received, call.complaint.strip()
    year = fiscal_year(received.astimezone(TOKYO).date())
    referral.number = f"受{year}-{next_number(f'referral {year}'):04d}"
    if call.is_notice:
        referral.safety_due_at = add_clock_hours(received, safety_hours(viewer))
    referral.save()
    for child in {each.pk: each for each in children}.values():
        _add_child(viewer, referral, child)
    title = "通告の受付" if call.is_notice else "相談の受付"
    mark(viewer, source=referral, kind="referral", title=title, at=received, family=family, persons=children)
    if call.is_notice:
        _tell_leaders(viewer, referral)
    elif call.door == NIGHT_DESK:
        text = f"夜間・休日の窓口で相談を受けました（{referral.number}）。今日、引き継ぎを確かめてください。"
        path = reverse("intake:referral", args=[referral.ref])
        notify(leaders(viewer), about=referral.dossier, kind="referral", text=text, path=path)
    return referral


def _under_cover(told: dict[str, Any]) -> dict[str, Any]:
    """What tells where a 通告 came from, moved to where it is protected."""
    kept = {
        name: value for name, value in told.items() if name not in {"door", "route", "organisation", "own"}
    }
    for name in ("door", "route"):
        if told.get(name):
            kept[f"caller_{name}"] = told[name]
    if told.get("organisation"):
        kept["caller_agency"] = told["organisation"].name
    return kept


def _reopened(viewer: Viewer, family: Family) -> Family:
    """A family that was closed turns to us again: its dossier opens, so that what it says can be written."""
    if family.dossier.closed_at:
        reopen_dossier(viewer, dossier=family.dossier)
    return family


def _check_call(family: Family, children: Sequence[Person], call: Call) -> None:
    if not children:
        raise Refused("どのこども（または妊婦）のことか、ひとり以上選んでください。")
    if any(child.dossier_id != family.dossier_id for child in children):
        raise Refused("この家庭の人を選んでください。")
    if not call.complaint.strip():
        raise Refused("相談・通告の内容を書いてください。短くてかまいません。")
    if call.received_at and call.received_at > now():
        raise Refused("受付日時が未来になっています。日付と時刻を確かめてください。")


def _add_child(viewer: Viewer, referral: Referral, child: Person) -> None:
    ReferralChild(
        municipality=viewer.tenant, dossier=referral.dossier, referral=referral, person=child
    ).save()
    if referral.safety_due_at is not None:
        open_duty(
            viewer,
            kind="safety_check",
            text=f"{child.name}さんの安全を目で確かめる",
            due_at=referral.safety_due_at,
            family=referral.family,
            child=child,
            source=referral,
        )


def _tell_leaders(viewer: Viewer, referral: Referral) -> None:
    assert referral.safety_due_at is not None
    due = referral.safety_due_at.astimezone(TOKYO)
    text = f"通告を受け付けました（{referral.number}）。安全確認の期限は{due.month}月{due.day}日{due:%H:%M}です。"
    path = reverse("intake:referral", args=[referral.ref])
    notify(leaders(viewer), about=referral.dossier, kind="referral", text=text, path=path)


@action("intake.include_child")
def include_child(viewer: Viewer, *, referral: Referral, child: Person) -> Referral:
    """The call turns out to be about this child too. After a 通告 the same limit holds."""
    require(viewer, Need.WRITE, referral)
    if child.dossier_id != referral.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if not referral.children.for_system("there already?").filter(person=child).exists():
        _add_child(viewer, referral, child)
        title = f"{referral.number}に{child.name}さんを加える"
        mark(
            viewer,
            source=referral,
            kind="referral",
            title=title,
            at=now(),
            family=referral.family,
            persons=[child],
        )
    return referral


@action("intake.complete")
def complete(
    viewer: Viewer, *, referral: Referral, children: Sequence[Person] = (), **facts: Any
) -> Referral:
    """What was not asked in the first minutes: kind, route, whereabouts, the caller's data, further children."""
    require(viewer, Need.WRITE, referral)
    if set(facts) - LATER:
        raise ValueError(f"not for later: {sorted(set(facts) - LATER)}")
    if "own" in facts:
        told = {"is_notice": referral.is_notice, "door": referral.door, "told": facts["own"]}
        facts["own"] = own_consultation(**told)
    facts = _under_cover(facts) if referral.is_notice else facts
    for name, value in facts.items():
        setattr(referral, name, value)
    if facts:
        referral.save(update_fields=sorted(facts))
    for child in children:
        include_child(viewer, referral=referral, child=child)
    return referral
