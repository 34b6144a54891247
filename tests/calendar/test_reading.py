"""Days are read as people type them, and a wrong one is told how to be typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.calendar import Day, DayError

READ = {
    "2024-04-01": "R6.4.1 r6.4.1 R06.04.01 R060401 R6/4/1 R6-4-1 R6年4月1日 令和6年4月1日 令和06年04月01日 ㋿6.4.1 ㋿６．４．１ "
    "Ｒ６．４．１ 2024-04-01 2024/4/1 2024.4.1 2024年4月1日 20240401 ２０２４０４０１ ２０２４年４月１日 ２０２４／０４／０１ "
    "2024−04−01 2024ー4ー1 2024、4、1 令和6年4月1日（月） 令和6年4月1日(月曜日) 令和6年4月1日生 2024年4月1日生まれ",
    "2019-05": "令和元年5月 R1.5 R元.5 2019年5月 2019/5 2019-05",
    "2024": "2024年 2024 R6 令和6年 ㋿6",
    "2024 ~": "2024年ごろ 2024年頃 令和6年ごろ R6ころ 2024くらい 令和6年前後 ２０２４年ごろ",
    "unknown": "不明 不詳 ふめい わからない ？",
    "1989-01-07": "昭和64年1月7日 S64.1.7 s640107 ㍼64.1.7",
    "1989": "昭和64年 平成元年 H1",
    "1926-12": "大正15年12月 昭和元年12月 T15.12 ㍽15年12月",
    "1868-01-25": "明治元年1月25日 M1.1.25 1868/1/25",
    "1990-03-04": "H2.3.4 平成2年3月4日 ㍻2.3.4",
}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("stored", "typed"), [(s, t) for s, texts in READ.items() for t in texts.split()])
def test_read(stored: str, typed: str) -> None:
    found = Day.parse(typed)
    assert found is not None
    assert found.to_text() == stored


@pytest.mark.parametrize("typed", ["", " ", "　　", "\n"])
def test_nothing_typed_is_no_day(typed: str) -> None:
    assert Day.parse(typed) is None


def test_blanks_do_not_matter() -> None:
    assert Day.parse(" 令和　6 年 4 月 1 日 ") == Day(date(2024, 4, 1))


def test_near_days_are_read_when_today_is_told() -> None:
    assert [Day.parse(text, TODAY) for text in ("今日", "昨日", "おととい")] == [
        Day(date(2026, 11, 22)),
        Day(date(2026, 11, 21)),
        Day(date(2026, 11, 20)),
    ]
    with pytest.raises(DayError):
        Day.parse("今日")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "平成31年5月1日",
            "平成は31年4月30日までです。「令和元年5月1日」ではありませんか。確かめて入力してください。",
        ),
        (
            "平成31年5月",
            "平成は31年4月30日までです。「令和元年5月」ではありませんか。確かめて入力してください。",
        ),
        ("平成32年", "平成は31年4月30日までです。「令和2年」ではありませんか。確かめて入力してください。"),
        (
            "昭和64年2月1日",
            "昭和は64年1月7日までです。「平成元年2月1日」ではありませんか。確かめて入力してください。",
        ),
        (
            "T15.12.25",
            "大正は15年12月24日までです。「昭和元年12月25日」ではありませんか。確かめて入力してください。",
        ),
        (
            "令和元年4月30日",
            "令和は元年5月1日からです。「平成31年4月30日」ではありませんか。確かめて入力してください。",
        ),
        (
            "H1.1.7",
            "平成は元年1月8日からです。「昭和64年1月7日」ではありませんか。確かめて入力してください。",
        ),
        ("2024年2月30日", "2月30日はありません。令和6年2月は29日までです。日を確かめてください。"),
        ("2023/2/29", "2月29日はありません。令和5年2月は28日までです。日を確かめてください。"),
        ("20240431", "4月31日はありません。令和6年4月は30日までです。日を確かめてください。"),
        ("R6.4.0", "4月0日はありません。令和6年4月は30日までです。日を確かめてください。"),
        ("R6.13.1", "13月はありません。月は1から12で入力してください。"),
        ("2024/0", "0月はありません。月は1から12で入力してください。"),
        (
            "令和6年4月ごろ",
            "「ごろ」は年だけにつけられます。「令和6年ごろ」または「令和6年4月」と入力してください。",
        ),
    ],
)
def test_a_wrong_day_is_told_what_to_type(typed: str, message: str) -> None:
    with pytest.raises(DayError) as wrong:
        Day.parse(typed)
    assert str(wrong.value) == message
    assert wrong.value.messages == [message]


@pytest.mark.parametrize(
    "typed", ["1868/1/24", "M1.1.24", "1867年", "2101年", "R0", "明治0年1月1日", "0001-01-01", "9999/12/31"]
)
def test_years_out_of_reach(typed: str) -> None:
    with pytest.raises(DayError, match="明治元年（1868年）から2100年までの日付を入力してください"):
        Day.parse(typed)


@pytest.mark.parametrize(
    "typed", ["abc", "6/4/1", "202404", "R6.4.1.1", "2024年4月1日ごろごろ", "4月1日", "令和年", "元年4月1日"]
)
def test_what_is_no_day_is_answered_with_examples(typed: str) -> None:
    with pytest.raises(DayError, match=r"例：R6\.4\.1、令和6年4月1日、2024/4/1"):
        Day.parse(typed)


def outcome(typed: str) -> Day | str | None:
    try:
        return Day.parse(typed, TODAY)
    except DayError as wrong:
        return str(wrong)


@given(
    st.text(alphabet="0123456789０１元年月日./-RHSTM令和平成昭ごろ不明 　生(月)", max_size=14)
    | st.text(max_size=20)
)
def test_any_text_is_read_or_answered(typed: str) -> None:
    found = outcome(typed)
    if isinstance(found, str):
        assert found.endswith("。")
    elif found is not None:
        assert Day.from_text(found.to_text()) == found
    else:
        assert not typed.strip()
