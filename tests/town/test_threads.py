"""Threads of the phrasebook: whole from need to sign of return, in the product's codes, dealt evenly."""

from collections import Counter
from datetime import date

import pytest

from tomoni import practice
from tomoni.town.phrasebook import Spinner, Thread, threads
from tomoni.town.script import town

SLOTS = {"child", "adult", "mother", "father", "worker", "school", "nursery"}
AGES = ("pregnancy", "infant", "preschool", "primary", "secondary")
TOWN = {one.key for one in town().organisations} | {
    caller.key for place in town().organisations for caller in place.contacts
}
every_thread = pytest.mark.parametrize("thread", threads(), ids=lambda t: f"{t.at('wished', 0)}/{t.wording}")


def codes(name: str) -> set[str]:
    return {item.id for item in practice.codes(name).items}


@every_thread
def test_codes_and_names_are_those_of_the_product_and_the_town(thread: Thread) -> None:
    pack = practice.current()
    assert thread.at("need", "kind") in codes("household_needs") | {one.id for one in pack.needs}
    assert thread.at("need", "picture") in {one.id for one in pack.pictures}
    assert thread.at("need", "doing") in codes("need_doing")
    assert thread.at("strength", "kind") in codes("strength_kinds")
    assert thread.at("fit", "adjust") in codes("adjustments")
    named = {thread.at("steps", number, "who") for number in thread.steps} | {thread.at("strength", "who")}
    assert named <= TOWN | SLOTS | {""}
    assert {"worker"} < named


@every_thread
def test_each_wording_is_told_for_every_age_it_is_meant_for(thread: Thread) -> None:
    names = dict.fromkeys(SLOTS, "陽太さん")
    paths: list[tuple[str | int, ...]] = [
        ("wished",),
        ("now",),
        ("summary",),
        ("back",),
        ("goal", "look_at"),
        ("goal", "sign"),
    ]
    paths += [("steps", number, "text") for number in thread.steps]
    paths += [("seen", way) for way in ("same", "nearer", "reached")]
    told = [thread.told(names, date(2026, 6, 3), *path) for path in paths]
    assert all(told)
    assert not [text for text in told if "{" in text]
    if {"pregnancy", "infant"} & set(thread.at("ages")):
        assert thread.told(names, date(2026, 6, 3), "views", "child") == ""


def test_what_needs_a_school_is_for_children_who_go_to_one() -> None:
    for thread in threads():
        used = str(thread.raw)
        if "'school'" in used or "{school}" in used:
            assert set(thread.at("ages")) <= {"primary", "secondary"}
        if "'nursery'" in used or "{nursery}" in used:
            assert set(thread.at("ages")) == {"preschool"}


@pytest.mark.parametrize("age", AGES)
def test_threads_are_dealt_evenly(age: str) -> None:
    spinner, dealt = Spinner(1), Counter[int]()
    for _ in range(24):
        dealt[id(spinner.deal(age, {"child", "mother", "adult", "worker"}))] += 1
    assert max(dealt.values()) - min(dealt.values()) <= 1
    assert len(dealt) >= 4


def test_couples_are_told_of_where_two_live_together() -> None:
    dealt = [Spinner(seed).deal("primary", {"child", "mother", "father", "adult"}) for seed in range(60)]
    assert not [thread for thread in dealt if thread.at("alone")]
    lone = [Spinner(seed).deal("primary", {"child", "mother", "adult"}) for seed in range(60)]
    assert not [thread for thread in lone if thread.at("needs")]
