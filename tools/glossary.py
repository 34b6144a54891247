"""One list of words: every model and every set of choices stands in the glossary, and every word names something.

The glossary is a Markdown table, 用語 | English | code | table | source. ``code`` is a class in backticks, written
``folder.Class`` where two folders share a name; ``table`` is the database table, or empty for choices. Classes that
are neither (``Viewer``, ``Day``) may have a row.
"""

from collections import Counter
from pathlib import Path

from tools.tree import CHOICE_ROOTS, Class, classes, descend, inside, models, where

GLOSSARY = "docs/developer/glossary.md"
COLUMNS = ["用語", "English", "code", "table", "source"]


def rows(text: str) -> list[dict[str, str]]:
    """The table's rows by column, backticks taken off; other tables and prose are passed over."""
    lines = [line.strip().strip("|") for line in text.splitlines() if line.strip().startswith("|")]
    cells = [[cell.strip().strip("`") for cell in line.split("|")] for line in lines]
    full = [row for row in cells if len(row) == len(COLUMNS) and row != COLUMNS and set(row[0]) - set("-: ")]
    return [dict(zip(COLUMNS, row, strict=True)) for row in full]


def folder(root: Path, found: Class) -> str:
    """The folder of a class, which is also its app's label."""
    return inside(root, found.path).parts[0]


def table(root: Path, found: Class) -> str:
    """The database table of a model, as Django names it."""
    return str(found.meta.get("db_table") or f"{folder(root, found)}_{found.name.lower()}")


def problems(root: Path) -> list[str]:
    """Words that are missing, superfluous, doubled or incomplete."""
    path = root / GLOSSARY
    if not path.exists():
        return [f"{GLOSSARY} is missing: start it with the row | {' | '.join(COLUMNS)} |"]
    entries = rows(path.read_text(encoding="utf-8"))
    tables, known = models(root), classes(root)
    wanted = tables + descend(known, CHOICE_ROOTS)
    existing = {each.name for each in known} | {f"{folder(root, each)}.{each.name}" for each in known}
    names = Counter(each.name for each in wanted)
    labels = {
        each.name if names[each.name] == 1 else f"{folder(root, each)}.{each.name}": each for each in wanted
    }
    written = Counter(row["code"] for row in entries)
    found = [
        f"{where(root, each.path, each.line)} {label} has no row in {GLOSSARY}"
        for label, each in labels.items()
        if label not in written
    ]
    found += [f"{GLOSSARY}: {code} stands {times} times" for code, times in written.items() if times > 1]
    for row in entries:
        named = labels.get(row["code"])
        if row["code"] not in existing:
            found.append(f"{GLOSSARY}: {row['用語']} names {row['code']}, which is no class of the program")
        elif named in tables and row["table"] != table(root, named):
            found.append(
                f"{GLOSSARY}: {row['用語']} names table {row['table'] or '(none)'}, it is {table(root, named)}"
            )
        if not (row["用語"] and row["English"]):
            found.append(f"{GLOSSARY}: {row['code']} lacks its Japanese or its English word")
    return found
