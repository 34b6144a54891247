"""Links as data: navigation, menus, tabs and breadcrumbs are lists of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Link:
    """A place to go. ``current`` marks where the reader is; ``note`` stands small behind the label."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    note: str = ""


def address(name: str) -> str:
    """The address of a page by its name, or nothing while that page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def existing(entries: Iterable[tuple[str, str, str]]) -> list[Link]:
    """Links for (label, page name, icon), without the pages that do not exist."""
    links = [Link(label, address(name), icon) for label, name, icon in entries]
    return [link for link in links if link.url]


def with_current(links: list[Link], path: str) -> list[Link]:
    """The same links, the one whose address holds the path most closely marked as current; ``/`` holds itself only."""
    holding = [
        link.url for link in links if path == link.url or (link.url != "/" and path.startswith(link.url))
    ]
    nearest = max(holding, key=len, default=None)
    return [replace(link, current=link.url == nearest) for link in links]
