"""Run a command against a throw-away PostgreSQL cluster: ``python -m tools.with_postgres pytest -q``.

The cluster lives in a temporary folder, listens on the loopback address only, has two roles with a random password (one
that owns and migrates, one that the program acts as) and is gone when the command ends, however it ends. Its address is
handed over as ``TOMONI_DATABASE_URL``, the second role as ``TOMONI_APP_ROLE``.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from tools.machine import postgres_bin

OWNER, APP = "tomoni_owner", "tomoni_app"
# The data is worth nothing after the run: no waiting for the disk.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=128MB",
    # What waits this long is a mistake: better a failure that names it than a run that never ends.
    "statement_timeout=300s",
    "lock_timeout=60s",
]


def as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, so root steps down to the account its package made."""
    if os.geteuid():
        return command
    return [shutil.which("runuser") or "/usr/sbin/runuser", "-u", "postgres", "--", *command]


def free_port() -> int:
    """A loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*command: str | Path) -> None:
    """Run quietly, from a folder that the account may enter; SystemExit shows what a failing program said."""
    words = as_postgres([str(part) for part in command])
    step = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False)
    if step.returncode:
        raise SystemExit(f"{command[0]}: {step.stdout}{step.stderr}")


def make_roles(address: str, password: str) -> None:
    """The owner may create databases (tests copy them) but is no superuser, so row-level security binds it too."""
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        login = SQL("CREATE ROLE {} LOGIN PASSWORD {} {}")
        connection.execute(login.format(Identifier(APP), Literal(password), SQL("")))
        connection.execute(login.format(Identifier(OWNER), Literal(password), SQL("CREATEDB")))
        connection.execute(SQL("GRANT {} TO {}").format(Identifier(APP), Identifier(OWNER)))
        connection.execute(SQL("CREATE DATABASE tomoni OWNER {}").format(Identifier(OWNER)))


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; yields the owner's database address. SystemExit when PostgreSQL is missing or too old."""
    programs = postgres_bin()
    if programs is None:
        raise SystemExit("PostgreSQL 15 以上のサーバーが見つかりません。`make test` が入れ方を案内します。")
    folder = Path(tempfile.mkdtemp(prefix="tomoni-pg-"))
    try:
        yield start(programs, folder)
    finally:
        if (folder / "data/postmaster.pid").exists():
            run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def start(programs: Path, folder: Path) -> str:
    """Make and start a cluster in ``folder``; the owner's database address."""
    port, password, data = free_port(), secrets.token_hex(16), folder / "data"
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres")
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--username=postgres"]
    run(programs / "initdb", "-D", data, *locale, f"--pwfile={folder / 'password'}", "--no-sync")
    options = " ".join(
        f"-c {setting}" for setting in [f"port={port}", f"unix_socket_directories={folder}", *FAST]
    )
    run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    make_roles(f"postgres://postgres:{password}@127.0.0.1:{port}", password)
    return f"postgres://{OWNER}:{password}@127.0.0.1:{port}/tomoni"


def main(command: list[str]) -> int:
    """Run ``command`` in the cluster's surroundings and pass on its exit status."""
    # A stop from outside becomes an ordinary exit, so that the cluster is taken down on the way.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as address:
        surroundings = {**os.environ, "TOMONI_DATABASE_URL": address, "TOMONI_APP_ROLE": APP}
        return subprocess.run(command, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
