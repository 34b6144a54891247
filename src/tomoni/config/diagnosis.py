"""What ``tomoni doctor`` looks at. Each finding says in words what is wrong and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from tomoni.config.models import KeyMark

PACKAGE = Path(__file__).resolve().parent.parent
ASSETS = (
    "ui/static/vendor/htmx.min.js",
    "ui/static/vendor/tokens.css",
    "documents/fonts/BIZUDPGothic-Regular.ttf",
    "documents/fonts/BIZUDPGothic-Bold.ttf",
    "documents/fonts/NotoSansJP-Regular.ttf",
    "documents/fonts/NotoSansJP-Bold.ttf",
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``level`` is ok, warning or error."""

    level: str
    text: str
    remedy: str = ""


def keys_file() -> Finding:
    """The key file exists, nobody else can read it, and it is the one of this database."""
    path: Path = settings.TOMONI_KEYS_FILE
    if not path.exists():
        remedy = "記録のあるデータベースなら、保管してある鍵の控えを戻してください。新しい設置なら tomoni setup を実行してください。"
        return Finding("error", f"鍵ファイルがありません: {path}", remedy)
    if path.stat().st_mode & 0o077:
        return Finding(
            "warning", "鍵ファイルをほかの利用者が読めます。", f"chmod 600 {path} を実行してください。"
        )
    return _opens(path)


def _opens(path: Path) -> Finding:
    try:
        mark = KeyMark.objects.first()
    except DatabaseError:  # the next finding says what is wrong with the database
        mark = None
    if mark is None:
        remedy = "tomoni setup を実行してください。"
        return Finding("warning", "鍵ファイルがこのデータベースのものか、まだ確かめられません。", remedy)
    if not mark.fits:
        remedy = "保管してある鍵の控えを戻すか、TOMONI_KEYS_FILE を確かめてください。"
        return Finding("error", f"鍵ファイルがこのデータベースのものではありません: {path}", remedy)
    return Finding("ok", "鍵ファイル")


def database() -> Finding:
    """The database answers and has all tables."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding(
            "error", f"データベースにつながりません: {error}", "TOMONI_DATABASE_URL を確かめてください。"
        )
    if missing:
        return Finding(
            "error",
            f"データベースの更新が{len(missing)}件残っています。",
            "tomoni setup を実行してください（PostgreSQLでは、表の持ち主の役割で）。",
        )
    return Finding("ok", f"データベース（{connection.vendor}）")


def row_security() -> Finding:
    """On PostgreSQL the serving role must be bound by row-level security."""
    if connection.vendor != "postgresql":
        return Finding("ok", "行レベルの制限（PostgreSQLのみ）")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        free = cursor.fetchone()[0]
    if free:
        remedy = "運用には専用の役割を作り、その名前で TOMONI_DATABASE_URL を指定してください。"
        return Finding("error", "データベースの役割が行レベルの制限を素通りします。", remedy)
    return Finding("ok", "行レベルの制限")


def assets(package: Path = PACKAGE) -> Finding:
    """Scripts, design tokens and print fonts were copied at set-up."""
    lacking = [Path(name).name for name in ASSETS if not (package / name).exists()]
    if lacking:
        return Finding(
            "error",
            f"画面と印刷の部品がありません: {'、'.join(lacking)}",
            "make run を一度実行してください。",
        )
    return Finding("ok", "画面と印刷の部品")


def network() -> Finding:
    """Other hosts than this machine need HTTPS: passkeys and cookies depend on it."""
    local = {"localhost", "127.0.0.1", "[::1]", "testserver"}
    if set(settings.ALLOWED_HOSTS) - local and not settings.HTTPS:
        return Finding(
            "warning",
            "ほかの端末から使う設定なのに HTTPS ではありません。",
            "TOMONI_HTTPS=1 にしてください。",
        )
    return Finding("ok", "接続のしかた")


def debug() -> Finding:
    """Debug pages would show case content."""
    if settings.DEBUG:
        return Finding(
            "error", "TOMONI_DEBUG が有効です。画面に記録の中身が出ます。", "本番では必ず外してください。"
        )
    return Finding("ok", "デバッグ表示なし")


def anchors() -> Finding:
    """The journal's anchors can be written, by whoever asks."""
    if not settings.DATA_DIR.exists():
        return Finding(
            "error", f"データの場所がありません: {settings.DATA_DIR}", "tomoni setup を実行してください。"
        )
    directory: Path = settings.TOMONI_ANCHOR_DIR
    try:
        _try_to_write(directory)
    except OSError as error:
        remedy = "Tomoniを動かす利用者が書けるようにするか、TOMONI_ANCHOR_DIR を確かめてください。"
        return Finding("error", f"記録簿の控えを書けません: {error.filename or directory}", remedy)
    return Finding("ok", "記録簿の控えの場所")


def _try_to_write(directory: Path) -> None:
    """A nameless file where the anchors lie, or will lie; and the end of each that is there. ``OSError`` otherwise."""
    there = next(path for path in (directory, *directory.parents) if path.exists())
    with TemporaryFile(dir=there):
        pass
    for anchor in directory.glob("*.jsonl"):
        anchor.open("ab").close()


CHECKS: tuple[Callable[[], Finding], ...] = (
    keys_file,
    database,
    row_security,
    assets,
    anchors,
    network,
    debug,
)


def examine() -> Iterator[Finding]:
    """All findings, in the order in which one would mend them."""
    for check in CHECKS:
        yield check()
