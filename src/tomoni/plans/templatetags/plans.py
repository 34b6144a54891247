"""``{% load plans %}``: words of plans."""

from django import template

from tomoni.plans.models import Step
from tomoni.practice import codes

register = template.Library()


@register.filter
def doer(step: Step) -> str:
    """Who takes the step: the one named, or the kind of actor."""
    return named(step) or codes("step_actors").label(step.by)


def named(step: Step) -> str:
    """Who takes the step by name; empty when only the kind of actor is known."""
    if step.organisation:
        return step.organisation.name
    return f"{step.person.name}さん" if step.person else step.name
