"""How long things may be, in lines of code: docstrings, comments and blank lines are free.

Long functions and files are where concepts hide, so the figures of the house are hard limits.
"""

import ast
import io
import re
import tokenize
from pathlib import Path
from statistics import median

from tools.tree import FunctionNode, modules, own_static, plays, syntax, templates, where

FUNCTION_MEDIAN, FUNCTION_MOST, FUNCTION_MAX, VIEW_MAX = 8, 25, 50, 30
FILE_MEDIAN, FILE_MAX, TEST_FILE_MAX = 100, 350, 500
TEMPLATE_MAX, JAVASCRIPT_MAX, DEPENDENCIES_MAX = 200, 3000, 35
FREE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(path: Path) -> set[int]:
    """The numbers of the lines that hold code."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type not in FREE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(syntax(path)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def functions(path: Path) -> list[tuple[int, FunctionNode]]:
    """Each function with its length: signature and body, decorators left out."""
    lines = code_lines(path)
    nodes = [node for node in ast.walk(syntax(path)) if isinstance(node, FunctionNode)]
    return [(len(lines & set(range(node.lineno, (node.end_lineno or 0) + 1))), node) for node in nodes]


def python_problems(root: Path) -> list[str]:
    """Single functions and files that are too long, in the package, the tools and the tests."""
    found = []
    own = [*modules(root), *sorted((root / "tools").glob("*.py"))]
    for path in [*own, *sorted((root / "tests").rglob("*.py"))]:
        view = path in own and path.is_relative_to(root / "src") and plays(root, path, "views")
        limit = VIEW_MAX if view else FUNCTION_MAX
        for length, node in functions(path):
            if length > limit:
                found.append(
                    f"{where(root, path, node.lineno)} {node.name} has {length} code lines, at most {limit}"
                )
        size, limit = len(code_lines(path)), FILE_MAX if path in own else TEST_FILE_MAX
        if size > limit:
            found.append(f"{where(root, path)} has {size} code lines, at most {limit}")
    return found


def figures(root: Path) -> dict[str, float]:
    """The measured figures of the package; 0 where there is nothing yet."""
    lengths = sorted(length for path in modules(root) for length, _ in functions(path))
    sizes = sorted(size for size in (len(code_lines(path)) for path in modules(root)) if size)
    scripts = [
        line.strip() for path in own_static(root, ".js") for line in path.read_text("utf-8").splitlines()
    ]
    return {
        "functions": len(lengths),
        "function median": median(lengths) if lengths else 0,
        "function nine in ten": lengths[(len(lengths) * 9 - 1) // 10] if lengths else 0,
        "files": len(sizes),
        "file median": median(sizes) if sizes else 0,
        "own JavaScript": sum(1 for line in scripts if line and not line.startswith(("//", "/*", "*"))),
        "runtime dependencies": len(dependencies(root)),
    }


def dependencies(root: Path) -> list[str]:
    """Names of the direct runtime dependencies."""
    path = root / "requirements/runtime.in"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [
        re.split(r"[\[<>=~! ]", line)[0] for line in lines if line.strip() and not line.startswith(("#", "-"))
    ]


def problems(root: Path) -> list[str]:
    """Everything beyond its budget, one line each."""
    found, measured = python_problems(root), figures(root)
    for path in templates(root):
        size = len(path.read_text(encoding="utf-8").splitlines())
        if size > TEMPLATE_MAX:
            found.append(f"{where(root, path)} has {size} lines, at most {TEMPLATE_MAX}")
    limits = {
        "function median": FUNCTION_MEDIAN,
        "function nine in ten": FUNCTION_MOST,
        "file median": FILE_MEDIAN,
        "own JavaScript": JAVASCRIPT_MAX,
        "runtime dependencies": DEPENDENCIES_MAX,
    }
    found += [
        f"{name} is {measured[name]:g}, at most {most}"
        for name, most in limits.items()
        if measured[name] > most
    ]
    record = root / "docs/decisions/0002-dependencies.md"
    reasons = record.read_text(encoding="utf-8") if record.exists() else ""
    found += [
        f"{name} has no line in {record.relative_to(root)}"
        for name in dependencies(root)
        if f"`{name}`" not in reasons
    ]
    return found


def summary(root: Path) -> str:
    """The figures for the log, so that growth is seen before it hurts."""
    return " (" + ", ".join(f"{name} {figure:g}" for name, figure in figures(root).items()) + ")"
