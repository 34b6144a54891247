"""Run the gates: all of them, or those named (``python -m tools budgets words``)."""

import sys
from importlib import import_module
from pathlib import Path

GATES = ["budgets", "layout", "writes", "opened", "inline", "words", "glossary", "docs", "locks"]


def main(names: list[str]) -> int:
    """Print what each gate found; 1 when any found something."""
    found = 0
    for name in names or GATES:
        gate = import_module(f"tools.{name}")
        problems = gate.problems(Path.cwd())
        print(
            f"{name}: {len(problems) or 'ok'}{gate.summary(Path.cwd()) if hasattr(gate, 'summary') else ''}"
        )
        for problem in problems:
            print(f"  {problem}")
        found += len(problems)
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SyntaxError as unreadable:
        sys.exit(f"{unreadable.filename}:{unreadable.lineno} {unreadable.msg}")
