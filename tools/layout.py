"""One shape for every folder of the domain, so that who knows one knows all.

The eight files and the leaves of the house; any of them may be a package of one module per concept.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.tree import DOMAIN, PACKAGE, inside, modules, plays, syntax, where

FILES = {
    *("__init__", "apps", "models", "rules", "queries", "actions", "forms", "views", "urls"),
    *(
        "tasks",
        "exports",
        "choices",
        "index",
        "telling",
    ),  # leaves; index: what the search index knows of the folder's rows; telling: its kinds of statement about a case
}
FOLDERS = {"migrations", "management", "templates", "templatetags", "static", "drawing"}
SHAPELESS = re.compile(r"(^|_)(utils?|helpers?|services?|managers?|signals?|common|misc)(_|$)")
TESTS_BESIDE = {"walk", "browser", "docs", "tools"}
# What a file of one role must not import from any folder: the arrow inside a folder points to the models.
BELOW = {
    "rules": {"models", "queries", "actions", "forms", "views", "urls"},
    "models": {"queries", "actions", "forms", "views", "urls"},
    "queries": {"actions", "forms", "views", "urls"},
    "actions": {"forms", "views", "urls"},
    "forms": {"views", "urls"},
}


def problems(root: Path) -> list[str]:
    """Files that are misnamed or misplaced, one line each."""
    found = []
    for path in modules(root, migrations=True):
        found += [*_name(root, path), *_imports(root, path)]
    tested = {path.relative_to(root / "tests").parts[0] for path in (root / "tests").rglob("*/test_*.py")}
    astray = sorted(name for name in tested - TESTS_BESIDE if not (root / PACKAGE / name).is_dir())
    found += [f"tests/{name} mirrors no folder of {PACKAGE}" for name in astray]
    return found


def _name(root: Path, path: Path) -> Iterator[str]:
    parts = inside(root, path).with_suffix("").parts
    if any(SHAPELESS.search(part) for part in parts):
        yield f"{where(root, path)} has a name that says nothing: name the concept"
    if "migrations" in parts and "_auto_" in path.name:
        yield f"{where(root, path)} is named by a clock: say what the migration does"
    if parts[0] in DOMAIN and len(parts) > 1 and parts[1] not in FILES | FOLDERS:
        yield f"{where(root, path)} is none of the eight files or leaves of a domain folder"


def _imports(root: Path, path: Path) -> Iterator[str]:
    role = next((role for role in BELOW if plays(root, path, role)), "")
    for node in ast.walk(syntax(path)):
        if role and isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tomoni."):
            names = {*(node.module or "").split(".")[2:3], *(alias.name for alias in node.names)}
            for upper in sorted(names & BELOW[role]):
                yield f"{where(root, path, node.lineno)} {role} must not import {upper}"
