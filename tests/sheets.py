"""A form as a browser sends it: with what it begins with, but for what somebody typed."""

from typing import Any
from uuid import uuid4

from django.forms import MultiValueField
from django.test import Client


def sent_back(client: Client, address: str, **typed: Any) -> Any:
    """The answer to the form of this address, sent with these fields typed anew."""
    form, sent = client.get(address).context["form"], {"submission": str(uuid4())}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field, MultiValueField):
            parts = bound.field.widget.decompress(value)
            sent |= {bound.html_name: parts[0] or "", f"{bound.html_name}_ref": parts[1] or ""}
        elif bound.name != "submission" and value not in (None, False):
            sent[bound.html_name] = "on" if value is True else value
    return client.post(address, {**sent, **typed})
