"""``{% load resources %}``: words for codes of the directory."""

from django import template

from tomoni.practice import codes

register = template.Library()


@register.filter
def organisation_kind(code: str) -> str:
    """What people read for a code of ``organisation_kinds``."""
    return codes("organisation_kinds").label(code)
