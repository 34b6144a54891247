"""``{% load meetings %}``: words of decisions."""

from django import template

from tomoni.meetings.rules import outcome_label

register = template.Library()


@register.filter
def outcome(code: str) -> str:
    """The word of a decision."""
    return outcome_label(code)
