"""Rules over records' kinds, days, voices and marks: the four ways, and what holds for all of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.insight.rules import FAMILY, RULES, Clue, Record, Situation, State, answer, proof
from tomoni.practice.kinds import Box, Evidence, Reference, Wanted

FIRST = date(2026, 5, 1)
HERE = Situation(frozenset({"intake"}), frozenset({"child", "parent"}), frozenset({1, 2}), frozenset())
VOICES = [*sorted(FAMILY), "others", "centre", ""]
MARKS = ["a", "b", "c"]


def clue(name: str, day: int = 0, **more: object) -> Clue:
    on = FIRST + timedelta(day)
    told = {"kind": "wish", "marks": frozenset(), **more}
    return Clue(on=on, records=(Record(on, str(told["kind"]), name),), **told)  # type: ignore[arg-type]


def box(*wanted: Wanted, **more: object) -> Box:
    return Box("1-1.1", "", "", "", "", Evidence("…", wanted, **more))  # type: ignore[arg-type]


def refs(found: tuple[Record, ...] | None) -> list[str]:
    return [record.ref for record in found or ()]


CLUES = st.lists(
    st.builds(
        clue,
        st.uuids().map(str),
        st.integers(0, 90),
        kind=st.sampled_from(["wish", "plan"]),
        voice=st.sampled_from(VOICES),
        person=st.sampled_from([None, 1, 2]),
        marks=st.frozensets(st.sampled_from(MARKS)),
        who=st.sampled_from(["", "園", "祖母"]),
    ),
    max_size=8,
)
SINCE = st.none() | st.builds(
    Reference, st.just("plan"), any=st.sampled_from([(), ("a",)]), days=st.integers(0, 40)
)
WANTED = st.builds(
    Wanted,
    st.sampled_from([("wish",), ("wish", "plan")]),
    st.sampled_from(sorted(RULES)),
    st.lists(st.sampled_from(["child", "parent", "family", "others", "centre"]), min_size=1, max_size=2).map(
        tuple
    ),
    any=st.sampled_from([("a", "b"), ("b", "c"), ("a", "b", "c")]),
    since=SINCE,
    count=st.integers(1, 3),
    different=st.sampled_from(["days", "marks", "who"]),
)


@given(WANTED, CLUES, CLUES)
def test_more_records_never_take_a_proof_away(wanted: Wanted, clues: list[Clue], more: list[Clue]) -> None:
    assert proof(wanted, clues, HERE) is None or proof(wanted, [*clues, *more], HERE) is not None


@given(WANTED, CLUES, st.randoms(use_true_random=False))
def test_the_order_of_records_is_nothing(wanted: Wanted, clues: list[Clue], chance: object) -> None:
    shuffled = list(clues)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert proof(wanted, shuffled, HERE) == proof(wanted, clues, HERE)


@given(WANTED, CLUES)
def test_what_is_shown_as_proof_proves_by_itself(wanted: Wanted, clues: list[Clue]) -> None:
    if wanted.since and not wanted.since.days:  # the day from which it counts is no part of the proof
        wanted = replace(wanted, since=None)
    found = proof(wanted, clues, HERE)
    kept = [each for each in clues if set(each.records) <= set(found or ())]
    assert proof(wanted, kept, HERE) == found


@given(WANTED, CLUES)
def test_a_box_is_never_not_met_without_a_date_that_passed(wanted: Wanted, clues: list[Clue]) -> None:
    state = answer(box(wanted, due="promise"), "intake", clues, HERE).state
    assert state in {State.MET, State.UNKNOWN}
    passed = replace(HERE, overdue=frozenset({"promise"}))
    later = answer(box(wanted, due="promise"), "intake", clues, passed).state
    assert later == (State.MET if state == State.MET else State.NOT_MET)


def test_one_in_each_voice() -> None:
    wanted = Wanted(("wish",), "each_voice", ("child", "parent"))
    child, mother = clue("莉子", voice="child"), clue("母", 3, voice="parent")
    assert proof(wanted, [child], HERE) is None
    assert refs(proof(wanted, [child, mother, clue("園", voice="others")], HERE)) == ["莉子", "母"]


def test_a_voice_that_nobody_can_have_yet_is_not_missed() -> None:
    wanted, baby = (
        Wanted(("wish",), "each_voice", ("child", "parent")),
        replace(HERE, voices=frozenset({"parent"})),
    )
    assert refs(proof(wanted, [clue("母", voice="parent")], baby)) == ["母"]
    alone = Wanted(("wish",), "exists", ("child",))
    assert answer(box(alone), "intake", [], baby).state == State.NOT_APPLICABLE
    assert answer(box(alone), "intake", [], HERE).state == State.UNKNOWN


def test_everyone_of_the_household() -> None:
    wanted = Wanted(("wish",), "everyone")
    one, other, guest = clue("一", person=1), clue("二", person=2), clue("客", person=3)
    assert proof(wanted, [one, guest], HERE) is None
    assert refs(proof(wanted, [one, other, guest], HERE)) == ["一", "二"]
    assert proof(wanted, [guest], replace(HERE, household=frozenset())) is None


@pytest.mark.parametrize(
    ("different", "met"), [("days", ["一", "三"]), ("marks", ["一", "二", "三"]), ("who", [])]
)
def test_at_least_two_different(different: str, met: list[str]) -> None:
    wanted = Wanted(("wish",), "at_least", any=("a", "b"), count=2, different=different)
    rows = [clue("一", marks=frozenset({"a"})), clue("三", 5, marks=frozenset({"b"}))]
    if different == "marks":
        rows.insert(1, clue("二", marks=frozenset({"a"})))
    assert refs(proof(wanted, rows, HERE)) == met


def test_within_days_of_a_record_which_belongs_to_the_proof() -> None:
    wanted = Wanted(("wish",), since=Reference("plan", ("a",), days=31))
    start = clue("プラン", 10, kind="plan", marks=frozenset({"a"}))
    rows = {day: clue(f"{day}", day) for day in (9, 10, 41, 42)}
    assert [proof(wanted, [start, rows[9]], HERE), proof(wanted, [start, rows[42]], HERE)] == [None, None]
    assert refs(proof(wanted, [start, *rows.values()], HERE)) == ["プラン", "10", "41"]
    assert proof(wanted, [rows[41]], HERE) is None


def test_after_a_record_means_a_later_day() -> None:
    wanted, start = Wanted(("wish",), since=Reference("plan")), clue("プラン", 10, kind="plan")
    assert proof(wanted, [start, clue("同じ日", 10)], HERE) is None
    assert refs(proof(wanted, [start, clue("次の日", 11)], HERE)) == ["次の日"]


def test_what_was_not_called_for_does_not_apply() -> None:
    asked = box(
        Wanted(("wish",), since=Reference("plan", any=("b",))), occasion=Reference("plan", any=("b",))
    )
    calm, hard = (
        clue("一", kind="plan", marks=frozenset({"a"})),
        clue("二", kind="plan", marks=frozenset({"b"})),
    )
    states = [answer(asked, "intake", rows, HERE).state for rows in ([], [calm], [calm, hard])]
    assert states == [State.UNKNOWN, State.NOT_APPLICABLE, State.UNKNOWN]


def test_a_phase_not_yet_reached_does_not_apply_unless_it_is_proven() -> None:
    asked, found = box(Wanted(("wish",))), [clue("願い")]
    assert answer(asked, "closing", [], HERE).state == State.NOT_APPLICABLE
    assert answer(asked, "closing", found, HERE).state == State.MET


def test_where_no_record_can_show_it_the_state_is_unknown() -> None:
    silent = Box("1-2.2", "", "", "", "", Evidence(none="口ぶりは、記録の形からは分かりません。"))
    shown = answer(silent, "intake", [clue("願い")], HERE)
    assert (shown.state, shown.proof, shown.why) == (State.UNKNOWN, (), "none")
