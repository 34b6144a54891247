"""Do what a newcomer does, with a clock: ``python -m tools.newcomer > var/newcomer.json``.

Clones the committed tree into an empty folder, types ``make run``, looks for the people of the demo town on the log-in page
and stops; then starts again, and once more in a network namespace that holds nothing but its own loopback. Prints what
``tomoni bench`` prints, seconds until ``/healthz`` answers; a start that never answers or shows nobody ends with its output.
"""

import fcntl
import json
import os
import platform
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tools.with_postgres import free_port

AT_MOST = {"first_start": None, "second_start": 5.0, "start_without_network": None}
PATIENCE = 900.0
SOMEBODY = re.compile(r'name="username" value="(\w+)"')
UP_AND_RUNNING = 0x41  # IFF_UP | IFF_RUNNING
SET_FLAGS = 0x8914  # SIOCSIFFLAGS


def surroundings(port: int) -> dict[str, str]:
    """What a newcomer's shell knows: no settings of ours, nothing of a make around us."""
    ours = re.compile(r"TOMONI_|MAKE|MFLAGS|DJANGO|PYTHON|VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not ours.match(name)} | {"PORT": str(port)}


def read(address: str) -> str:
    """The page, or nothing while nobody answers."""
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310  our own server
            return str(answer.read().decode())
    except (URLError, OSError):
        return ""


def start(folder: Path) -> float:
    """Seconds from ``make run`` until the program says it is ready; it is stopped again. SystemExit when it is not."""
    port, log = free_port(), folder / "run.log"
    began = time.monotonic()
    with log.open("w") as said:
        program = subprocess.Popen(
            ["make", "run"],
            cwd=folder,
            env=surroundings(port),
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        while not read(f"http://127.0.0.1:{port}/healthz"):
            if program.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit(log.read_text())
            time.sleep(0.05)
        seconds = time.monotonic() - began
        if not SOMEBODY.findall(read(f"http://127.0.0.1:{port}/")):
            raise SystemExit(f"{log.read_text()}\nThe log-in page lists nobody.")
    finally:
        os.killpg(program.pid, signal.SIGTERM)
        program.wait()
    return seconds


def start_alone(folder: Path) -> float:
    """The same within a network namespace, where only the loopback is up."""
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    alone = ["unshare", *as_root, "--net", sys.executable, "-m", "tools.newcomer", str(folder)]
    step = subprocess.run(alone, capture_output=True, text=True, check=False)
    if step.returncode:
        raise SystemExit(step.stderr)
    return float(step.stdout)


def lift_loopback() -> None:
    """A new namespace's loopback is down."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", UP_AND_RUNNING))


def report(folder: Path) -> dict[str, object]:
    """Clone, start three times, tell."""
    subprocess.run(["git", "clone", "--quiet", ".", str(folder)], check=True)
    seconds = dict(zip(AT_MOST, [start(folder), start(folder), start_alone(folder)], strict=True))
    figures = {name: {"value": seconds[name], "unit": "s", "most": most} for name, most in AT_MOST.items()}
    ok = all(most is None or seconds[name] <= most for name, most in AT_MOST.items())
    machine = {"database": "SQLite", "system": platform.platform()}
    data = "An empty folder, git clone, make run: until /healthz answers"
    return {"bench": "newcomer", "ok": ok, "data": data, "machine": machine, "figures": figures}


def main(arguments: list[str]) -> int:
    """Without a folder the whole walk; with one only its start, for the namespace."""
    if arguments:
        lift_loopback()
        print(start(Path(arguments[0])))
        return 0
    with tempfile.TemporaryDirectory(prefix="tomoni-newcomer-") as empty:
        told = report(Path(empty))
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
