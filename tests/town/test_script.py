"""The living cases keep their promises: complete, in order, said by somebody, and nobody real."""

import csv
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tomoni import practice
from tomoni.accounts.choices import Role
from tomoni.content import FOLDER
from tomoni.families.choices import Relation, UnionEnd, UnionKind
from tomoni.people.choices import ProtectionKind, Sex
from tomoni.town.offsets import When, prose
from tomoni.town.reading import CONTENT, ScriptError, load
from tomoni.town.script import Case, cases, town
from tomoni.town.timeline import (
    Contact,
    Correction,
    Duty,
    Event,
    Explained,
    FirstInterview,
    HandoverOut,
    Involvement,
    LifeEvent,
    Margin,
    Meeting,
    Passage,
    Referral,
    SafetyCheck,
    Status,
)

TODAY = date(2026, 6, 3)
WEEK = [TODAY + timedelta(days=n) for n in range(7)]
MONTHS = [date(2026, month, 20) for month in range(1, 13)]
STAFF = {one.key for one in town().staff}
CALLERS = {one.key for organisation in town().organisations for one in organisation.contacts}
ORGANISATIONS = {one.key for one in town().organisations}
every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.key)


def parts(row: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a row and of the rows within it, with its name."""
    for field in fields(row):
        value = getattr(row, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            yield field.name, one
            if is_dataclass(one) and not isinstance(one, type):
                yield from parts(one)


def texts(row: Any) -> list[str]:
    return [value for _, value in parts(row) if isinstance(value, str)]


def passages(case: Case) -> list[Passage]:
    return [value for _, value in parts(case) if isinstance(value, Passage)]


def family(case: Case) -> set[str]:
    return {one.key for one in case.persons}


def minors(case: Case) -> set[str]:
    births = case.births(TODAY)
    return {
        key
        for key, birth in births.items()
        if (birth.age_on(TODAY) or 0) < 18 and birth.months_on(TODAY) is not None
    }


def referred(case: Case, ref: str) -> Referral:
    return next(event for event in case.events(Referral) if event.id == ref)


def test_each_kind_of_family_and_one_that_asks_itself() -> None:
    eight, more = cases()[:8], cases()[8:]
    assert sorted(case.kind for case in eight) == sorted(kind.id for kind in practice.current().families)
    assert {case.kind for case in more} <= {case.kind for case in eight}
    assert sorted(case.key for case in cases()) == sorted(p.stem for p in (CONTENT / "cases").glob("*.yaml"))


def test_a_file_that_does_not_keep_the_schema_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        (CONTENT / "town.yaml").read_text(encoding="utf-8").replace("0000-00-1000", "03-1234-5678")
    )
    with pytest.raises(ScriptError, match=r"broken.yaml: \$.town.centre.phone"):
        load(broken, "town")


@every_case
def test_at_least_twenty_five_passages_in_contacts_and_a_first_interview(case: Case) -> None:
    assert sum(len(contact.passages) for contact in case.events(Contact)) >= 25
    assert len(list(case.events(FirstInterview))) == 1


def test_no_passage_is_told_twice() -> None:
    told = [passage.text for case in cases() for passage in passages(case)]
    assert len(told) == len(set(told))


@every_case
@pytest.mark.parametrize("today", WEEK, ids=lambda day: f"{day:%a}")
def test_the_timeline_runs_forward_and_ends_before_today(case: Case, today: date) -> None:
    moments = [event.at.at(today) for event in case.timeline]
    assert moments == sorted(moments)
    assert moments[-1].date() < today
    ahead = [
        (event.at, value)
        for event in case.timeline
        for name, value in parts(event)
        if name in {"next", "due", "look_back"} and value
    ]
    for begun, promised in ahead:
        moment: When = getattr(promised, "at", None) if not isinstance(promised, When) else promised
        assert moment.at(today).date() >= begun.at(today).date()


@every_case
def test_something_is_promised_for_the_days_to_come(case: Case) -> None:
    open_duties = [duty for duty in case.events(Duty) if duty.done is None]
    assert any(duty.due.on(TODAY) > TODAY for duty in open_duties)


@every_case
def test_everybody_named_exists(case: Case) -> None:
    here = family(case) | {one.key for one in case.others}
    assert not here & (STAFF | CALLERS | ORGANISATIONS)
    anybody = here | STAFF | CALLERS
    where = {
        "by": anybody, "who": anybody | ORGANISATIONS, "met": anybody, "whom": anybody, "of": None, "to": None,
        "attended": STAFF | CALLERS, "agreed_by": family(case) | STAFF,
        "staff": STAFF, "main": STAFF | CALLERS, "workers": STAFF, "seen_by": STAFF | CALLERS, "contact": CALLERS,
        "about": family(case), "alone": family(case), "seen": family(case), "child": family(case),
        "person": family(case), "members": family(case), "parents": None, "received_by": STAFF | CALLERS,
        "district": {one.key for one in town().districts} | {""}, "school": ORGANISATIONS | {""},
    }  # fmt: skip
    unknown = {
        (name, value)
        for name, value in parts(case)
        if where.get(name) and isinstance(value, str) and value not in {*where[name], ""}
    }
    assert unknown == set()
    for tie in case.ties:
        assert {tie.of} <= here
        assert {tie.to} <= anybody | ORGANISATIONS


def test_town_keys_are_each_used_once() -> None:
    keys = [*STAFF, *CALLERS, *ORGANISATIONS]
    assert len(keys) == len(set(keys))
    assert sum(len(one.contacts) for one in town().organisations) == len(CALLERS)


@every_case
def test_each_child_of_a_notice_was_seen_in_time(case: Case) -> None:
    for referral in (event for event in case.events(Referral) if event.notice):
        received = referral.at.at(TODAY)
        seen = {
            sight.child: check.at.at(TODAY)
            for check in case.events(SafetyCheck) if check.of == referral.id for sight in check.children
        }  # fmt: skip
        assert set(seen) == set(referral.about) == minors(case)
        assert all(timedelta() < at - received <= timedelta(hours=48) for at in seen.values())


def test_four_doors_are_notices_and_only_they_have_a_safety_check() -> None:
    notices = {(case.key, event.door) for case in cases() for event in case.events(Referral) if event.notice}
    assert notices == {
        ("after_placement", "school"), ("family_from_abroad", "school"), ("nights_alone", "police"), ("three_desks", "police"),
        ("parent_in_despair", "nursery"), ("transition_at_risk", "neighbour"),
    }  # fmt: skip
    for case in cases():
        assert all(referred(case, check.of).notice for check in case.events(SafetyCheck))


@every_case
def test_a_passage_says_whose_it_is(case: Case) -> None:
    others = {one.key for one in case.others}
    for passage in passages(case):
        if passage.kind == "quotation":
            assert passage.by
        expected = {
            "self": passage.by in family(case) and passage.by in passage.about,
            "family": passage.by in family(case) and passage.by not in passage.about,
            "third_party": passage.by in others,
            "agency": passage.by in CALLERS,
            "staff": passage.by in {"", *STAFF},
        }
        assert expected[passage.source], passage.text


@every_case
def test_whoever_is_nine_is_not_written_down_in_kana_only(case: Case) -> None:
    """Staff write down what was said: kana throughout would make a child of the upper classes look younger."""
    writes = {key for key, birth in case.births(TODAY).items() if 9 <= (birth.age_on(TODAY) or 0) < 18}
    said = [one for _, one in parts(case) if getattr(one, "by", "") in writes and hasattr(one, "text")]
    assert [one.text for one in said if len(one.text) > 14 and not re.search("[一-龠]", one.text)] == []


def test_through_an_interpreter_nobody_speaks_in_pieces() -> None:
    """The father's own Japanese stands where he spoke Japanese; what an interpreter told is told as it was meant."""
    case = next(case for case in cases() if case.key == "family_from_abroad")
    for contact in case.events(Contact):
        if "lan" in contact.met and contact.place != "school":
            words = [one for one in contact.passages if one.by in {"dung", "ha"} and one.kind == "quotation"]
            assert [one.text for one in words if not one.interpreted] == [], contact.id


@every_case
def test_staff_write_of_children_as_the_pages_do(case: Case) -> None:
    """こども, in what staff saw, thought and decided; whoever is quoted says it their way."""
    own = [one.text for one in passages(case) if one.source == "staff" and one.kind != "quotation"]
    own += [text for meeting in case.events(Meeting) for text in texts(meeting)]
    assert [text for text in own if "子ども" in re.sub("「[^」]*」", "", text)] == []


@every_case
def test_opinions_are_the_staffs_own_and_names_are_told(case: Case) -> None:
    assert {(one.source, bool(one.by)) for one in passages(case) if one.kind == "opinion"} == {
        ("staff", True)
    }


@every_case
def test_who_speaks_at_a_contact_was_there_or_wrote(case: Case) -> None:
    for contact in case.events(Contact):
        present = {*contact.met, *contact.seen, *contact.staff, ""}
        strangers = {passage.by for passage in contact.passages} - present
        assert not strangers or contact.method in {"missed", "agency_phone", "agency_visit"}, (
            contact.id,
            strangers,
        )


@every_case
def test_every_child_at_home_was_met_and_one_alone(case: Case) -> None:
    met = {key for contact in case.events(Contact) for key in (*contact.met, *contact.seen)}
    alone = {key for contact in case.events(Contact) for key in contact.alone}
    assert minors(case) <= met
    speaks = {key for key in minors(case) if (case.births(TODAY)[key].age_on(TODAY) or 0) >= 7}
    assert not speaks or speaks & alone


@every_case
def test_corrections_point_at_an_earlier_passage(case: Case) -> None:
    contacts = {contact.id: contact for contact in case.events(Contact)}
    corrections = list(case.events(Correction))
    assert corrections
    for correction in corrections:
        contact = contacts[correction.of]
        assert contact.at.at(TODAY) < correction.at.at(TODAY)
        assert 1 <= correction.passage <= len(contact.passages)


def codes(name: str) -> set[str]:
    return {item.id for item in practice.codes(name).items}


@every_case
def test_codes_are_those_of_the_product(case: Case) -> None:
    pack = practice.current()
    allowed = {
        (Case, "attitude"): {one.id for one in pack.attitudes}, (Case, "way_in"): codes("doors"),
        (Referral, "door"): codes("doors"), (Referral, "route"): codes("routes"),
        (Referral, "topic"): codes("consultation_kinds"), (Referral, "harm"): codes("harm_kinds") | {""},
        (Referral, "method"): codes("contact_methods"), (Contact, "method"): codes("contact_methods"),
        (Contact, "place"): codes("places") | {""}, (FirstInterview, "place"): codes("places"),
        (Contact, "phase"): {phase.id for phase in pack.phases}, (Explained, "items"): {one.id for one in pack.explanations},
        (Meeting, "kind"): codes("meeting_kinds") | {"case_conference"}, (Duty, "kind"): {one.id for one in pack.duties},
        (Meeting, "result"): codes("acceptance") | codes("decisions"), (Status, "status"): codes("statuses"),
        (Involvement, "level"): {one.id for one in pack.involvement}, (Margin, "level"): {one.id for one in pack.margin},
    }  # fmt: skip
    for row in (case, *case.timeline):
        for (kind, name), known in allowed.items():
            if type(row) is kind:
                value = getattr(row, name)
                assert {*value} <= known if isinstance(value, tuple) else value in known, (name, value)
    assert {one.relation for one in case.persons} <= set(Relation)
    assert {one.sex for one in case.persons} <= set(Sex)
    assert {one.kind for one in case.unions} <= set(UnionKind)
    assert {one.end for one in case.unions} <= {
        *UnionEnd,
        "",
    }
    assert {one.protected for one in case.households} <= {*ProtectionKind, ""}
    assert {passage.kind for passage in passages(case)} == codes("passage_kinds")


def test_all_five_sources_speak() -> None:
    assert {passage.source for case in cases() for passage in passages(case)} == codes("passage_sources")


def test_organisations_and_roles_are_known() -> None:
    assert {one.kind for one in town().organisations} <= codes("organisation_kinds")
    assert {one.role for one in town().people_who_log_in} == set(Role)
    assert {one.district for one in town().organisations} <= {one.key for one in town().districts} | {""}
    assert {one.team for one in town().staff} == {one.key for one in town().teams}


def test_who_logs_in_is_somebody() -> None:
    persons = {f"{case.key}/{one.key}" for case in cases() for one in case.persons}
    assert {one.who for one in town().people_who_log_in} <= STAFF | CALLERS | persons
    assert [one.who for one in town().people_who_log_in if one.role in {Role.FAMILY, Role.CHILD}] == [
        "asks_itself/akari", "nights_alone/wataru",
    ]  # fmt: skip


def test_the_team_is_as_large_as_that_of_the_model() -> None:
    professions = [one.profession for one in town().staff if one.team == "maternal_health"]
    assert (
        professions.count("保健師"),
        professions.count("管理栄養士"),
        professions.count("歯科衛生士"),
    ) == (6, 1, 1)
    roles = [one.role for one in town().staff if one.team == "child_welfare"]
    assert (roles.count("practitioner"), roles.count("clerk")) == (2, 3)
    assert [(one.role, one.families) for one in town().staff if one.families] == [("coordinator", 30)]


def test_one_notice_is_not_accepted_and_goes_to_others_with_consent() -> None:
    turned_away = [
        (case, event) for case in cases() for event in case.events(Meeting) if event.result == "not_accepted"
    ]
    ((case, meeting),) = turned_away
    (handover,) = case.events(HandoverOut)
    assert referred(case, handover.of).notice
    assert meeting.borderline
    assert {one.by for one in handover.consent} == {"noriko", "katsuya", "hinata"}
    due = {duty.due.on(TODAY) for duty in case.events(Duty) if duty.kind == "lookback" and duty.done}
    assert due == {handover.look_back.on(TODAY)}


def test_borderline_decisions_gather() -> None:
    assert {case.key for case in cases() for event in case.events(Meeting) if event.borderline} == {
        "family_from_abroad", "side_of_the_gate", "three_desks", "transition_at_risk", "two_at_once",
        "worries_and_hardship",
    }  # fmt: skip


def test_a_born_child_takes_over_from_the_expectant_woman() -> None:
    case = next(case for case in cases() if case.key == "asks_itself")
    statuses = [(one.person, one.status, one.ends) for one in case.events(Status)]
    assert statuses == [
        ("akari", "expectant", False),
        ("suzu", "needs_support", False),
        ("akari", "expectant", True),
    ]
    (birth,) = (event for event in case.events(LifeEvent) if event.kind == "birth")
    assert case.births(TODAY)["suzu"].date == birth.at.on(TODAY)


def test_hidden_callers_and_addresses_stay_out_of_the_prose() -> None:
    hidden = {case.key: one for case in cases() for one in case.others if one.hidden}
    addresses = {case.key: home for case in cases() for home in case.households if home.protected}
    assert set(hidden) == {"transition_at_risk"}
    assert set(addresses) == {"after_placement"}
    for case in cases():
        told = " ".join(text for event in case.timeline for text in texts(event))
        if case.key in hidden:
            assert hidden[case.key].name.split()[0] not in told
            assert all(one.protected for one in passages(case) if one.by == hidden[case.key].key)
            assert all(event.hidden for event in case.events(Referral) if event.by == hidden[case.key].key)
        assert not any(home.address and home.address in told for home in case.households)


def test_where_a_child_may_have_been_hurt_the_question_is_open_and_asked_once() -> None:
    concerned = [
        (case.key, contact.id)
        for case in cases()
        for contact in case.events(Contact)
        if contact.safety_concern
    ]
    assert concerned == [("after_placement", "c11"), ("after_placement", "c12"), ("after_placement", "c13")]


@every_case
def test_prose_fits_every_month(case: Case) -> None:
    births = case.births(TODAY)
    for day in MONTHS:
        assert not [text for text in texts(case) if re.search(r"[{}]", prose(text, day, births))]


@every_case
def test_prose_names_no_month_and_no_label_for_people(case: Case) -> None:
    told = "\n".join(texts(case))
    assert re.findall(r"(?<![0-9か])1?[0-9]月|加害|被害|虐待者|問題児|外人|毒親|育児放棄", told) == []


def real_municipalities() -> set[str]:
    cells: set[str] = set()
    for name in ("municipalities.csv", "prefectures.csv"):
        with (FOLDER / "municipalities" / name).open(encoding="utf-8-sig", newline="") as file:
            cells |= {cell.strip() for row in csv.reader(file) for cell in row}
    return cells


def test_nobody_real_is_named() -> None:
    real = real_municipalities()
    assert {"仙台市", "宮城県"} <= real
    invented = {town().town.name, town().town.prefecture, *(one.name for one in town().town.neighbours)}
    assert not invented & real
    assert town().town.code not in real
    told = "\n".join(text for case in cases() for text in texts(case)) + "\n".join(
        text
        for row in (town().districts, town().organisations, town().staff)
        for one in row
        for text in texts(one)
    )
    assert [name for name in real if re.fullmatch(r".{2,}[市区町村]", name) and name in told] == []


def test_events_are_found_by_kind() -> None:
    case = cases()[0]
    assert [*case.events(Event)] == [*case.timeline]
    assert isinstance(next(case.events(Contact)).at.at(TODAY), datetime)


@every_case
def test_it_is_decided_within_two_weeks_whether_and_how_the_centre_is_in_touch(case: Case) -> None:
    for referral in case.events(Referral):
        received = referral.at.at(TODAY)
        met = [one.at.at(TODAY) for one in case.events(Meeting) if one.at.at(TODAY) > received]
        assert met[:1], referral.id
        assert met[0] - received <= timedelta(days=14), (referral.id, met[0] - received)
