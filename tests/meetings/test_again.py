"""Meetings that come again and again (K6): the day by which the next one is held, who is told, and what meets it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from lxml import html

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, frozen
from tomoni.cases.actions import set_usual
from tomoni.meetings.actions import convene
from tomoni.meetings.models import Meeting

Browse = Callable[[Viewer], Any]


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=TOKYO)


def held(viewer: Viewer, kind: str, *days: str) -> None:
    for day in days:
        convene(viewer, kind=kind, at=at(day))


def listed(browse: Browse, viewer: Viewer) -> list[list[str]]:
    """Rhythm, last and next of the meetings that come again, as the page of meetings tells them."""
    rows = browse(viewer).get("/meetings/").page.xpath("//section[@aria-labelledby='again']//tbody/tr")
    return [["".join(cell.itertext()) for cell in row.xpath("./td")] for row in rows]


def told(browse: Browse, viewer: Viewer) -> list[str]:
    """What 今日 says about meetings to call."""
    lines = browse(viewer).get("/today").page.xpath("//section[@aria-labelledby='to-call']//li")
    return [" ".join(line.text_content().split()) for line in lines]


def test_the_next_one_is_due_in_the_usual_rhythm_after_the_last(
    browse: Browse, sato: Viewer, tanaka: Viewer, in_muni: Any
) -> None:
    held(sato, "policy", "2026-01-20", "2026-03-30")
    held(sato, "progress", "2025-12-25")
    held(sato, "joint", "2025-01-20")
    assert listed(browse, sato) == [
        ["2か月ごと", "R8.3.30", "R8.6.1ごろまでひらく：支援方針会議"],  # 30 and 31 May are a weekend
        ["4か月ごと", "R7.12.25", "R8.4.27ごろまでひらく：進行管理会議（全件）"],
        ["6か月ごと", *("まだありません", "一度ひらくと、目安が出ますひらく：実務者会議")],
    ]
    set_usual(tanaka, kind="all_cases", every="3 months", reason="動きが多い")
    assert listed(browse, sato)[1] == [
        "3か月ごと",
        "R7.12.25",
        "R8.3.25ごろまで　目安を過ぎていますひらく：進行管理会議（全件）",
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-05-17", []),
        ("2026-05-18", ["支援方針会議をひらく2か月ごと 前回 R8.3.30 R8.6.1ごろまで"]),
        ("2026-06-01", ["支援方針会議をひらく2か月ごと 前回 R8.3.30 R8.6.1ごろまで"]),
        (
            "2026-06-02",
            ["支援方針会議をひらく2か月ごと 前回 R8.3.30 R8.6.1ごろまで 目安を過ぎています"],
        ),
    ],
)
def test_whoever_coordinates_is_told_two_weeks_before(
    day: str, said: list[str], browse: Browse, sato: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Any
) -> None:
    held(sato, "policy", "2026-03-30")
    with frozen(at(day)):
        assert told(browse, tanaka) == said
        assert told(browse, sato) == told(browse, kimura) == []


def test_one_that_is_called_meets_it_until_it_is_over(
    browse: Browse, sato: Viewer, tanaka: Viewer, in_muni: Any
) -> None:
    held(sato, "policy", "2026-01-20")
    assert len(told(browse, tanaka)) == 1
    [door] = browse(tanaka).get("/today").page.xpath("//section[@aria-labelledby='to-call']//a/@href")
    form = browse(tanaka).get(door).page.xpath("//main//form[@method='post']")[0]
    assert (
        form.xpath(".//select/option[@selected]/@value"),
        form.xpath("string(.//*[@name='at_on']/@value)"),
    ) == (
        ["policy"],
        "令和8年4月6日",
    )
    sent = {"submission": str(uuid4()), "kind": "policy", "at_on": "R8.4.15", "at_time": "13:30"}
    assert browse(tanaka).send(door, **sent).status == 200
    assert Meeting.objects.for_system("test").count() == 2
    assert told(browse, tanaka) == []
    assert listed(browse, tanaka)[0] == ["2か月ごと", "R8.1.20", "R8.4.15にひらきます"]
    with frozen(at("2026-04-16")):
        assert listed(browse, tanaka)[0] == ["2か月ごと", "R8.4.15", "R8.6.15ごろまでひらく：支援方針会議"]


def test_who_calls_no_meetings_sees_the_days_without_a_door(
    browse: Browse, sato: Viewer, kimura: Viewer, in_muni: Any
) -> None:
    held(sato, "policy", "2026-03-30")
    assert listed(browse, kimura)[0] == ["2か月ごと", "R8.3.30", "R8.6.1ごろまで"]
    page = browse(kimura).get("/meetings/?scope=past").page
    assert page.xpath("//section[@aria-labelledby='again']") == []
    assert html.tostring(page).count(b"kind=policy") == 0
