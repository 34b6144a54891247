"""``{% load practice %}``: words for codes."""

from django import template

from tomoni.practice import codes, current

register = template.Library()


@register.filter
def coded(code: str, listing: str) -> str:
    """``{{ meeting.kind|coded:"meeting_kinds" }}``: the word of a code; nothing for no code."""
    return codes(listing).label(code) if code else ""


@register.filter
def model_word(code: str, listing: str) -> str:
    """``{{ level|model_word:"involvement" }}``: the word of the practice model."""
    return current().label(listing, code) if code else ""
