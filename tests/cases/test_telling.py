"""The sheets that every statement about a case is written on."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import Home, _noon, home
from tomoni.access.viewer import Viewer
from tomoni.cases.models import Involvement, Margin
from tomoni.plans.actions import begin
from tomoni.plans.models import PlanStatus

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
PASTED, KEPT = "夜を\x0bひとりで\r\n過ごす", "夜を\nひとりで\n過ごす"


@pytest.mark.parametrize(
    ("door", "model", "sent"),
    [
        ("cases:add/involvement", Involvement, {"level": "thick"}),
        ("cases:add/margin", Margin, {"level": "little"}),
        ("plans:add/planstatus", PlanStatus, {"kind": "on_hold"}),
    ],
)
def test_a_long_reason_is_kept_whole_as_it_was_pasted(
    door: str, model: Any, sent: dict[str, str], home: Home, sato: Viewer, client_for: Enter
) -> None:
    name, _, kind = door.partition("/")
    about = home.case if name == "cases:add" else begin(sato, case=home.case)
    address, long = reverse(name, args=[about.ref, kind]), "あ" * 301
    client = client_for(sato)
    told = {**sent, "submission": str(uuid4()), "reason": f"{PASTED}{long}"}
    assert client.post(address, {**told, "reason": f"\0{PASTED}"}).status_code == 422
    assert client.post(address, told).status_code == 302
    assert model.objects.for_system("test").latest("pk").reason == f"{KEPT}{long}"
