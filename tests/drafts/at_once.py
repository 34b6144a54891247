"""Many hands at the same moment, on a database of their own with real commits: ``python -m tests.drafts.at_once``.

Prints what came out, as JSON; ``test_at_once`` starts it and judges. Tests that roll back cannot show this.
"""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import django

HANDS = 6


def settle() -> None:
    """Tables, a municipality, a user, the site of the notes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tomoni.config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tomoni.config import keys

    keys.make(settings.TOMONI_KEYS_FILE)
    call_command("migrate", verbosity=0, skip_checks=True)
    settings.ROOT_URLCONF = "tests.drafts.notes"
    settings.TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS.append("testserver")


def together(hand: Callable[[int], object]) -> list[object]:
    """Every hand in its own thread and connection, all starting at once."""
    from django.db import connection

    start = Barrier(HANDS)

    def run(number: int) -> object:
        start.wait()
        try:
            return hand(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(run, range(HANDS)))


def main() -> dict[str, object]:
    """The three scenes."""
    settle()
    from django.test import Client

    from tests.accounts.pages import form_with
    from tomoni.access.models import BreakGlass
    from tomoni.access.viewer import Viewer
    from tomoni.accounts.choices import Role
    from tomoni.accounts.models import Post, User
    from tomoni.drafts import queries
    from tomoni.drafts.rules import Key
    from tomoni.journal.queries import verify
    from tomoni.tenancy.context import tenant
    from tomoni.tenancy.models import Municipality

    muni = Municipality.objects.create(code="044999", name="ともに町")
    user = User.objects.create(username="sato", name="佐藤")
    viewer = Viewer.wearing(Post.objects.create(user=user, municipality=muni, role=Role.PRACTITIONER))
    client = Client()
    client.force_login(user)

    def fields(address: str) -> dict[str, list[str]]:
        form = form_with(client.get(address).content.decode(), "reason").fields
        return {**form, "category": ["call"]}

    def send(address: str, sent: dict[str, list[str]]) -> tuple[int, str]:
        browser = Client()
        browser.cookies = client.cookies
        response = browser.post(address, sent)
        return response.status_code, response.headers.get("Location", "")

    def reasons() -> list[str]:
        with tenant(muni):
            return list(BreakGlass.objects.for_system("test").order_by("pk").values_list("reason", flat=True))

    found: dict[str, object] = {}
    one = {**fields("/notes/new/"), "reason": ["一度だけ"]}
    found["sent"] = together(lambda _: send("/notes/new/", one))
    found["recorded"] = reasons()

    address = f"{found['sent'][0][1]}edit/"  # type: ignore[index]
    before = fields(address)
    found["edited"] = together(
        lambda n: send(address, {**before, "reason": [f"直し{n}"], "submission": [str(uuid4())]})[0]
    )
    found["now"] = reasons()

    key = Key("test.note", "", "together")
    found["told"] = together(lambda number: write_in(viewer, key, number))
    with tenant(muni):
        kept = queries.load(viewer, key)
    found["draft"] = kept.fields if kept else None
    together(lambda number: enter(viewer, number))
    with tenant(muni):
        found["journal"] = verify(muni.pk).as_dict()
    return found


def write_in(viewer: Any, key: Any, number: int) -> list[str]:
    """One screen types ten times into its own field of the draft; where it was told of another's words."""
    from tomoni.drafts import actions
    from tomoni.tenancy.context import tenant

    told, screen = [], str(uuid4())
    with tenant(viewer.tenant):
        for step in range(10):
            sent = {f"field{n}": [""] for n in range(HANDS)} | {f"field{number}": [f"{number}-{step}"]}
            told += actions.keep(viewer, key, {**sent, "submission": [screen], "draft_version": ["0"]})[1]
    return told


def enter(viewer: Any, number: int) -> None:
    """One hand enters twenty looks into the journal, each in its own transaction."""
    from tomoni.journal.actions import append
    from tomoni.tenancy.context import tenant

    with tenant(viewer.tenant):
        for step in range(20):
            append(viewer.tenant.pk, [{"by": [1, 1], "kind": "look", "what": f"{number}-{step}"}])


if __name__ == "__main__":
    print(json.dumps(main(), ensure_ascii=False))  # noqa: T201
