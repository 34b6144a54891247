"""``{% load telling %}``: what can be done with a statement about a case."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("cases/parts/telling.html", takes_context=True)
def telling(context: template.Context, thread: Any) -> dict[str, Any]:
    """Write anew, end, take back, for whoever may; and what it said before it was corrected."""
    fact, may_write = thread.fact, bool(context.get("may_write"))
    doors = ["correct", *([] if fact.valid_until else ["end"]), "retract"] if may_write else []
    folder, kind = fact._meta.app_label, fact._meta.model_name
    ways = {door: reverse(f"{folder}:{door}", args=[kind, fact.ref]) for door in doors}
    return {"fact": fact, "earlier": thread.earlier, "ways": ways}
