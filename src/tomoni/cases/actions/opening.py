"""Opening a case, going through its phases, closing it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused, close_dossier, open_dossier
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.factual import state_fact
from tomoni.access.holding import reopen_dossier
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import Day, fiscal_year, now, today
from tomoni.cases.actions.leading import assign
from tomoni.cases.actions.rhythms import begin_to_ask
from tomoni.cases.actions.standing import end_statuses
from tomoni.cases.actions.telling import mark
from tomoni.cases.models import Case, CaseChild
from tomoni.cases.rules import at_once
from tomoni.families.models import Family
from tomoni.people.actions import correct
from tomoni.people.models import Person
from tomoni.practice import current as current_pack
from tomoni.practice import load
from tomoni.search.actions import put
from tomoni.tenancy.numbers import next_number


@action("cases.open_case")
def open_case(
    viewer: Viewer, *, family: Family, children: Iterable[Person], phase: str, lead: Post | None = None
) -> Case:
    """A new engagement with the family; a family that was closed opens again. The lead is the viewer unless said: then
    the viewer's own hold ends here. From now on it is the lead's to stay in touch.
    """
    if family.dossier.closed_at:
        reopen_dossier(viewer, dossier=family.dossier)
    require(viewer, Need.WRITE, family)
    number = f"{fiscal_year(today())}-{next_number(f'case {fiscal_year(today())}'):04d}"
    dossier = open_dossier(viewer, kind="case", within=family.dossier)
    case = Case(municipality=viewer.tenant, dossier=dossier, family=family, number=number, phase=phase)
    case.pack, case.opened_on, case.lead = current_pack().key, today(), viewer.post
    case.save()
    put(dossier, "case", case.ref, label=number, names=[], kana=[], numbers=[number])
    for child in children:
        add_child(viewer, case=case, child=child)
    begin_to_ask(viewer, case=case)
    return assign(viewer, case=case, lead=lead or viewer.post)


@action("cases.add_child")
def add_child(viewer: Viewer, *, case: Case, child: Person, since: Day | None = None) -> CaseChild:
    """The case is about this child (or woman) too, from the start or from that day on."""
    row = CaseChild(case=case, dossier=case.dossier, person=child, valid_from=since)
    _check_child(row)
    return state_fact(viewer, fact=row)


@action("cases.correct_child")
def correct_child(viewer: Viewer, *, fact: CaseChild, **changes: Any) -> CaseChild:
    """A corrected line about whom the case is about, held to the same rules."""
    told = CaseChild(
        case=fact.case, person=fact.person, valid_from=fact.valid_from, valid_until=fact.valid_until
    )
    for name, value in changes.items():
        setattr(told, name, value)
    _check_child(told, instead_of=fact)
    return correct(viewer, fact=fact, **changes)


def _check_child(row: CaseChild, instead_of: CaseChild | None = None) -> None:
    if row.person.dossier_id != row.case.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    others = (
        CaseChild.objects.for_system("already in it?").standing().filter(case=row.case, person=row.person)
    )
    others = others.exclude(pk=instead_of.pk) if instead_of else others
    if any(at_once(row, other) for other in others):
        raise Refused(
            "この人はすでに、このケースの対象です。ほかの人を選ぶか、いつからかを確かめてください。"
        )


@action("cases.enter_phase")
def enter_phase(viewer: Viewer, *, case: Case, phase: str) -> Case:
    """Where the case is on the circle. Any phase can be entered; only the pack's phases exist."""
    require(viewer, Need.WRITE, case)
    phases = load(case.pack).phases
    if phase not in phases:
        raise Refused("実践モデルにあるフェーズを選んでください。")
    if phase != case.phase:
        case.phase = phase
        case.save(update_fields=["phase"])
        title = f"フェーズ：{phases.label(phase)}"
        mark(viewer, source=case, kind="phase", title=title, at=now(), family=case.family, case=case)
    return case


@action("cases.come_to")
def come_to(viewer: Viewer, *, case: Case, phase: str) -> Case:
    """The essential record of a phase brings the case there when it stands earlier on the circle. Ways back are said by
    hand (``enter_phase``).
    """
    order = [each.id for each in load(case.pack).phases]
    if order.index(case.phase) < order.index(phase):
        enter_phase(viewer, case=case, phase=phase)
    return case


@action("cases.close_case")
def close_case(viewer: Viewer, *, case: Case, on: date | None = None) -> Case:
    """The engagement ends today or ended that day, and with it what legal statuses it holds. The family's
    dossier closes with its last open case.
    """
    require(viewer, Need.WRITE, case)
    case.closed_on = on or today()
    end_statuses(viewer, case=case, on=Day(case.closed_on))
    case.save(update_fields=["closed_on"])
    close_dossier(viewer, dossier=case.dossier)
    if not Case.objects.for_system("any case left").filter(family=case.family, closed_on=None).exists():
        close_dossier(viewer, dossier=case.family.dossier)
    return case
