"""All words of the model are ours: none is thin, no two alike, none taken from the guideline."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from tests.practice import fingerprint
from tomoni.content import FOLDER
from tomoni.practice import load
from tomoni.practice.kinds import Box

GUIDELINE = fingerprint.known(fingerprint.FILE.read_text(encoding="ascii"))
JAPANESE = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096) | st.sampled_from("家族話記録"))


def boxes() -> list[Box]:
    return [box for viewpoint in load("kodomo-katei-2026-03").viewpoints for box in viewpoint.boxes]


def texts(content: Any, but: set[str]) -> Iterator[str]:
    """Every text within, but what stands under these keys."""
    if isinstance(content, str):
        yield content
    inner = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content if isinstance(content, list) else [])
    )
    for key, value in inner:
        if key not in but:
            yield from texts(value, but)


@pytest.mark.parametrize("part", ["why", "does", "record"])
def test_each_part_of_a_box_says_enough(part: str) -> None:
    assert [box.id for box in boxes() if len(getattr(box, part)) < 60] == []


@pytest.mark.parametrize("part", ["why", "does", "record"])
def test_no_two_boxes_say_the_same(part: str) -> None:
    pairs = combinations([(box.id, getattr(box, part)) for box in boxes()], 2)
    alike = [(one, other) for (one, a), (other, b) in pairs if fuzz.ratio(a, b) >= 85]
    assert alike == []


def test_titles_are_all_different() -> None:
    titles = [box.title for box in boxes()]
    assert len(set(titles)) == 94


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.yaml")), ids=lambda path: str(path.relative_to(FOLDER))
)
def test_no_run_of_the_guideline_is_taken_over(path: Path) -> None:
    # Principles and phases keep their names, citations cite.
    names = {"label"} if path.stem in {"principles", "phases"} else set()
    written = texts(yaml.safe_load(path.read_text(encoding="utf-8")), {"source"} | names)
    assert [run for text in written for run in fingerprint.taken_over(text, GUIDELINE)] == []


def test_a_run_of_the_guideline_would_be_found() -> None:
    name = "こどもや家族との直接対話による透明性ある協働関係づくり"  # a principle's name, as in the source
    found = fingerprint.taken_over(f"ある日の記録に、{name}と書いてあった。", GUIDELINE)
    assert found
    assert all(run in name for run in found)


@given(source=JAPANESE.filter(lambda text: len(text) >= 40), before=JAPANESE, at=st.integers(0, 20))
def test_any_run_of_twenty_is_found_wherever_it_starts(source: str, before: str, at: int) -> None:
    known = fingerprint.known(fingerprint.made_from(source))
    planted = source[at : at + 20]
    assert fingerprint.taken_over(f"{before}「{planted[:9]}、{planted[9:]}」", known)


@given(JAPANESE)
def test_shorter_runs_are_nobodys(text: str) -> None:
    assert fingerprint.taken_over(text[: fingerprint.RUN - 1], GUIDELINE) == []
