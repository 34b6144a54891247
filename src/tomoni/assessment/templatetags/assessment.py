"""``{% load assessment %}``: words of the assessment."""

from django import template

from tomoni.assessment.models import Need, Strength, Supporter
from tomoni.practice import codes, load

register = template.Library()


@register.filter
def need_kind(need: Need) -> str:
    """What the need is called, in the model its case is kept under."""
    needs = load(need.case.pack).needs
    return needs.label(need.kind) if need.kind in needs else codes("household_needs").label(need.kind)


@register.filter
def picture(need: Need) -> str:
    """The picture the need falls short of; empty when none was chosen."""
    return load(need.case.pack).pictures.label(need.picture) if need.picture else ""


@register.filter
def who(row: Strength | Supporter) -> str:
    """Whose strength, or who the supporter is."""
    return row.person.name if row.person else row.organisation.name if row.organisation else row.name
