"""``{% load families %}``: words for relations."""

from typing import Any

from django import template

from tomoni.families.queries.relations import TOLD, Table
from tomoni.families.rules import words_of

register = template.Library()


@register.filter
def relation_words(fact: Any) -> str:
    """母, ときどき, 婚姻（離婚）, 実の親."""
    return words_of(fact)


@register.filter
def relation_kind(fact: Any) -> str:
    """The kind under which the fact is told: member, stay, union or parent."""
    return next(kind for kind, (model, _) in TOLD.items() if isinstance(fact, model))


@register.filter
def unsure_in(fact: Any, table: Table) -> bool:
    """Whether it is not sure that the fact held on the day of the table."""
    return (relation_kind(fact), fact.pk) in table.unsure
