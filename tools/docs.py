"""What the documents tell people to type exists: commands of ``tomoni``, targets of ``make``, settings.

Only what stands in code (backticks or fenced blocks) is read, so that prose may say "make sense".
"""

import ast
import re
from pathlib import Path

import django
from django.core.management import find_commands

from tools.tree import PACKAGE, syntax

SETTINGS, SETTINGS_PAGE = f"{PACKAGE}/config/settings.py", "docs/administrator/settings.md"
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
TOMONI = re.compile(r"(?:^|[\s`/])tomoni +([a-z][\w-]*)(?: +([a-z]+)(?![\w./=-]))?")
MAKE = re.compile(r"(?:^|[\s`&;])make +([a-z][\w-]*)")
NAME = re.compile(r"TOMONI_[A-Z0-9_]+")


def pages(root: Path) -> list[Path]:
    """The pages that people read: those at the top and those in docs."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def commands(root: Path) -> dict[str, str]:
    """Commands by name with their source; Django's own have none."""
    own = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (root / PACKAGE).glob("*/management/commands/[a-z]*.py")
    }
    return dict.fromkeys(find_commands(f"{Path(django.__file__).parent}/core/management"), "") | own


def targets(root: Path) -> set[str]:
    """Targets of the Makefile."""
    path = root / "Makefile"
    return (
        set(re.findall(r"^([a-z][\w-]*):", path.read_text(encoding="utf-8"), re.MULTILINE))
        if path.exists()
        else set()
    )


def problems(root: Path) -> list[str]:
    """Commands and settings that exist on one side only."""
    known, made, found = commands(root), targets(root), []
    for path in pages(root):
        name = path.relative_to(root).as_posix()
        for block in CODE.findall(path.read_text(encoding="utf-8")):
            found += [
                f"{name}: no command `tomoni {word}`"
                for word, _ in TOMONI.findall(block)
                if word not in known
            ]
            for word, verb in TOMONI.findall(block):
                source = known.get(word, "")
                if verb and "add_subparsers" in source and f'"{verb}"' not in source:
                    found.append(f"{name}: `tomoni {word}` has no `{verb}`")
            found += [f"{name}: no target `make {word}`" for word in MAKE.findall(block) if word not in made]
    return found + _settings(root)


def _settings(root: Path) -> list[str]:
    if not (root / SETTINGS).exists():
        return []
    constants = [node.value for node in ast.walk(syntax(root / SETTINGS)) if isinstance(node, ast.Constant)]
    read = {text for text in constants if isinstance(text, str) and NAME.fullmatch(text)}
    if not (root / SETTINGS_PAGE).exists():
        return [f"{SETTINGS_PAGE} is missing: it describes the {len(read)} settings that {SETTINGS} reads"]
    told = set(NAME.findall((root / SETTINGS_PAGE).read_text(encoding="utf-8")))
    # Any setting may come from a file named by NAME_FILE, which the page tells once.
    dead = {name for name in told - read if name.removesuffix("_FILE") not in read}
    return [
        *(f"{SETTINGS_PAGE} does not describe {name}" for name in sorted(read - told)),
        *(f"{SETTINGS_PAGE} describes {name}, which {SETTINGS} does not read" for name in sorted(dead)),
    ]
