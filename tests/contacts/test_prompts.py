"""A6: prompts beside the note, in words for the children there are; off, with the reason, where a child may have been hurt."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from tests.contacts.conftest import NOON, Home
from tomoni.access.viewer import Viewer
from tomoni.contacts.actions import NewPassage, Note, correct, record
from tomoni.practice import current

AGES_HERE = [True, True, False, True]  # 陽花 is eight, 湊 a baby, no one older; and their parents
Enter = Callable[[Viewer], Client]
OFF = "いつもの問いかけは、出していません。"
WORRIED = "けがや性的な被害の心配が書かれています。"


def writing(client: Client, home: Home) -> str:
    page = client.get(reverse("contacts:write", args=[home.family.ref]))
    return str(html.fromstring(page.content).xpath("string(//main)"))


def test_a6_each_technique_is_worded_for_the_children_of_the_family(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    shown = writing(client_for(sato), home)
    for prompt in current().techniques:
        words = [prompt.for_small, prompt.for_child, prompt.for_youth, prompt.for_parent]
        assert [each in shown for each in words] == AGES_HERE, prompt.id


def test_a6_a_recorded_worry_stands_above_the_prompts_until_it_is_corrected(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    assert WORRIED not in writing(client, home)
    note = Note(NOON, "school", [NewPassage("左のうでに青いところがある。")], safety_concern=True)
    row = record(sato, family=home.family, case=home.case, note=note)
    page = client.get(reverse("contacts:write", args=[home.family.ref]))
    assert WORRIED in page.content.decode()
    assert html.fromstring(page.content).xpath(f"//main//a[@href='/contacts/{row.ref}/']")
    mended = Note(NOON, "school", [NewPassage("絵の具だった。")])
    correct(sato, contact=row, note=mended, reason="本人に聞いたら絵の具だった")
    assert WORRIED not in writing(client, home)


def test_a6_marked_as_a_worry_the_note_says_why_there_are_no_prompts(
    home: Home, sato: Viewer, client_for: Enter, sent: Callable[..., dict[str, Any]]
) -> None:
    client = client_for(sato)
    assert OFF not in writing(client, home)
    write = reverse("contacts:write", args=[home.family.ref])
    page = client.post(write, sent(turn="concern:on"), follow=True)
    shown = str(html.fromstring(page.content).xpath("string(//main)"))
    assert OFF in shown
    assert [prompt.id for prompt in current().techniques if prompt.for_parent in shown] == []
