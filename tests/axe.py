"""Asking axe what stands in the way of people on a page: WCAG 2.2, levels A and AA."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Beyond the criteria: every page says what it is, and no heading is empty.
RULES = {"empty-heading": {"enabled": True}, "page-has-heading-one": {"enabled": True}}
ASKED = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": RULES,
    "resultTypes": ["violations", "incomplete"],
}
Found = list[tuple[str, str]]


@dataclass(frozen=True)
class Said:
    """What axe is sure of, and what it leaves to people: rule and element for each."""

    violations: Found
    incomplete: Found


def ask(page: Page) -> Said:
    """What axe says of the page as it stands."""
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    said: dict[str, Any] = page.evaluate(f"axe.run({json.dumps(ASKED)})")
    return Said(_nodes(said["violations"]), _nodes(said["incomplete"]))


def violations(page: Page) -> Found:
    """What axe is sure of."""
    return ask(page).violations


def _nodes(results: list[dict[str, Any]]) -> Found:
    return [(each["id"], node["html"]) for each in results for node in each["nodes"]]
