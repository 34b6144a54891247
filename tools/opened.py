"""Rows are reached in models, queries and actions only, and a tenant's rows only after somebody said for whom.

``visible_to(viewer)`` and ``for_system(reason)`` are the two doors; the guard refuses at run time, this gate before it.
"""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tools.tree import DOMAIN, calls, classes, descend, inside, modules, plays, syntax, where

ROLES = ("models", "queries", "actions", "index")
DOORS = {"visible_to", "for_system"}
MANAGERS = {"objects", "_base_manager", "_default_manager", "within_tenant"}
RAW = {"raw", "extra", "RawSQL", "cursor", "Subquery", "Exists", "for_system", "unshown"}
PAST_BOTH = {"QuerySet", "GuardedQuerySet", "Query"}  # made by hand, they ask at no door
NEW_ROWS = {"create", "bulk_create"}  # a new row reads nothing
BY_KEYWORD = {"filter", "exclude", "get", "Q", "update", "aggregate", "annotate"}
BY_TEXT = {
    "order_by",
    "values",
    "values_list",
    "select_related",
    "prefetch_related",
    "only",
    "defer",
    "distinct",
}
EXPRESSIONS = {"F", "OuterRef", "Count", "Sum", "Min", "Max", "Avg", "Prefetch"}
LOOKUPS = {
    *(
        "exact",
        "iexact",
        "in",
        "gt",
        "gte",
        "lt",
        "lte",
        "range",
        "isnull",
        "contains",
        "icontains",
        "startswith",
    ),
    *(
        "istartswith",
        "endswith",
        "iendswith",
        "regex",
        "iregex",
        "date",
        "year",
        "month",
        "day",
        "hour",
        "pk",
        "id",
    ),
}
ALLOWED = {
    "access/reach.py": "is the question who may see what; every door leads through it",
    "access/compiled.py": "keeps the SQL of that question, and asks none itself",
    "access/decide.py": "answers that question for one dossier",
    "access/facts.py": "the abstract model of facts and its queryset, under the name of the concept",
    "documents/files/pdfs.py": "counts the parts of a PDF, reads no table",
    "config/health.py": "asks the database whether it answers, reads no table",
    "config/diagnosis.py": "asks the database about its own roles, reads no table",
    "town/bench/actions.py": "fills a scratch database in bulk; never reached on a real one",
    "town/bench/report.py": "asks the database for its version and settings, reads no table",
    "tenancy/*": "builds the wall itself",
    "journal/*": "its own append-only store, read by its own queries",
}


def crossings(call: ast.Call, name: str) -> Iterator[str]:
    """Lookups in this call that step over a relation: ``case__family``, not ``due_at__lte``."""
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    words = [keyword.arg or "" for keyword in call.keywords] if name in BY_KEYWORD else []
    for lookup in [*words, *(texts if name in BY_TEXT | EXPRESSIONS else [])]:
        steps = lookup.lstrip("-").split("__")
        if any(step and step not in LOOKUPS for step in steps[1:]):
            yield lookup


def chains(path: Path) -> Iterator[tuple[ast.Attribute, list[str]]]:
    """Each ``X.objects`` with the names called on it, in order: ``["visible_to", "filter", "exists"]``."""
    holders = {child: parent for parent in ast.walk(syntax(path)) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield node, list(_called_on(node, holders))


def _called_on(node: ast.AST, holders: dict[ast.AST, ast.AST]) -> Iterator[str]:
    """Climb ``X.objects.a().b()`` from ``X.objects`` outwards; an argument of another call ends the chain."""
    outer = holders.get(node)
    if isinstance(outer, ast.Attribute):
        yield outer.attr
        yield from _called_on(outer, holders)
    elif isinstance(outer, ast.Call) and outer.func is node:
        yield from _called_on(outer, holders)


def plain(root: Path) -> set[str]:
    """Names of our classes that belong to no tenant."""
    known = classes(root)
    return (
        {each.name for each in known}
        - {each.name for each in descend(known, {"TenantModel"})}
        - {"TenantModel"}
    )


def foreign(path: Path) -> set[str]:
    """Names imported from other packages: their models know no tenant."""
    imports = [node for node in ast.walk(syntax(path)) if isinstance(node, ast.ImportFrom)]
    return {
        alias.name for node in imports if not (node.module or "").startswith("tomoni") for alias in node.names
    }


def problems(root: Path) -> list[str]:
    """Rows reached from the wrong place or through no door, one line each."""
    found: list[str] = []
    ours = plain(root)
    for path in modules(root):
        if any(fnmatch(inside(root, path).as_posix(), pattern) for pattern in ALLOWED):
            continue
        free = ours | foreign(path)
        found += [
            f"{where(root, path, call.lineno)} {name}() passes both doors: begin with Model.objects"
            for call, name in calls(path)
            if name in PAST_BOTH
        ]
        if plays(root, path, *ROLES):
            found += _unopened(root, path, free)
        else:
            # Rows of no tenant (municipalities, posts) are for the machinery to ask, not for pages, not for the domain.
            found += _misplaced(root, path, free if _machinery(root, path) else set())
    return found


def _machinery(root: Path, path: Path) -> bool:
    return inside(root, path).parts[0] not in DOMAIN and not plays(
        root, path, "views", "forms", "templatetags"
    )


def _owner(node: ast.Attribute) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""


def _unopened(root: Path, path: Path, free: set[str]) -> Iterator[str]:
    for node, names in chains(path):
        if _owner(node) not in free and not DOORS & set(names) and (names or [""])[0] not in NEW_ROWS:
            door = "without visible_to(viewer) or for_system(reason)"
            yield f"{where(root, path, node.lineno)} {_owner(node)}.{node.attr} {door}"


def _misplaced(root: Path, path: Path, free: set[str]) -> Iterator[str]:
    outside = "outside models, queries and actions"
    for node, _ in chains(path):
        if _owner(node) not in free:
            yield f"{where(root, path, node.lineno)} .{node.attr} {outside}: ask a query"
    for call, name in calls(path):
        if name in RAW:
            yield f"{where(root, path, call.lineno)} {name}() {outside}"
        for lookup in crossings(call, name):
            yield f"{where(root, path, call.lineno)} lookup {lookup} {outside}"
