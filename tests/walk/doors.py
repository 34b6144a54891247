"""Every door of the program, as Django's resolver knows it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def doors() -> dict[str, tuple[str, ...]]:
    """Names of all pages with the methods they take; where a view does not say, GET and POST."""
    return dict(_doors(get_resolver().url_patterns, ""))


def _doors(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _doors(pattern.url_patterns, space)
        else:
            page = getattr(pattern.callback, "tomoni_page", None)
            yield f"{prefix}{pattern.name}", page[0] if page else ("GET", "POST")
