"""Nothing in the project may name the place where it was built or the host of a package index.

Such names work on one machine, go stale, and tell strangers about somebody's network.
"""

import re
import subprocess
from pathlib import Path

from tools.tree import where

# Written apart, so that this file does not hold what it forbids.
INDEXES = ("py" + "pi", "python" + "hosted", "npm" + "js", r"deb\." + "debian", "yarn" + "pkg")
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.-])/(work|root|home/\w+)/"),
    "the host of a package index": re.compile(rf"\b({'|'.join(INDEXES)})\.(org|com)\b"),
}


def texts(root: Path) -> list[Path]:
    """Files that are, or would be, in the repository; in a bare folder all of them."""
    listing = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    said = subprocess.run(listing, capture_output=True, text=True, check=False)
    if said.returncode:
        return sorted(path for path in root.rglob("*") if path.is_file())
    return [path for name in said.stdout.split("\0") if name and (path := root / name).is_file()]


def problems(root: Path) -> list[str]:
    """Each line that names what it must not."""
    found = []
    for path in texts(root):
        content = path.read_bytes()
        if b"\0" in content[:4096]:
            continue
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
            found += [
                f"{where(root, path, number)} {what}"
                for what, pattern in FORBIDDEN.items()
                if pattern.search(line)
            ]
    return found
