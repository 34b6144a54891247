"""The quick note through its page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.contacts.conftest import Home
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.contacts.models import Contact, Passage, Present

NOTE = reverse("contacts:note")
Sent = Callable[..., dict[str, Any]]
Enter = Callable[[Viewer], Client]


def of(home: Home) -> str:
    return f"{NOTE}?family={home.family.ref}"


def contacts() -> list[Contact]:
    return list(Contact.objects.for_system("test").order_by("pk"))


def test_a_note_is_saved_with_what_was_typed(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    client = client_for(sato)
    assert client.get(of(home)).status_code == 200
    answer = client.post(of(home), sent(case=str(home.case.ref)))
    contact = contacts()[0]
    assert answer.url == reverse("contacts:detail", args=[contact.ref])
    assert (contact.family, contact.case, contact.author) == (home.family, home.case, sato.post)
