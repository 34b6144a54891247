"""``{% csrf_token %}`` of every form: Django's, and the post for which the page was made (``access.middleware`` compares)."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """The hidden fields; only Django's before somebody wears a post, none without a token."""
    token, viewer = context.get("csrf_token"), getattr(context.get("request"), "viewer", None)
    if token in {None, "", "NOTPROVIDED"}:  # a page rendered outside a request, as Django has it
        return SafeString("")
    field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    if viewer is None:
        return field
    return field + format_html('<input type="hidden" name="worn" value="{}">', viewer.post.pk)
