"""Words for codes and ages on the desk's pages."""

from django import template
from django.urls import reverse

from tomoni.calendar import today
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.people.models import Person
from tomoni.practice import codes, current

register = template.Library()
CHILDREN = ("本人", "きょうだい")
# The page of what opened a duty: by its own ref, or among those of the family.
OWN_PAGE = {"contacts.contact": "contacts:detail", "intake.referral": "intake:referral"}
FAMILY_PAGE = {
    "plans.plan": ("plans:sheet", "?plan={}"),
    "assessment.assessment": ("assessment:sheet", ""),
    "support.use": ("monitoring:sheet", "#services"),
    "support.request": ("monitoring:sheet", "#request-{}"),
    "sharing.disclosure": ("sharing:family", "#disclosure-{}"),
    "intake.handover": ("intake:family", ""),
    "meetings.decision": ("intake:family", ""),
}


@register.filter
def age(person: Person) -> str:
    """The person's age today, for people."""
    return person.age_text(today())


@register.filter
def record(duty: Duty) -> str:
    """The address of the record a duty comes from; empty where there is none."""
    label, _, ref = duty.source.partition(":")
    if label in OWN_PAGE:
        return reverse(OWN_PAGE[label], args=[ref])
    if label not in FAMILY_PAGE:
        return ""
    page, rest = FAMILY_PAGE[label]
    return reverse(page, args=[duty.family.ref]) + rest.format(ref)


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
