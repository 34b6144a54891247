"""What the doctor finds is so: missing print fonts, anchors that cannot be written, updates that wait."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from tomoni.config import diagnosis
from tomoni.config.diagnosis import ASSETS, Finding
from tools.assets import FILES

OK = Finding("ok", "記録簿の控えの場所")


def test_everything_copied_at_set_up_is_looked_for() -> None:
    copied = {target for target in FILES.values() if not target.endswith(".txt")}
    assert {f"src/tomoni/{name}" for name in ASSETS} == copied


def test_a_missing_print_font_is_named(tmp_path: Path) -> None:
    for name in ASSETS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert diagnosis.assets(tmp_path) == Finding("ok", "画面と印刷の部品")
    (tmp_path / "documents/fonts/NotoSansJP-Bold.ttf").unlink()
    found = diagnosis.assets(tmp_path)
    assert (found.level, found.text) == ("error", "画面と印刷の部品がありません: NotoSansJP-Bold.ttf")


@pytest.fixture
def anchors(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    settings.TOMONI_ANCHOR_DIR = tmp_path / "anchors"
    return tmp_path / "anchors"


def test_anchors_can_be_written_where_nothing_is_yet_and_nothing_is_left_behind(anchors: Path) -> None:
    assert diagnosis.anchors() == OK
    assert list(anchors.parent.iterdir()) == []


def test_anchors_that_are_there_stay_as_they_are(anchors: Path) -> None:
    anchors.mkdir()
    (anchors / "011002.jsonl").write_text("{}\n", encoding="utf-8")
    assert diagnosis.anchors() == OK
    assert [(file.name, file.read_text(encoding="utf-8")) for file in anchors.iterdir()] == [
        ("011002.jsonl", "{}\n")
    ]


def test_a_place_that_takes_no_anchor_is_named(anchors: Path) -> None:
    anchors.touch()  # a file where the folder should be: nobody can write into it, not even root
    found = diagnosis.anchors()
    assert (found.level, str(anchors) in found.text) == ("error", True)
    assert found.remedy.startswith("Tomoniを動かす利用者が書けるように")


def test_an_anchor_file_that_takes_no_line_is_named(anchors: Path) -> None:
    (anchors / "011002.jsonl").mkdir(parents=True)
    assert diagnosis.anchors().text == f"記録簿の控えを書けません: {anchors / '011002.jsonl'}"


def test_waiting_updates_lead_to_setup(db: None) -> None:
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="cases").latest("name").name
    recorder.record_unapplied("cases", last)
    found = diagnosis.database()
    assert (found.level, found.text) == ("error", "データベースの更新が1件残っています。")
    assert found.remedy.startswith("tomoni setup を実行してください")


def test_without_keys_the_copy_comes_first(tmp_path: Path, settings: Settings) -> None:
    settings.TOMONI_KEYS_FILE = tmp_path / "keys.json"
    found = diagnosis.keys_file()
    assert (found.level, found.remedy.split("。")[0]) == (
        "error",
        "記録のあるデータベースなら、保管してある鍵の控えを戻してください",
    )
