"""Each daily job runs once a day in each municipality, and again after it failed."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tomoni.access.viewer import Viewer
from tomoni.jobs import daily
from tomoni.jobs.actions import notify
from tomoni.jobs.models import Notice
from tomoni.tenancy.models import Municipality

ANCHOR = "journal anchor"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Settings) -> Path:
    settings.TOMONI_ANCHOR_DIR = tmp_path / "anchors"
    return tmp_path / "anchors"


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, daily.Job]:
    """The jobs known, put back afterwards."""
    known = dict(daily._jobs)
    monkeypatch.setattr(daily, "_jobs", known)
    return known


def anchored(places: Path) -> dict[str, int]:
    """How many lines the anchor file of each municipality has."""
    return {file.stem: len(file.read_text().splitlines()) for file in places.glob("*.jsonl")}


def test_an_anchor_that_could_not_be_written_is_written_at_the_next_round(
    muni: Municipality, elsewhere: Municipality, places: Path
) -> None:
    blocked = places / f"{muni.code}.jsonl"
    blocked.mkdir(parents=True)  # a folder where the file should be: not even root can write it
    assert ANCHOR in daily.run_due()  # the neighbour's
    blocked.rmdir()
    assert daily.run_due() == [ANCHOR]
    assert daily.run_due() == []
    assert anchored(places) == {muni.code: 1, elsewhere.code: 1}


def test_a_municipality_founded_in_the_afternoon_has_its_anchor_that_day(
    muni: Municipality, places: Path
) -> None:
    daily.run_due()
    Municipality.objects.create(code="015555", name="午後の町")
    assert ANCHOR in daily.run_due()
    assert anchored(places) == {muni.code: 1, "015555": 1}


def test_a_job_that_fails_leaves_nothing_half_done_and_stops_no_other(
    sato: Viewer, in_muni: Municipality, jobs: dict[str, daily.Job], caplog: pytest.LogCaptureFixture
) -> None:
    def tell_and_fall(_: Municipality) -> None:
        notify([sato.post], about=None, kind="walk", text="途中")
        raise RuntimeError("途中で止まった")

    jobs["falls"] = tell_and_fall
    ran = daily.run_due()
    assert [ANCHOR in ran, "falls" in ran] == [True, False]
    assert f"daily job falls failed for {in_muni.code}" in caplog.text
    assert daily.run_due() == []
    assert Notice.objects.for_system("test").count() == 0
