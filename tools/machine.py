"""See to the programs that do not come from Python or npm: the venv module, PostgreSQL, Chromium, a Japanese font.

Missing ones are installed with apt-get where that is possible without a question; otherwise the message says what to
install. Runs before the virtual environment exists, hence the standard library only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

POSTGRES_AT_LEAST = 15
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
JAPANESE_FONTS = ("BIZ*UD*", "Noto*CJK*", "Noto*JP*", "ipa*.ttf")


def postgres_bin(debian: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """The folder with PostgreSQL's server programs, newest first; None when none is new enough."""
    found = sorted(debian.glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    for initdb in [*found, *(Path(hit) for hit in [shutil.which("initdb")] if hit)]:
        said = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True).stdout
        if int(said.split()[2].split(".")[0]) >= POSTGRES_AT_LEAST:
            return initdb.resolve().parent
    return None


def chromium() -> str | None:
    """The browser of the tests: ``TOMONI_CHROMIUM``, or the first one on the path."""
    named = os.environ.get("TOMONI_CHROMIUM")
    return named or next((path for path in map(shutil.which, CHROMIUM) if path), None)


def japanese_font() -> Path | None:
    """Any installed face that draws Japanese; without one every screenshot shows boxes."""
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    hits = (hit for folder in folders for pattern in JAPANESE_FONTS for hit in folder.rglob(pattern))
    return next(hits, None)


NEEDS: dict[str, dict[str, Callable[[], object]]] = {
    "run": {"python3-venv": lambda: find_spec("ensurepip")},
    "test": {
        "postgresql": postgres_bin,
        "chromium": chromium,
        "fonts-morisawa-bizud-gothic": japanese_font,
    },
}


def install(packages: list[str]) -> bool:
    """Try apt-get as root or through a sudo that asks nothing; True when it went through."""
    if not shutil.which("apt-get") or (os.geteuid() and not shutil.which("sudo")):
        return False
    prefix = ["sudo", "-n"] if os.geteuid() else []
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = [["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]]
    return all(
        subprocess.run([*prefix, "apt-get", *step], env=quiet, check=False).returncode == 0 for step in steps
    )


def main(purpose: str) -> int:
    """Install what ``purpose`` (run or test) lacks; 1 with a clear message when that cannot be done."""
    missing = [package for package, found in NEEDS[purpose].items() if not found()]
    if not missing or (install(missing) and all(NEEDS[purpose][package]() for package in missing)):
        return 0
    print(
        f"足りないものがあります: {'、'.join(missing)}。次のように入れてから、もう一度実行してください。",
        file=sys.stderr,
    )
    print(f"  sudo apt-get install -y --no-install-recommends {' '.join(missing)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
