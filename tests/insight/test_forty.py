"""藤代さんの家庭 in forty records: every box stands as it was written down before the rules, and falls with its proof."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tests.insight.forty import LATER, Told
from tomoni.access.facts import Fact
from tomoni.access.viewer import Viewer
from tomoni.assessment import actions as assessment
from tomoni.assessment.models import Assessment
from tomoni.calendar import TOKYO, frozen
from tomoni.insight.queries.fidelity import Fidelity, Shown, evidence, judge, of
from tomoni.people.actions import retract
from tomoni.plans import actions as plans
from tomoni.plans.models import Given
from tomoni.practice import load
from tomoni.sharing.actions import withdraw_consent
from tomoni.sharing.models import Consent


@dataclass(frozen=True)
class Expected:
    """A line of ``expected.csv``."""

    box: str
    state: str
    proof: tuple[str, ...]


def expected() -> list[Expected]:
    lines = Path(__file__).with_name("expected.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [Expected(row["box"], row["state"], tuple(row["proof"].split())) for row in rows]


def boxes(found: Fidelity) -> dict[str, Shown]:
    return {shown.box.id: shown for cell in found.cells for shown in cell.boxes}


def test_every_box_stands_as_written_down_before(told: Told, sato: Viewer) -> None:
    with frozen(LATER):
        found = boxes(of(sato, told.case))
    assert len(told.records) == 40
    assert {name: str(shown.answer.state) for name, shown in found.items()} == {
        e.box: e.state for e in expected()
    }
    assert Counter(e.state for e in expected()) == {
        "met": 48,
        "not_met": 2,
        "unknown": 32,
        "not_applicable": 12,
    }


def test_what_proves_a_box_is_shown_with_it(told: Told, sato: Viewer) -> None:
    names = {str(row.ref): name for name, row in told.records.items()}
    with frozen(LATER):
        found = boxes(of(sato, told.case))
    for line in expected():
        proof = {names.get(record.ref, "") for record in found[line.box].answer.proof}
        assert set(line.proof) <= proof, line.box
        assert bool(proof) == (line.state == "met"), line.box


def test_without_its_proof_a_box_is_unknown(told: Told, sato: Viewer) -> None:
    proving = sorted({name for line in expected() for name in line.proof})
    assert len(proving) == 38
    for name in proving:
        with frozen(LATER):
            found = boxes(without(told, name, sato))
        fallen = {line.box for line in expected() if name in line.proof}
        assert {box: str(found[box].answer.state) for box in fallen} == dict.fromkeys(fallen, "unknown"), name


def test_what_was_proven_stays_so_when_the_child_has_grown_up(told: Told, sato: Viewer) -> None:
    """Whose voice a record carries is told by the day of the record: a child's words do not become a parent's."""
    with frozen(datetime(2036, 11, 20, 12, tzinfo=TOKYO)):
        found = boxes(of(sato, told.case))
    assert [e.box for e in expected() if e.state == "met" and found[e.box].answer.state != "met"] == []


def test_a_request_shows_consent_only_while_the_answer_is_a_yes_that_stands(told: Told, sato: Viewer) -> None:
    with frozen(LATER):
        assert boxes(of(sato, told.case))["4-1.1"].answer.state == "met"
        withdraw_consent(sato, consent=told.records["consent_school"])
        assert boxes(of(sato, told.case))["4-1.1"].answer.state == "unknown"


def without(told: Told, name: str, worker: Viewer) -> Fidelity:
    """The map once a record is taken back, by the action where there is one; else as if it had never been written."""
    row, case = told.records[name], told.case
    with transaction.atomic():
        if isinstance(row, Fact):
            retract(worker, fact=row)
        elif isinstance(row, Consent):
            withdraw_consent(worker, consent=row)
        elif isinstance(row, Assessment):
            assessment.take_back(worker, held=row, why="まちがい")
        elif isinstance(row, Given):
            plans.take_back(worker, given=row, why="まちがい")
        clues, holding = evidence(worker, case)
        left = [clue for clue in clues if all(record.ref != str(row.ref) for record in clue.records)]
        if isinstance(row, Fact | Consent | Assessment | Given):
            assert left == clues, name
        transaction.set_rollback(True)
    return judge(load(case.pack), left, holding)
