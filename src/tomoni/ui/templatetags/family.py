"""``{% load family %}{% family_frame family %}``: head and tabs of a family's pages."""

from typing import Any

from django import template
from django.template import Context

from tomoni.ui.framing import filled

register = template.Library()


@register.inclusion_tag("ui/parts/family_frame.html", takes_context=True)
def family_frame(context: Context, family: Any) -> dict[str, Any]:
    """Who the family is, how it stands, and its pages as tabs."""
    request = context["request"]
    return filled(request.viewer, family, request.path)
