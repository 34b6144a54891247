"""Times as people type them, pasted texts, the first lines of a record."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import TOKYO
from tomoni.contacts.actions import NewPassage
from tomoni.contacts.rules import (
    HIDDEN_TITLE,
    beginning,
    clock,
    headline,
    moment_of,
    readable,
    source_of,
    title_of,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:05", time(14, 5)),
        ("１４：０５", time(14, 5)),
        ("14時5分", time(14, 5)),
        ("14時", time(14, 0)),
        ("午後2時半", time(14, 30)),
        ("午後 2時 10分", time(14, 10)),
        ("午前0時", time(0, 0)),
        ("午後12時", time(12, 0)),
        ("午前12時", time(0, 0)),
        ("1405", time(14, 5)),
        ("905", time(9, 5)),
    ],
)
def test_a_time_is_read_as_it_is_typed(typed: str, meant: time) -> None:
    assert clock(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["24:00", "25時", "14:60", "午後13時", "昼ごろ", "9", "14:5:00", "-1", "", "２４６０", "14時半分"],
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert clock(typed) is None


@given(st.times(timezones=st.none()))
def test_every_minute_of_the_day_is_read_back(at: time) -> None:
    whole = at.replace(second=0, microsecond=0)
    assert clock(f"{at:%H:%M}") == whole
    assert clock(f"{at.hour}時{at.minute}分") == whole


@given(st.text())
def test_whatever_is_typed_as_a_time_is_a_time_or_none(typed: str) -> None:
    assert clock(typed) is None or isinstance(clock(typed), time)


def test_a_moment_is_told_in_japan() -> None:
    day = datetime(2026, 6, 10, tzinfo=TOKYO).date()
    assert moment_of(day, time(9, 30)).isoformat() == "2026-06-10T09:30:00+09:00"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("一行め\r\n二行め\r三行め", "一行め\n二行め\n三行め"),
        ("前のページ\x0c次のページ", "前のページ\n次のページ"),
        ("段落のなかの\x0b改行", "段落のなかの\n改行"),
        ("\ufeff始まり\x00と\x08終わり\x7f", "始まりと終わり"),
        ("表\tの\tます", "表\tの\tます"),
        ("“引用”と‘ことば’―…", "“引用”と‘ことば’―…"),
        ("葛󠄀城さん、𠮷田さん、👨‍👩‍👧", "葛󠄀城さん、𠮷田さん、👨‍👩‍👧"),
    ],
)
def test_pasted_text_stays_readable(pasted: str, kept: str) -> None:
    assert readable(pasted) == kept


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"))
)
def test_what_can_be_seen_is_kept(text: str) -> None:
    assert readable(text) == text


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
