"""``{% load tomoni %}``: the components of every page; ``/ui/`` shows each in every state.

A component refuses attributes and kinds it does not know, so that a typing error is found by the first test.
"""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import Form
from django.template import Context, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from tomoni.calendar import Day
from tomoni.practice.words import say as words_for
from tomoni.ui import markup
from tomoni.ui.links import Link
from tomoni.ui.renderer import problems

register = template.Library()

SIGNALS = {"safety": "安全", "promise": "約束", "due": "期日", "message": "便り", "good": "うれしいこと"}
_AGE = re.compile(r"\d+(?:〜\d+)?[^\d〜]*|\D+")


def known(value: str, allowed: str) -> str:
    """The value, if it is one of the words in ``allowed``."""
    if value and value not in allowed.split():
        raise TemplateSyntaxError(f"{value!r} is not one of: {allowed}")
    return value


# Text


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "note" %}``: a symbol; give a label only where no word stands beside it."""
    return markup.icon(name, label)


@register.simple_tag
def name(written: str, reading: str = "") -> SafeString:
    """``{% name person.name person.reading %}``: a name with its reading above it."""
    return markup.ruby(written, reading)


@register.simple_tag
def tag(label: str, tone: str = "") -> SafeString:
    """A short word about a thing, never to be pressed. Tones: accent, filled, attention."""
    return format_html('<span class="tag {}">{}</span>', known(tone, "accent filled attention"), label)


@register.simple_tag
def signal(kind: str, label: str = "") -> SafeString:
    """One of the five signals, by sign, word and (safety only) red."""
    known(kind, " ".join(SIGNALS))
    return format_html('<span class="signal {}">{}{}</span>', kind, markup.icon(kind), label or SIGNALS[kind])


@register.simple_tag
def day(value: Day | date | None, *, weekday: bool = False, short: bool = False) -> SafeString:
    """``{% day child.born %}``: a day of the era, the western year on hover and in print."""
    return markup.day(value, weekday=weekday, short=short)


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """``{% moment note.recorded_at %}``: day, weekday and time."""
    return markup.moment(value)


@register.filter
def hours_from(due: datetime, at: datetime) -> str:
    """``{{ due_at|hours_from:moment }}``: how far two moments are apart, in clock hours: the clock after a 通告 knows no
    holidays. Minutes are told below ten hours.
    """
    minutes = int(abs((due - at).total_seconds()) // 60)
    return f"{minutes // 60}時間{minutes % 60}分" if minutes < 600 else f"{minutes // 60}時間"


@register.simple_tag
def period(start: Day | date | None, end: Day | date | None = None) -> SafeString:
    """``{% period plan.from plan.until %}``: from one day to another, open where nothing is set."""
    return markup.period(start, end)


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, readers: str = "", **values: object) -> SafeString:
    """``{% say "exit.button" %}``: words of ``content/words`` for whom the page is for, or for other ``readers``.

    Names in braces take their values from the tag; text stays text, whoever wrote it.
    """
    text = escape(words_for(key, readers or context["frame"].register))
    return format_html(text, **values) if values else SafeString(text)


# Things to press


@register.simple_tag
def button(
    label: str,
    kind: str = "",
    icon: str = "",
    *,
    type: str = "submit",  # noqa: A002
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    small: bool = False,
    disabled: bool = False,
) -> SafeString:
    """``{% button "保存する" %}``. Kinds: second, quiet. One plain button on a page, for what the page is for."""
    look = f"button {known(kind, 'second quiet')}{' small' if small else ''}".strip()
    rest = markup.attributes(
        type=known(type, "submit button reset"),
        name=name,
        value=value,
        form=form,
        formaction=formaction,
        disabled=disabled,
    )
    return format_html(
        '<button class="{}"{}>{}{}</button>', look, rest, markup.icon(icon) if icon else "", label
    )


@register.simple_tag
def link_button(label: str, href: str, kind: str = "", icon: str = "", *, small: bool = False) -> SafeString:
    """A link that looks like a button: for going somewhere, never for changing something."""
    look = f"button {known(kind, 'second quiet')}{' small' if small else ''}".strip()
    return format_html(
        '<a class="{}" href="{}">{}{}</a>', look, href, markup.icon(icon) if icon else "", label
    )


# People


@register.simple_block_tag(end_name="endperson")
def person(
    content: str,
    name: str,
    reading: str = "",
    age: str | int = "",
    *,
    role: str = "",
    href: str = "",
    child: bool = False,
) -> SafeString:
    """The card of a person: age, name with reading, role in the family; between the tags what else matters today.

    ``age`` is a number of years or a text such as ``1歳6か月``; ``child`` marks whom this is about.
    """
    shown = {
        "name": markup.ruby(name, reading),
        "age": _AGE.findall(f"{age}歳" if str(age).isdigit() else str(age)),
        "role": role,
        "href": href,
        "child": child,
        "content": content.strip() and content,
    }
    return render_to_string("ui/parts/person.html", shown)


@register.simple_block_tag(end_name="endwords")
def words(content: str, by: str, day: SafeString | str = "") -> SafeString:
    """What somebody said, in their own words, with who said it and when."""
    foot = format_html("<footer>— {}{}</footer>", by, format_html("（{}）", day) if day else "")
    return format_html('<blockquote class="words">{}{}</blockquote>', content, foot)


# Lists and tables


@register.simple_block_tag(end_name="endfacts")
def facts(content: str) -> SafeString:
    """A table of facts: ``{% facts %}{% fact "学校" %}…{% endfact %}{% endfacts %}``."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag(end_name="endfact")
def fact(content: str, label: str) -> SafeString:
    """One fact. What is not known stays visible as 未記入."""
    shown = content if content.strip() else SafeString('<span class="soft">未記入</span>')
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown)


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, *, titled: bool = False) -> SafeString:
    """A table; rows are written between the tags. On a narrow screen it scrolls by itself, or, when its cells name
    their head in ``data-label``, puts them below each other. ``titled``: the heading above says what it is, so the
    caption is only heard.
    """
    look = SafeString(' class="hidden-text"') if titled else ""
    return format_html(
        '<div class="scroll" role="region" aria-label="{}" tabindex="0"><table class="table"><caption{}>{}</caption>{}</table></div>',
        caption,
        look,
        caption,
        content,
    )


@register.simple_block_tag(end_name="endentry")
def entry(
    content: str, title: str, day: SafeString | str = "", by: str = "", *, kind: str = "", href: str = ""
) -> SafeString:
    """One entry of a chronology; stands in ``<ol class="timeline">``. Kinds: good, safety."""
    shown = {
        "title": title,
        "day": day,
        "by": by,
        "kind": known(kind, "good safety"),
        "href": href,
        "content": content,
    }
    return render_to_string("ui/parts/entry.html", shown)


@register.simple_block_tag(end_name="endnothing")
def nothing(content: str, title: str) -> SafeString:
    """The empty state: what would stand here, and between the tags how it comes here."""
    return render_to_string("ui/empty.html", {"title": title, "content": content})


# Finding one's way


@register.simple_tag
def crumbs(links: list[Link]) -> SafeString:
    """The way to this page; the page itself is not in it, its heading follows."""
    items = format_html_join("", '<li><a href="{}">{}</a></li>', ((link.url, link.label) for link in links))
    return format_html('<nav class="crumbs" aria-label="現在の場所"><ol>{}</ol></nav>', items)


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(links: list[Link], label: str) -> dict[str, Any]:
    """Pages that belong together, as links; the current one is marked."""
    return {"links": links, "label": label}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]") -> dict[str, Any]:
    """The way through a long list; the other search words stay in the address."""
    return {"request": context["request"], "page": page}


# Notices and what can be opened


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, tone: str = "info") -> SafeString:
    """A notice within a page. Tones: info, done, attention; safety only where a child's safety is at stake."""
    sign = markup.icon(known(tone, "info done attention safety"))
    return format_html('<div class="notice {}">{}<div>{}</div></div>', tone, sign, content)


@register.simple_block_tag(end_name="enddisclosure")
def disclosure(content: str, title: str, *, opened: bool = False) -> SafeString:
    """Something that can be opened; nothing that must be read stands in it."""
    opening = markup.attributes(open=opened)
    head = format_html('<details class="more"{}><summary>{}</summary>', opening, title)
    return head + format_html('<div class="inside stack">{}</div></details>', content)


# Forms


@register.inclusion_tag("ui/form/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """All errors of a form with links to their fields, at the top of the page; ``{{ form }}`` brings its own."""
    return {"problems": problems(form)}


@register.simple_tag
def hidden_fields(form: Form) -> SafeString:
    """The hidden fields of a form whose visible fields the page places itself."""
    return format_html_join("", "{}", ((field,) for field in form.hidden_fields()))


@register.simple_block_tag(end_name="endgroup")
def group(content: str, legend: str, hint: str = "") -> SafeString:
    """Several fields that answer one question."""
    told = format_html('<p class="hint">{}</p>', hint) if hint else ""
    return format_html(
        '<fieldset class="group"><legend class="big">{}</legend>{}{}</fieldset>', legend, told, content
    )


@register.simple_tag
def autosave(url: str, key: str) -> SafeString:
    """Inside a ``<form>``: keeps a draft under ``key`` at the address ``url`` while somebody writes."""
    return format_html('<auto-save data-url="{}" data-key="{}"></auto-save>', url, key)
