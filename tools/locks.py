"""The locks belong to what they lock: every wish is pinned with its hash, once, and no address of an index is named."""

import json
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LISTS = ["build", "runtime", "dev"]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


def wishes(path: Path) -> list[Requirement]:
    """The requirements of an ``.in`` file, those it includes left to their own file."""
    lines = [line.split(" #")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def pins(path: Path) -> dict[str, set[str]]:
    """Versions by name; one name may be pinned once for each kind of machine."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if pin := PINNED.match(line):
            found.setdefault(canonicalize_name(pin[1]), set()).add(pin[2])
    return found


def problems(root: Path) -> list[str]:
    """Locks that are stale, without hash, or name an address."""
    found, folder = [], root / "requirements"
    for name in LISTS:
        lock = folder / f"{name}.txt"
        pinned = pins(lock)
        for wish in wishes(folder / f"{name}.in"):
            versions = pinned.get(canonicalize_name(wish.name), set())
            if not versions or not all(
                wish.specifier.contains(version, prereleases=True) for version in versions
            ):
                found.append(f"{lock.name} does not pin {wish}: run `make lock`")
        text = lock.read_text(encoding="utf-8")
        if "://" in text or "--index" in text:
            found.append(f"{lock.name} names an address")
        entries = re.split(r"\n(?=\S)", text)
        found += [
            f"{lock.name}: {entry.split()[0]} has no hash"
            for entry in entries
            if PINNED.match(entry) and "--hash=" not in entry
        ]
    runtime, dev = pins(folder / "runtime.txt"), pins(folder / "dev.txt")
    found += [
        f"dev.txt pins another {name} than runtime.txt" for name in runtime if dev.get(name) != runtime[name]
    ]
    return found + _npm(root)


def _npm(root: Path) -> list[str]:
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = package.get("dependencies", {}) | package.get("devDependencies", {})
    found = [
        f"package-lock.json: {path} names an address" for path, entry in lock.items() if "resolved" in entry
    ]
    for name, version in wanted.items():
        if lock.get(f"node_modules/{name}", {}).get("version") != version:
            found.append(f"package-lock.json does not pin {name} {version} exactly: run `make lock`")
    return found
