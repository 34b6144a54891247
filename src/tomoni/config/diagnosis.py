"""What ``tomoni doctor`` looks at. Each finding says in words what is wrong and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``level`` is ok, warning or error."""

    level: str
    text: str
    remedy: str = ""


def keys_file() -> Finding:
    """The key file exists and nobody else can read it."""
    path: Path = settings.TOMONI_KEYS_FILE
    if not path.exists():
        remedy = "記録のあるデータベースなら、保管してある鍵の控えを戻してください。新しい設置なら tomoni setup を実行してください。"
        return Finding("error", f"鍵ファイルがありません: {path}", remedy)
    if path.stat().st_mode & 0o077:
        return Finding(
            "warning", "鍵ファイルをほかの利用者が読めます。", f"chmod 600 {path} を実行してください。"
        )
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
            "tomoni migrate を実行してください。",
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


def assets() -> Finding:
    """Scripts, design tokens and print fonts were copied at set-up."""
    wanted = [PACKAGE / "ui/static/vendor/htmx.min.js", PACKAGE / "ui/static/vendor/tokens.css"]
    lacking = [path.name for path in wanted if not path.exists()]
    if lacking:
        return Finding(
            "error", f"画面の部品がありません: {'、'.join(lacking)}", "make run を一度実行してください。"
        )
    return Finding("ok", "画面の部品")


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
    """The journal's anchors can be written."""
    directory: Path = settings.TOMONI_ANCHOR_DIR
    existing = directory if directory.exists() else settings.DATA_DIR
    if not existing.exists():
        return Finding(
            "error", f"データの場所がありません: {settings.DATA_DIR}", "tomoni setup を実行してください。"
        )
    return Finding("ok", "記録簿の控えの場所")


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
