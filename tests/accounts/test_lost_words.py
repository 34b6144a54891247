"""How much is lost when the screen locks under one's hands: nothing, counted in characters."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

import tests.drafts.notes
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import form_with
from tomoni.accounts.models import Parked, User

TIMES = 1_000 if os.environ.get("TOMONI_CAMPAIGN") == "1" else 50
SIGNS = [
    *"あ漢字ｶﾞ々〆ー①Ⅳ㍿～〜―　 \t<>&\"'\\/{}%;=",
    *(
        "葛󠄀",
        "辻󠄁",
        "𠮷",
        "𩸽",
        "👨‍👩‍👧‍👦",
        "🇯🇵",
        "が",
        "\u200b",
        "\ufeff",
        "\u202e",
        "\r\n",
        "\x0b",
        "\x7f",
        "é",
    ),
]


@pytest.mark.campaign
def test_no_character_is_lost_in_forced_time_outs(
    sato: User,
    log_in: Callable[..., Client],
    at: Callable[[timedelta], None],
    settings: Settings,
    record_property: Callable[[str, object], None],
) -> None:
    settings.ROOT_URLCONF = "tests.drafts.notes"
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [Path(tests.drafts.notes.__file__).parent / "templates"]}
    ]
    settings.TOMONI_SESSION_HOURS = 10_000
    dice, client, written, lost = random.Random(20260407), log_in(sato), 0, 0
    for number in range(TIMES):
        at(timedelta(minutes=30 * number))
        client.post("/account/unlock/", {"password": PASSWORD})
        text = "".join(dice.choices(SIGNS, k=dice.randint(1, 400)))
        fields = form_with(client.get("/notes/new/").content.decode(), "reason").fields
        at(timedelta(minutes=30 * number + 20))
        assert client.post("/notes/new/", {**fields, "reason": text}).status_code == 423
        client.post("/account/unlock/", {"password": PASSWORD})
        [back] = form_with(client.get("/account/kept/").content.decode(), "parked").fields["reason"]
        written += len(text)
        lost += 0 if back == text else max(1, len(text) - len(back))
        Parked.objects.all().delete()
    record_property("time-outs", TIMES)
    record_property("characters written", written)
    record_property("characters lost", lost)
    assert lost == 0
