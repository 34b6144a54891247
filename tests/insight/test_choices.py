"""The closed vocabulary: what packs may ask for is what the program can find, and nothing else."""

import json
from pathlib import Path

from tomoni.content import FOLDER
from tomoni.insight import rules
from tomoni.insight.choices import KINDS, evidence_can_be_found, strange
from tomoni.insight.rules import RULES, Clue
from tomoni.practice import load
from tomoni.practice.kinds import Box

KEY = "kodomo-katei-2026-03/r3"


def boxes() -> list[Box]:
    return [box for viewpoint in load(KEY).viewpoints for box in viewpoint.boxes]


def test_the_schema_names_the_kinds_and_rules_that_there_are() -> None:
    schema = json.loads((FOLDER / "schema/evidence.json").read_text(encoding="utf-8"))["$defs"]
    assert schema["kind"]["enum"] == list(KINDS)
    assert set(schema["wanted"]["properties"]["rule"]["enum"]) == set(RULES)


def test_every_box_says_what_shows_it_or_why_nothing_can() -> None:
    assert [box.id for box in boxes() if not (box.evidence.looks_at or box.evidence.none)] == []
    assert sum(bool(box.evidence.wanted) for box in boxes()) == 79


def test_every_mark_in_the_pack_can_be_carried() -> None:
    assert strange(load(KEY)) == []
    assert evidence_can_be_found() == []


def test_no_two_boxes_look_at_the_same() -> None:
    sentences = [box.evidence.looks_at for box in boxes() if box.evidence.looks_at]
    assert len(set(sentences)) == len(sentences)


def test_every_kind_is_asked_for_or_is_where_something_begins() -> None:
    asked = {kind for box in boxes() for wanted in box.evidence.wanted for kind in wanted.kinds}
    asked |= {wanted.since.kind for box in boxes() for wanted in box.evidence.wanted if wanted.since}
    assert set(KINDS) - asked == {"consent"}  # stands beside the step that it allows


def test_rules_know_neither_authors_nor_texts() -> None:
    """Who wrote a record, and what it says, never reach the rules: no field of a clue carries them."""
    assert set(Clue.__dataclass_fields__) == {"kind", "on", "records", "voice", "person", "marks", "who"}
    source = Path(rules.__file__).read_text(encoding="utf-8")
    assert [word for word in ("author", ".text", "recorded_by") if word in source] == []
