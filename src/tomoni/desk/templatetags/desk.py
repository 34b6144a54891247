"""Words for codes and ages on the desk's pages."""

from django import template

from tomoni.calendar import today
from tomoni.cases.models import TimelineEntry
from tomoni.people.models import Person
from tomoni.practice import codes, current

register = template.Library()
CHILDREN = ("本人", "きょうだい")


@register.filter
def age(person: Person) -> str:
    """The person's age today, for people."""
    return person.age_text(today())


@register.filter
def phase(code: str) -> str:
    """The phase's name."""
    return current().phases.label(code) if code else ""


@register.filter
def involvement(code: str) -> str:
    """The involvement level's word."""
    return current().involvement.label(code)


@register.filter
def margin(code: str) -> str:
    """The margin's word."""
    return current().margin.label(code)


@register.filter
def status(code: str) -> str:
    """The legal status's name; empty when there is none."""
    return codes("statuses").label(code) if code else ""


@register.filter
def reason(code: str) -> str:
    """Why we are engaged with the family."""
    return current().families.label(code)


@register.filter
def attitude(code: str) -> str:
    """How the family stands to the engagement; empty when nobody wrote it down."""
    return current().attitudes.label(code) if code else ""


@register.filter
def is_child(relation: str) -> bool:
    """Whether the relation marks one of the children the family was entered for."""
    return relation in CHILDREN


@register.filter
def entry_kind(entry: TimelineEntry) -> str:
    """How a line of the chronology is marked."""
    return "safety" if entry.kind == "safety_check" else ""
