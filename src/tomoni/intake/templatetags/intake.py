"""``{% load intake %}``: words about people and clocks."""

from django import template

from tomoni.calendar import today
from tomoni.families.choices import Relation
from tomoni.people.models import Person
from tomoni.practice import current

register = template.Library()
STATES = {
    "none": "期限なし",
    "running": "まだ会えていません",
    "late": "期限を過ぎています",
    "seen": "会えました",
    "seen_late": "期限のあとに会えました",
}


@register.filter
def years(person: Person) -> str:
    """The person's age today, for people."""
    return person.age_text(today())


@register.filter
def relation(code: str) -> str:
    """The word of a relation."""
    return str(Relation(code).label)


@register.filter
def explained(items: list[str]) -> list[str]:
    """The words of what was explained."""
    return [current().explanations.label(item) for item in items]


@register.filter
def clock_words(state: str) -> str:
    """How a child's clock stands, in words."""
    return STATES[state]
