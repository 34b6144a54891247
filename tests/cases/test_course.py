"""あゆみ: involvement and margin over the life of a case, drawn from dated facts and told in tables beside."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests.assessment.conftest import Home, _noon, home
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import name_supporter
from tomoni.calendar import Day
from tomoni.cases.actions import set_involvement, set_margin
from tomoni.cases.drawing.course import (
    APART,
    AXIS,
    LEFT,
    LEVEL,
    LEVELS,
    RIGHT,
    ROW,
    THIN,
    TOP,
    WIDTH,
    Since,
    Support,
    course,
)
from tomoni.cases.models import Involvement
from tomoni.desk.queries.course import of as course_of
from tomoni.people.actions import correct

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
FLOOR = TOP + LEVEL * LEVELS
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
SINCE = st.builds(Since, DAYS, st.integers(0, LEVELS - 1))


def test_steps_hold_until_the_next_level_and_to_the_end() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    drawn = course([Since(first, 3), Since(date(2026, 7, 2), 1)], [Since(first, 0)], [], first, last)
    middle = 396.0
    assert drawn.involvement == (
        f"76.0,{FLOOR}.0 76.0,{FLOOR - 4 * LEVEL}.0 {middle},{FLOOR - 4 * LEVEL}.0"
        f" {middle},{FLOOR - 2 * LEVEL}.0 716.0,{FLOOR - 2 * LEVEL}.0 716.0,{FLOOR}.0"
    )
    assert drawn.margin == f"76.0,{FLOOR - LEVEL}.0 716.0,{FLOOR - LEVEL}.0"


def test_the_support_of_others_lies_beneath_as_long_as_it_lasted() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    others = [Support("祖母", first), Support("学習支援", date(2026, 7, 2), date(2026, 7, 2))]
    drawn = course([], [], others, first, last)
    assert [(bar.label, bar.x, bar.width) for bar in drawn.bars] == [
        ("祖母", 76.0, 640.0),
        ("学習支援", 396.0, 4.0),
    ]
    assert drawn.involvement == ""


SUPPORT = st.builds(
    lambda label, one, two: Support(label, min(one, two or one), two and max(one, two)),
    st.text(min_size=1, max_size=8),
    DAYS,
    st.none() | DAYS,
)


@given(
    st.lists(SINCE, min_size=1, max_size=8),
    st.lists(SINCE, min_size=1, max_size=8),
    st.lists(SUPPORT, min_size=1, max_size=6),
    DAYS,
    DAYS,
)
def test_nothing_is_drawn_outside_the_field(
    involvement: list[Since], margin: list[Since], others: list[Support], one: date, two: date
) -> None:
    drawn = course(involvement, margin, others, min(one, two), max(one, two), ours=[margin, involvement])
    told = " ".join([drawn.involvement, drawn.margin, *(seen.points for seen in drawn.ours)])
    assert all(LEFT <= seen.x <= WIDTH - RIGHT and seen.y >= TOP - 4 for seen in drawn.ours)
    points = [tuple(map(float, point.split(","))) for point in told.split()]
    assert all(LEFT <= x <= WIDTH - RIGHT and TOP <= y <= FLOOR for x, y in points)
    assert [tick.x for tick in drawn.ticks] == sorted(tick.x for tick in drawn.ticks)
    assert [bar.label for bar in drawn.bars] == [each.label for each in others]
    for row, bar in enumerate(drawn.bars):
        assert bar.width >= THIN
        assert LEFT <= bar.x <= round(bar.x + bar.width, 1) <= WIDTH - RIGHT
        assert drawn.floor < bar.y == drawn.floor + AXIS + ROW * row < drawn.height
    for bar in drawn.bars:
        assert bar.x >= LEFT
        assert bar.x + bar.width <= WIDTH - RIGHT + 0.05
        assert FLOOR < bar.y <= drawn.height - ROW


def test_the_lines_have_names_and_the_familys_view_is_told_apart_from_ours(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    for level, day, whose in (("scarce", 1, "母"), ("some", 5, ""), ("little", 8, "母")):
        set_margin(
            sato,
            case=home.case,
            level=level,
            reason="眠れない",
            agreed_with=whose,
            since=Day(date(2026, 6, day)),
        )
    address = reverse("desk:course", args=[home.family.ref])
    page = html.fromstring(client_for(sato).get(address).content)
    names = page.xpath("//*[local-name()='text'][@class='level']/text()")
    assert names[::2] == ["そなえ", "うすく", "ほどほど", "濃く", "とても濃く"]
    assert names[1::2] == ["ほとんどない", "わずか", "いくらかある", "おおむね足りている", "ゆとりがある"]
    heights = {
        line.get("class"): [float(point.split(",")[1]) for point in line.get("points").split()]
        for line in page.xpath("//*[local-name()='polyline']")
    }
    low, little, some = FLOOR - LEVEL, FLOOR - 2 * LEVEL, FLOOR - 3 * LEVEL
    assert heights == {"margin": [low, low, little, little], "margin ours pattern-1": [some + APART] * 2}
    told = page.xpath("//p[starts-with(text(), 'いまの家族の余力')]")[0].text_content()
    assert told == "いまの家族の余力：母の見方ではわずか、実践者 佐藤の見方ではいくらかある"


def test_two_practitioners_see_the_margin_each_for_themselves(
    home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    for who, level, day in ((sato, "some", 2), (tanaka, "scarce", 3), (sato, "enough", 6)):
        seen = set_margin(
            who, case=home.case, level=level, reason="祖母が来る", since=Day(date(2026, 6, day))
        )
    correct(tanaka, fact=seen, reason="祖母が週に二度来る")
    page = html.fromstring(client_for(sato).get(reverse("desk:course", args=[home.family.ref])).content)
    lines = page.xpath("//*[local-name()='polyline']")
    heights = [[float(point.split(",")[1]) for point in line.get("points").split()] for line in lines]
    low, some, enough = FLOOR - LEVEL, FLOOR - 3 * LEVEL, FLOOR - 4 * LEVEL
    assert [line.get("class") for line in lines] == ["margin ours pattern-1", "margin ours pattern-2"]
    assert heights == [[some + APART] * 2 + [enough + APART] * 2, [low + 2 * APART] * 2]
    assert page.xpath("//*[local-name()='text'][@class='mark']/text()") == ["1", "2"]
    key = [line.text_content().split() for line in page.xpath("//ul[@class='course-key']/li")]
    assert key == [["1", "実践者", "佐藤の見方"], ["2", "実践者", "田中の見方"]]
    samples = page.xpath("//ul[@class='course-key']//*[local-name()='line']/@class")
    assert samples == [line.get("class") for line in lines]
    told = page.xpath("//p[starts-with(text(), 'いまの家族の余力')]")[0].text_content()
    assert (
        told == "いまの家族の余力：実践者 佐藤の見方ではおおむね足りている、実践者 田中の見方ではほとんどない"
    )


def test_levels_are_set_and_shown_with_their_reasons(home: Home, sato: Viewer, client_for: Enter) -> None:
    client = client_for(sato)
    answer = client.post(
        reverse("cases:add", args=[home.case.ref, "involvement"]),
        {"submission": str(uuid4()), "level": "thick", "reason": "夜をひとりで過ごしている", "agreed_with": "母", "since": "R8.6.1"},
    )  # fmt: skip
    assert answer.headers["Location"] == reverse("desk:course", args=[home.family.ref])
    [row] = Involvement.objects.for_system("test")
    assert (row.level, row.valid_from) == ("thick", Day(date(2026, 6, 1)))
    set_margin(sato, case=home.case, level="little", reason="眠れない", agreed_with="母")
    name_supporter(sato, case=home.case, kind="helps", name="向かいの佐々木さん")
    shown = client.get(reverse("desk:course", args=[home.family.ref])).content.decode()
    for words in (
        "夜をひとりで過ごしている",
        "濃く",
        "わずか",
        "向かいの佐々木さん",
        "<polygon",
        "<polyline",
        "<rect",
    ):
        assert words in shown


def test_help_that_began_long_ago_leaves_the_axis_to_the_case(home: Home, sato: Viewer) -> None:
    """The grandmother has helped since 1992: her bar begins at the left edge, the case fills the field."""
    set_involvement(sato, case=home.case, level="thick", reason="夜をひとりで過ごしている")
    before = course_of(sato, home.case).drawing
    name_supporter(
        sato, case=home.case, kind="helps", name="祖母", since=Day.parse("1992年", date(2026, 6, 10))
    )
    drawn = course_of(sato, home.case).drawing
    assert (drawn.ticks, drawn.involvement) == (before.ticks, before.involvement)
    assert [bar.x for bar in drawn.bars] == [drawn.left]


def test_a_level_has_no_end_of_its_own(home: Home, sato: Viewer, client_for: Enter) -> None:
    """It goes on until the next one takes its place: nobody reads an ended level as today's."""
    row = set_margin(sato, case=home.case, level="little", reason="眠れない", agreed_with="母")
    client = client_for(sato)
    shown = client.get(reverse("desk:course", args=[home.family.ref])).content.decode()
    assert reverse("cases:correct", args=["margin", row.ref]) in shown
    door = reverse("cases:end", args=["margin", row.ref])
    assert door not in shown
    for answer in (client.get(door), client.post(door, {"submission": str(uuid4()), "on": "今日"})):
        assert answer.status_code == 404


def test_a_level_needs_a_reason_and_a_day_that_has_come(home: Home, sato: Viewer, client_for: Enter) -> None:
    client, address = client_for(sato), reverse("cases:add", args=[home.case.ref, "margin"])
    fields: list[tuple[dict[str, Any], str]] = [
        ({"level": "some", "reason": ""}, "書いてください"),
        ({"level": "", "reason": "眠れない"}, "選んでください"),
        ({"level": "some", "reason": "眠れない", "since": "R8.7.1"}, "まだ来ていない"),
    ]
    for sent, message in fields:
        answer = client.post(address, {"submission": str(uuid4()), **sent})
        assert answer.status_code == 422
        assert message in answer.content.decode()


def test_colleagues_read_and_others_do_not(
    home: Home, sato: Viewer, suzuki: Viewer, ito: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    set_involvement(sato, case=home.case, level="thin", reason="落ち着いた", since=Day(date(2024, 1, 5)))
    address = reverse("desk:course", args=[home.family.ref])
    assert [client_for(v).get(address).status_code for v in (sato, suzuki, ito, stranger)] == [
        200,
        200,
        404,
        404,
    ]
