"""Nobody but an action saves a domain model: a change has one place that asks, writes, journals and tells."""

import ast
from fnmatch import fnmatch
from pathlib import Path

from tools.tree import DOMAIN, FunctionNode, calls, inside, modules, plays, syntax, where

ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# Files and dictionaries have methods of these names too, but those take a value; a model's take none, or keywords.
WITHOUT_VALUE = {"save", "create", "delete", "update"}
ALLOWED = {
    "journal/*": "the journal records actions and cannot be one",
    "jobs/daily.py": "whoever writes the row of the day first runs the job: the row is the lock",
    "tenancy/numbers.py": "draws a running number inside the action that needs it",
}


def writes(call: ast.Call, name: str) -> bool:
    """Whether the call writes rows. ``super().save()`` does not count: the outer save is what gets judged."""
    name = name.removeprefix("a") if name.removeprefix("a") in ALWAYS | WITHOUT_VALUE else name
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(receiver, ast.Call) and getattr(receiver.func, "id", "") == "super":
        return False
    if name in ALWAYS:
        return True
    if name not in WITHOUT_VALUE or call.args or receiver is None:
        return False
    return name != "update" or bool(call.keywords)


def acting(root: Path, path: Path) -> set[int]:
    """Lines of functions that are actions by their decorator. The domain keeps those in ``actions`` all the same."""
    if inside(root, path).parts[0] in DOMAIN:
        return set()
    lines: set[int] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, FunctionNode) and any(
            ast.unparse(each).startswith("action(") for each in node.decorator_list
        ):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def problems(root: Path) -> list[str]:
    """Writes outside actions, one line each."""
    found = []
    for path in modules(root):
        place = inside(root, path).as_posix()
        if plays(root, path, "actions") or any(fnmatch(place, pattern) for pattern in ALLOWED):
            continue
        actions = acting(root, path)
        for call, name in calls(path):
            if call.lineno not in actions and writes(call, name):
                found.append(
                    f"{where(root, path, call.lineno)} .{name}() outside actions: move it into an action"
                )
    return found
