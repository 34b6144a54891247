"""``{% load telling %}``: what can be done with a statement about a case, and from when until when it was so."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tomoni.ui import markup

register = template.Library()


@register.inclusion_tag("cases/parts/telling.html", takes_context=True)
def telling(context: template.Context, thread: Any) -> dict[str, Any]:
    """Write anew, end, take back, for whoever may; and what it said before it was corrected."""
    fact, may_write = thread.fact, bool(context.get("may_write"))
    doors = (
        ["correct", *(["end"] if fact.ends and not fact.valid_until else []), "retract"] if may_write else []
    )
    folder, kind = fact._meta.app_label, fact._meta.model_name
    ways = {door: reverse(f"{folder}:{door}", args=[kind, fact.ref]) for door in doors}
    return {"fact": fact, "earlier": thread.earlier, "ways": ways}


@register.simple_tag
def span(fact: Any) -> SafeString:
    """``{% span fact %}``: since when it was so, and that it has ended."""
    since = markup.day(fact.valid_from, short=True)
    return format_html('<span class="soft small">{}から</span>{}', since, over(fact))


@register.simple_tag
def over(fact: Any) -> SafeString:
    """``{% over fact %}``: until when it was so; nothing for what goes on."""
    if not fact.valid_until:
        return SafeString("")
    return format_html('　<span class="tag">{}まで</span>', markup.day(fact.valid_until, short=True))


@register.filter
def going_on(rows: Iterable[Any]) -> list[Any]:
    """``{% for thread in threads|going_on %}``: those that have not ended; of threads, or of rows with their thread."""
    return [row for row in rows if not _fact(row).valid_until]


@register.filter
def ended(rows: Iterable[Any]) -> list[Any]:
    """``{% if threads|ended %}``: those that have ended, to be folded below."""
    return [row for row in rows if _fact(row).valid_until]


@register.simple_tag
def nothing_stands(rows: Iterable[Any], words: str) -> SafeString:
    """``{% nothing_stands threads "まだ書かれていません。" %}``: where none goes on; those that ended are named, not denied."""
    over = ended(rows)
    said = "いま続いているものはありません。終わったものは、下にたたんであります。" if over else words
    return format_html('<p class="soft">{}</p>', said)


def _fact(row: Any) -> Any:
    thread = row[0] if isinstance(row, tuple) else getattr(row, "thread", row)
    return thread.fact
