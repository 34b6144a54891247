"""``{% csrf_token %}`` of every form: Django's, and the post for which the page was made (``access.middleware`` compares)."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """The hidden fields; only Django's before somebody wears a post."""
    viewer = getattr(context.get("request"), "viewer", None)
    token = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token", "")
    )
    if viewer is None:
        return token
    return token + format_html('<input type="hidden" name="worn" value="{}">', viewer.post.pk)
