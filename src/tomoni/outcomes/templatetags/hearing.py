"""``{% load hearing %}``: the words in which one voice is asked."""

from django import template

from tomoni.practice.words import say

register = template.Library()


@register.filter
def asked(key: str, reader: str) -> str:
    """``{{ "intro"|asked:"child" }}``: in the words of whoever is asked."""
    return say(f"hearing.{key}", reader)
