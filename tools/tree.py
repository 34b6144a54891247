"""The source tree as the gates see it: its files, their syntax, and the classes that are models or choices."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

PACKAGE = "src/tomoni"
# The folders of practice, in house order; the others are foundation or edge.
DOMAIN = {
    *(
        "resources",
        "people",
        "families",
        "cases",
        "sharing",
        "contacts",
        "meetings",
        "intake",
        "assessment",
        "plans",
    ),
    *("support", "monitoring", "outcomes", "closing", "council", "permanency", "insight"),
}
MODEL_ROOTS = {"Model", "AbstractUser", "AbstractBaseUser", "AbstractBaseSession"}
CHOICE_ROOTS = {"TextChoices", "IntegerChoices"}
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def modules(root: Path, *, migrations: bool = False) -> list[Path]:
    """Python files of the package, sorted; migrations only when asked for."""
    found = sorted((root / PACKAGE).rglob("*.py"))
    return [path for path in found if migrations or "migrations" not in path.parts]


def templates(root: Path) -> list[Path]:
    """HTML templates of the package, sorted."""
    return sorted((root / PACKAGE).rglob("templates/**/*.html"))


def own_static(root: Path, suffix: str) -> list[Path]:
    """Static files that we wrote, those copied from packages left out."""
    return [
        path for path in sorted((root / PACKAGE).rglob(f"static/**/*{suffix}")) if "vendor" not in path.parts
    ]


def inside(root: Path, path: Path) -> Path:
    """The path relative to the package: ``cases/models.py``."""
    return path.relative_to(root / PACKAGE)


def plays(root: Path, path: Path, *roles: str) -> bool:
    """Whether a file is, or lies in a package of, one of these roles: ``cases/actions/close.py`` plays ``actions``."""
    return any(part.removesuffix(".py") in roles for part in inside(root, path).parts[1:])


def where(root: Path, path: Path, line: int = 0) -> str:
    """``src/tomoni/cases/models.py:12``, as editors understand it."""
    return f"{path.relative_to(root).as_posix()}:{line}" if line else path.relative_to(root).as_posix()


def syntax(path: Path) -> ast.Module:
    """The parsed file; read again only when it changed."""
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4096)
def _parsed(path: Path, _changed: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last part of the called name: ``a.b.save()`` gives ``save``."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call):
            called = node.func
            yield node, called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


@dataclass(frozen=True)
class Class:
    """A class of the package, by name: where it stands and the names of its bases."""

    name: str
    path: Path
    line: int
    bases: frozenset[str] = field(default_factory=frozenset)
    meta: dict[str, object] = field(default_factory=dict, hash=False)


def classes(root: Path) -> list[Class]:
    """Every class of the package, those inside other classes too (choices often are)."""
    return [
        Class(node.name, path, node.lineno, frozenset(map(_last, node.bases)), _meta(node))
        for path in modules(root)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ClassDef)
    ]


def descend(known: list[Class], roots: set[str]) -> list[Class]:
    """The classes that inherit, directly or through each other, from one of the root names."""
    names, grown = set(roots), True
    while grown:
        fresh = {each.name for each in known if each.bases & names} - names
        names, grown = names | fresh, bool(fresh)
    return [each for each in known if each.bases & names]


def models(root: Path) -> list[Class]:
    """Model classes with a table; abstract ones left out."""
    found = descend(classes(root), MODEL_ROOTS)
    return [each for each in found if not each.meta.get("abstract") and plays(root, each.path, "models")]


def _last(node: ast.expr) -> str:
    """``models.Model`` is known as ``Model``, ``Base[Any]`` as ``Base``."""
    if isinstance(node, ast.Subscript):
        return _last(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _meta(node: ast.ClassDef) -> dict[str, object]:
    inner = next((each for each in node.body if isinstance(each, ast.ClassDef) and each.name == "Meta"), None)
    constants = [each for each in (inner.body if inner else []) if isinstance(each, ast.Assign)]
    return {
        target.id: each.value.value
        for each in constants
        for target in each.targets
        if isinstance(target, ast.Name) and isinstance(each.value, ast.Constant)
    }
