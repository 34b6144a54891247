"""``{% load people %}``: words about a person as of today."""

from django import template

from tomoni.calendar import fiscal_year, today
from tomoni.people.models import Enrolment, Person
from tomoni.people.rules import class_label
from tomoni.practice import codes

register = template.Library()


@register.filter
def age(person: Person) -> str:
    """The person's age today."""
    return person.age_text(today())


@register.filter
def grade(person: Person) -> str:
    """The school year by age today: 小2, 年長; empty when the birth does not tell."""
    found = person.birth.school_year_on(today()) if person.birth else None
    return found.name if found else ""


@register.filter
def class_now(enrolment: Enrolment) -> str:
    """The class, marked with its school year when that has passed."""
    return class_label(enrolment.class_name, enrolment.class_year, fiscal_year(today()))


@register.filter
def is_over(fact: object) -> bool:
    """Whether a fact has ended before today, as far as that is known."""
    until = getattr(fact, "valid_until", None)
    return until is not None and (until.date is None or until.latest < today())


@register.filter
def status_label(code: str) -> str:
    """The name of a legal status."""
    return codes("statuses").label(code) if code else ""
