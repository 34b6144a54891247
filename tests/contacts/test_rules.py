"""The first lines of a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.contacts.actions import NewPassage
from tomoni.contacts.rules import (
    HIDDEN_TITLE,
    beginning,
    headline,
    source_of,
    title_of,
)


@given(st.lists(st.text(max_size=400), max_size=6), st.integers(1, 5))
def test_the_beginning_is_never_longer_than_asked(texts: list[str], lines: int) -> None:
    shown = beginning(texts, lines)
    assert len(shown) == len(texts)
    assert sum(-(-len(line) // 40) for text, _ in shown for line in text.split("\n") if line) <= lines


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["一", "二", "三"], [("一", False), ("二", False), ("三", False)]),
        (["一", "二", "三", "四"], [("一", False), ("二", False), ("三", False), ("", True)]),
        (["一\n\n二\n三\n四"], [("一\n二\n三", True)]),
        (["あ" * 121, "二"], [("あ" * 120, True), ("", True)]),
        (["あ" * 120], [("あ" * 120, False)]),
        ([], []),
    ],
)
def test_three_lines_are_shown(texts: list[str], shown: list[tuple[str, bool]]) -> None:
    assert beginning(texts, 3) == shown


@pytest.mark.parametrize(
    ("origin", "is_person", "about_other", "source"),
    [
        ("staff", False, False, "staff"),
        ("agency", False, True, "agency"),
        ("a-person", True, False, "self"),
        ("a-person", True, True, "family"),
    ],
)
def test_the_source_follows_from_who_told_it(
    origin: str, is_person: bool, about_other: bool, source: str
) -> None:
    assert source_of(origin, is_person, about_other) == source


def test_a_title_shows_nothing_of_a_protected_passage() -> None:
    secret, seen = NewPassage("田中さんが電話をくれた", protected=True), NewPassage("玄関で話した。\n二行め")
    assert title_of([secret, seen]) == "玄関で話した。"
    assert title_of([secret]) == HIDDEN_TITLE
    assert title_of([]) == ""
    assert title_of([NewPassage("あ" * 41)]) == "あ" * 39 + "…"
    assert headline("", hidden=False) == "記録"
