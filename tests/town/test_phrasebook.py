"""The library is large enough, natural for everybody it may be dealt to, and never tires."""

import random
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tomoni import practice
from tomoni.town.offsets import prose
from tomoni.town.phrasebook import Dealer, UsedUp, names, runs
from tomoni.town.reading import CONTENT
from tomoni.town.script import cases
from tomoni.town.timeline import Contact

SPEAKERS = {
    "child", "sibling", "mother", "father", "grandmother", "grandfather", "teacher", "caregiver", "supporter", "doctor", "neighbour",
}  # fmt: skip
SLOTS = SPEAKERS | {"worker", "school", "nursery"}
ALWAYS = {"mother", "child", "worker", "supporter", "doctor", "neighbour"}
START = date(2026, 1, 7)
LINES = [line for run in runs() for line in run.lines]
PHASES = [
    "intake",
    "assessment",
    "assessment",
    "planning",
    "support",
    "support",
    "monitoring",
    "monitoring",
    "evaluation",
]
METHODS = {
    "visit": 8,
    "phone": 7,
    "agency_visit": 4,
    "agency_phone": 2,
    "office": 2,
    "outside": 2,
    "missed": 2,
    "letter": 1,
}


def family(dice: random.Random, age: str) -> dict[str, str]:
    """Everybody a generated family has, by the name it calls them."""
    there = set(ALWAYS)
    there |= {"school", "teacher"} if age in {"primary", "secondary"} else {"nursery", "caregiver"}
    chance = {"father": 0.65, "sibling": 0.5, "grandmother": 0.4, "grandfather": 0.25}
    there |= {role for role, share in chance.items() if dice.random() < share}
    pool = [name for name, _ in (*names().women, *names().men, *names().girls, *names().boys)]
    return {slot: f"{dice.choice(pool)}さん" for slot in sorted(there)}


def dealt(seed: int) -> tuple[list[str], int, int]:
    """The texts of 52 generated families of 8 to 10 contacts; how many contacts there were, how many found nothing."""
    dice, dealer = random.Random(seed), Dealer(seed)
    told: list[str] = []
    contacts = missing = 0
    for number in range(52):
        age = dice.choices(["infant", "preschool", "primary", "secondary"], [2, 3, 5, 3])[0]
        slots = family(dice, age)
        for step in range(dice.randint(8, 10)):
            for method in [*dice.choices([*METHODS], [*METHODS.values()], k=dice.choice([1, 1, 2]))]:
                contacts += 1
                try:
                    lines = dealer.deal(
                        f"family {number}", contact=method, phase=PHASES[min(step, 8)], age=age, slots=slots,
                        on=START + timedelta(days=7 * step),
                    )  # fmt: skip
                except UsedUp:
                    missing += 1
                    continue
                told += [line.text for line in lines]
    return told, contacts, missing


def test_at_least_420_passages_none_of_them_twice_or_in_a_living_case() -> None:
    assert len(LINES) >= 420
    lived = [
        passage.text for case in cases() for contact in case.events(Contact) for passage in contact.passages
    ]
    assert [
        text for text, count in Counter([*(line.text for line in LINES), *lived]).items() if count > 1
    ] == []


def test_codes_are_those_of_the_product() -> None:
    assert {run.contact for run in runs()} == {
        item.id for item in practice.codes("contact_methods").items
    } - {"drop_in", "online"}
    assert {run.phase for run in runs()} == {phase.id for phase in practice.current().phases} | {"any"}
    assert {line.kind for line in LINES} == {item.id for item in practice.codes("passage_kinds").items}
    assert {line.source for line in LINES} == {item.id for item in practice.codes("passage_sources").items}


def test_slots_are_known_and_every_quotation_has_a_speaker() -> None:
    assert {slot for run in runs() for slot in run.needs} <= SLOTS
    assert {line.by for line in LINES if line.by} == SPEAKERS
    assert all(line.by for line in LINES if line.kind == "quotation")
    assert all(not line.by for line in LINES if line.kind == "opinion")


def test_each_source_fits_who_speaks() -> None:
    home = {"child", "sibling", "mother", "father", "grandmother", "grandfather"}
    agency = {"teacher", "caregiver", "supporter", "doctor"}
    fits = {"self": home, "family": home, "agency": agency, "third_party": {"neighbour"}, "staff": {""}}
    assert [line.text for line in LINES if line.by not in fits[line.source]] == []


def test_children_speak_so_that_any_child_could() -> None:
    spoken = [line.text for line in LINES if line.by in {"child", "sibling"}]
    assert [text for text in spoken if re.search("おれ|俺|ぼく|僕|あたし|わたし", text)] == []


@pytest.mark.parametrize("month", range(1, 13))
def test_every_line_reads_in_every_month(month: int) -> None:
    slots = dict.fromkeys(SLOTS, "結さん")
    assert [
        line.text for line in LINES if re.search(r"[{}|]", prose(line.text, date(2026, month, 5), {}, slots))
    ] == []


def test_lines_name_no_month_and_no_label_for_people() -> None:
    told = "\n".join(line.text for line in LINES)
    assert re.findall(r"(?<![0-9か])1?[0-9]月|加害|被害|虐待|問題児|外人", told) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_town_of_52_families_hears_nothing_more_than_three_times(seed: int) -> None:
    told, contacts, missing = dealt(seed)
    assert len(told) >= 52 * 10
    assert max(Counter(told).values()) <= 3
    assert missing / contacts < 0.05


def test_most_of_what_is_told_is_told_once() -> None:
    told, _, _ = dealt(0)
    assert sum(count == 1 for count in Counter(told).values()) / len(set(told)) > 0.75


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_the_same_seed_deals_alike(seed: int) -> None:
    first, again = Dealer(seed), Dealer(seed)
    slots = dict.fromkeys(SLOTS, "結さん")
    for step in range(6):
        asked = {"contact": "visit", "phase": PHASES[step], "age": "primary", "slots": slots, "on": START}
        assert first.deal("one", **asked) == again.deal("one", **asked)  # type: ignore[arg-type]


def test_no_family_hears_the_same_twice_and_an_empty_library_says_so() -> None:
    asked = {
        "contact": "letter",
        "phase": "closing",
        "age": "any",
        "slots": dict.fromkeys(ALWAYS, "結さん"),
        "on": START,
    }
    fitting = [
        run
        for run in runs()
        if run.contact == "letter" and run.phase in {"closing", "any"} and run.age == "any"
    ]
    dealer = Dealer(1)
    heard = [dealer.deal("one", **asked) for _ in fitting]  # type: ignore[arg-type]
    assert len({line.text for lines in heard for line in lines}) == sum(len(run.lines) for run in fitting)
    with pytest.raises(UsedUp, match="letter closing any"):
        dealer.deal("one", **asked)  # type: ignore[arg-type]


def test_nobody_is_named_whom_the_family_does_not_have() -> None:
    dealer = Dealer(2)
    slots = dict.fromkeys(ALWAYS - {"supporter"}, "結さん")
    for number in range(40):
        lines = dealer.deal(
            str(number), contact="visit", phase="monitoring", age="primary", slots=slots, on=START
        )
        assert {line.by for line in lines} <= slots.keys() | {""}
        assert not re.search("お父さん|パパ|祖母", "".join(line.text for line in lines))


def test_names_are_enough_for_300_families_and_keep_old_characters() -> None:
    families = names().families
    assert len({name for name, _ in families}) == len(families)
    assert len(families) * len(names().women) >= 300 * 20
    for character in "髙邊邉𠮷﨑齋濱澤廣":
        assert any(character in name for name, _ in families), character
    assert {"辻\U000e0100", "葛\U000e0100西"} <= {name for name, _ in families}


def test_names_come_from_several_languages_too() -> None:
    assert len({one.language for one in names().elsewhere}) >= 7
    assert all(one.women and one.men and one.girls and one.boys for one in names().elsewhere)


def test_streets_and_homes_are_said_once() -> None:
    assert len(set(names().streets)) == len(names().streets) >= 20
    assert len(set(names().homes)) == len(names().homes) >= 10


def test_no_line_supposes_a_family_that_it_may_not_be_dealt_to() -> None:
    """A family made up has one child; whether there is a couple, a son, a younger one or school is not known."""
    told = [line.text for line in LINES]
    told += [
        line
        for part in ("phrases", "threads")
        for line in (CONTENT / f"{part}.yaml").read_text("utf-8").splitlines()
    ]
    unfit = "嫁は|弟妹|下の子の世話|母をやめる|ぼくのかかり|口がきけ|保険証|要件を言|ひとりで保護|仲わるく"
    assert [line for line in told if re.search(unfit, line)] == []
