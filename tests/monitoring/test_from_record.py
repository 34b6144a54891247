"""A passage of a record becomes an observation: its words are not typed twice, and what is protected stays protected (B12)."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.assessment.conftest import NOON, Home, _noon, home
from tomoni.access.actions import Refused, give
from tomoni.access.choices import Basis, Level
from tomoni.access.decide import Denied
from tomoni.access.protected import MASK, plain_of
from tomoni.access.reveal import reveal
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.calendar import Day
from tomoni.cases.actions import close_case, open_case, restate
from tomoni.cases.models import Case
from tomoni.contacts.actions import NewPassage, Note, correct, protect_passage, record
from tomoni.contacts.models import Contact, Passage
from tomoni.journal.models import Entry
from tomoni.monitoring.actions import observe
from tomoni.monitoring.models import Observation
from tomoni.people.actions import retract
from tomoni.plans.actions import begin, set_goal
from tomoni.resources.actions import add_organisation

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]
DOOR = "これを見たこと・聞いたことにする"
ATE = "「パンを二つ食べた」と言った"
SECRET = "隣の人から聞いた住所のこと"


@pytest.fixture
def contact(home: Home, sato: Viewer) -> Contact:
    school = add_organisation(sato, name="ともに小学校", kind="primary_school")
    said = [
        NewPassage(ATE, "quotation", "self", speaker=home.haruka),
        NewPassage("休みは一日だった", "fact", "agency", speaker_text="担任"),
        NewPassage("朝の力は前の晩にある", "opinion"),
        NewPassage(SECRET, protected=True),
        NewPassage("毎朝、明かりがつく", "fact", "third_party", speaker_text="向かいの家"),
        NewPassage("玄関に靴がそろっていた"),
    ]
    note = Note(NOON.replace(day=5, hour=7), "visit", said, organisation=school)
    return record(sato, family=home.family, case=home.case, note=note)


def passage(contact: Contact, order: int) -> Passage:
    row: Passage = (
        Passage.objects.for_system("test").select_related("contact").get(contact=contact, order=order)
    )
    return row


def doors(client: Client, contact: Contact) -> list[str]:
    page = html.fromstring(client.get(reverse("contacts:detail", args=[contact.ref])).content)
    return [str(link) for link in page.xpath(f"//main//a[contains(., '{DOOR}')]/@href")]


def begun(client: Client, address: str) -> dict[str, str]:
    """What the form is filled in with."""
    form = html.fromstring(client.get(address).content).xpath("//main//form[@method='post']")[0]
    fields = ("text", "kind", "person", "organisation", "name", "seen_on")
    return {name: str(form.fields[name] or "").strip() for name in fields}


def test_each_open_passage_but_an_opinion_leads_to_the_form_filled_in(
    home: Home, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    observing = reverse("monitoring:observe", args=[home.case.ref])
    found = doors(client, contact)
    assert found == [f"{observing}?passage={passage(contact, order).ref}" for order in (0, 1, 4, 5)]
    day = {"seen_on": "令和8年6月5日"}
    none = {"person": "", "organisation": "", "name": ""}
    assert [begun(client, address) for address in found] == [
        {**none, **day, "text": ATE, "kind": "words", "person": str(home.haruka.ref)},
        {**none, **day, "text": "休みは一日だった", "kind": "behaviour", "organisation": "ともに小学校"},
        {**none, **day, "text": "毎朝、明かりがつく", "kind": "behaviour", "name": "向かいの家"},
        {**none, **day, "text": "玄関に靴がそろっていた", "kind": "behaviour"},
    ]


def test_it_is_kept_with_its_record_and_each_leads_to_the_other(
    home: Home, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    client, [door, *_] = client_for(sato), doors(client_for(sato), contact)
    plan = begin(sato, case=home.case, concern="朝の支度")
    goal = set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか")
    told = {name: value for name, value in begun(client, door).items() if value}
    sent = {**told, "submission": str(uuid4()), "goal": str(goal.ref), "way": "nearer"}
    answer = client.post(door, sent)
    there = reverse("contacts:detail", args=[contact.ref])
    assert (answer.status_code, answer["location"]) == (302, there)
    [row] = Observation.objects.for_system("test")
    assert (row.text, row.kind, row.person, row.goal, row.contact, row.valid_from, row.dossier) == (
        ATE, "words", home.haruka, goal, contact, Day(date(2026, 6, 5)), home.case.dossier,
    )  # fmt: skip
    sheet = f"{reverse('monitoring:sheet', args=[home.family.ref])}?case={home.case.ref}"
    record_page = html.fromstring(client.get(there).content)
    assert record_page.xpath("//main//ul/li/a[contains(@href, '#seen-')]/@href") == [
        f"{sheet}#seen-{row.ref}"
    ]
    seen = html.fromstring(client.get(sheet).content)
    assert seen.xpath(f"//*[@id='seen-{row.ref}']//a[starts-with(., 'もとの記録')]/@href") == [there]


def test_two_passages_begun_side_by_side_keep_their_words_apart(
    contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    client, [first, second, *_] = client_for(sato), doors(client_for(sato), contact)
    wrong = {**begun(client, first), "submission": str(uuid4()), "text": f"{ATE}。朝", "kind": "rumour"}
    assert client.post(first, wrong).status_code == 422
    assert [begun(client, door)["text"] for door in (first, second)] == [f"{ATE}。朝", "休みは一日だった"]


def test_of_a_protected_passage_nothing_goes_over(
    home: Home, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    client, hidden = client_for(sato), passage(contact, 3)
    observing = reverse("monitoring:observe", args=[home.case.ref])
    revealed = client.post(reverse("contacts:reveal", args=[hidden.ref])).content.decode()
    assert SECRET in revealed
    assert str(hidden.ref) not in revealed.replace(reverse("contacts:reveal", args=[hidden.ref]), "")
    shown = client.get(f"{observing}?passage={hidden.ref}").content.decode()
    assert SECRET not in shown
    assert begun(client, f"{observing}?passage={hidden.ref}")["text"] == ""
    with pytest.raises(Refused, match="秘匿になっています"):
        observe(sato, case=home.case, text=SECRET, passage=hidden)
    assert not Observation.objects.for_system("test").exists()


def test_what_was_protected_while_the_form_was_open_is_not_written_and_the_page_says_so(
    contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    client, [door, *_] = client_for(sato), doors(client_for(sato), contact)
    sent = {**begun(client, door), "submission": str(uuid4())}
    protect_passage(sato, passage=passage(contact, 0))
    answer = client.post(door, sent)
    assert answer.status_code == 422
    assert "この文は秘匿になっています" in answer.content.decode()
    assert not Observation.objects.for_system("test").exists()


TELLS = "「父の家の電話は水町の」と言った"


@pytest.fixture
def told(home: Home, sato: Viewer) -> Contact:
    """A record that names what must stay hidden, and its correction, in which the same words stand."""
    said = [NewPassage("よく晴れていた"), NewPassage(TELLS, "quotation", "self", speaker=home.haruka)]
    note = Note(NOON.replace(day=5, hour=7), "visit", said)
    return record(sato, family=home.family, case=home.case, note=note)


def pages(home: Home, *contacts: Contact) -> list[str]:
    """Everywhere an observation is shown."""
    family = [
        reverse(name, args=[home.family.ref])
        for name in ("monitoring:sheet", "desk:chain", "desk:records", "closing:sheet")
    ]
    map_of_case = reverse("insight:case", args=[home.case.ref])
    return [*family, map_of_case, *(reverse("contacts:detail", args=[row.ref]) for row in contacts)]


def test_what_is_hidden_in_the_record_is_hidden_in_each_version_of_its_observations(
    home: Home, told: Contact, sato: Viewer, client_for: Enter
) -> None:
    """Also in the one that was corrected and the one that was taken back, and for good in the database."""
    seen = observe(sato, case=home.case, text=TELLS, kind="words", passage=passage(told, 1))
    newer = restate(sato, fact=seen, text=f"{TELLS}。夕方")
    retract(sato, fact=observe(sato, case=home.case, text=TELLS, passage=passage(told, 1)))
    other = observe(sato, case=home.case, text="空が広い", passage=passage(told, 0))
    client = client_for(sato)
    before = [page for page in pages(home, told) if TELLS in client.get(page).content.decode()]
    assert reverse("monitoring:sheet", args=[home.family.ref]) in before
    client.post(reverse("contacts:protect", args=[passage(told, 1).ref]))
    assert [page for page in pages(home, told) if "水町" in client.get(page).content.decode()] == []
    rows = Observation.objects.for_system("test").order_by("pk")
    assert [row.text for row in rows] == [MASK, MASK, MASK, "空が広い"]
    assert [plain_of(row, "hidden") for row in rows] == [TELLS, f"{TELLS}。夕方", TELLS, ""]
    assert reveal(sato, rows[1], "hidden") == f"{TELLS}。夕方"
    assert (newer.pk, other.pk) == (rows[1].pk, rows[3].pk)


def test_who_got_the_case_for_a_meeting_reads_a_mask_and_reveals_nothing(
    home: Home, told: Contact, sato: Viewer, make_post: Any, client_for: Enter
) -> None:
    clerk = Viewer.wearing(make_post(Role.CLERK, "ogawa", "小川"))
    give(
        sato, dossier=home.case.dossier, basis=Basis.MEETING, level=Level.READ, post=clerk.post, purpose="会議",
    )  # fmt: skip
    row = observe(sato, case=home.case, text=TELLS, passage=passage(told, 1))
    client, sheet = client_for(clerk), reverse("monitoring:sheet", args=[home.family.ref])
    record_page = reverse("contacts:detail", args=[told.ref])
    assert TELLS in client.get(record_page).content.decode()
    protect_passage(sato, passage=passage(told, 1))
    for address in (record_page, sheet):
        assert "水町" not in client.get(address).content.decode()
    assert client.post(reverse("monitoring:reveal", args=[row.ref])).status_code in {403, 404}


def test_the_hidden_words_are_shown_once_on_the_page_of_the_support(
    home: Home, told: Contact, sato: Viewer, client_for: Enter
) -> None:
    row = observe(sato, case=home.case, text=TELLS, kind="words", passage=passage(told, 1))
    protect_passage(sato, passage=passage(told, 1))
    client, sheet = client_for(sato), reverse("monitoring:sheet", args=[home.family.ref])
    page = html.fromstring(client.get(sheet).content)
    [door] = page.xpath(f"//*[@id='seen-{row.ref}']//form/@action")
    shown = client.post(door)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert shown.content.decode().count(TELLS) == 1
    assert TELLS not in client.get(sheet).content.decode()
    last = Entry.objects.filter(body__contains='"kind":"reveal"').last()
    assert last is not None
    assert f'"monitoring.observation":[{row.pk}]' in last.body


def test_the_same_words_are_hidden_in_every_version_of_the_record(
    home: Home, told: Contact, sato: Viewer, client_for: Enter
) -> None:
    """Whichever of them is hidden; and the newer record names the observation made of the older one."""
    row = observe(sato, case=home.case, text=TELLS, passage=passage(told, 1))
    note = Note(told.at, "visit", [NewPassage(TELLS, "quotation", "self"), NewPassage("くもっていた")])
    newer = correct(sato, contact=told, note=note, reason="天気の聞きちがい")
    client = client_for(sato)
    for contact in (told, newer):
        page = client.get(reverse("contacts:detail", args=[contact.ref])).content.decode()
        assert f"#seen-{row.ref}" in page
    protect_passage(sato, passage=passage(newer, 0))
    assert [page for page in pages(home, told, newer) if "水町" in client.get(page).content.decode()] == []
    assert [bool(passage(told, order).hidden) for order in (0, 1)] == [False, True]
    assert [bool(passage(newer, order).hidden) for order in (0, 1)] == [True, False]


def test_a_hidden_observation_can_be_put_right_but_its_words_are_not_written_over(
    home: Home, told: Contact, sato: Viewer, client_for: Enter
) -> None:
    row = observe(sato, case=home.case, text=TELLS, passage=passage(told, 1))
    protect_passage(sato, passage=passage(told, 1))
    row.refresh_from_db()
    newer = restate(sato, fact=row, kind="words")
    assert (newer.text, newer.kind, plain_of(newer, "hidden")) == (MASK, "words", TELLS)
    with pytest.raises(Refused, match="秘匿になっています"):
        restate(sato, fact=newer, text="電話の話をした")


def test_who_told_what_is_hidden_is_hidden_too_on_every_page(
    home: Home, sato: Viewer, make_post: Any, client_for: Enter
) -> None:
    """In a small town the teller alone is enough; with the words, once, stands who said them."""
    said = [
        NewPassage("よく晴れていた"),
        NewPassage(TELLS, "quotation", "third_party", speaker_text="水車小屋の人"),
    ]
    record_made = record(
        sato, family=home.family, case=home.case, note=Note(NOON.replace(day=5, hour=7), "visit", said)
    )
    plan = begin(sato, case=home.case, concern="朝の支度")
    goal = set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか")
    row = observe(
        sato, case=home.case, text=TELLS, name="水車小屋の人", goal=goal, way="nearer", kind="words",
        passage=passage(record_made, 1),
    )  # fmt: skip
    looking = reverse("outcomes:look_back", args=[plan.ref])
    correcting = reverse("monitoring:correct", args=["observation", row.ref])
    read = [*pages(home, record_made), reverse("desk:family", args=[home.family.ref]), looking, correcting]
    client = client_for(sato)
    assert sum("水車小屋" in client.get(page).content.decode() for page in read) >= 6
    protect_passage(sato, passage=passage(record_made, 1))
    assert [page for page in read if "水車小屋" in client.get(page).content.decode()] == []
    shown = client.post(reverse("monitoring:reveal", args=[row.ref])).content.decode()
    assert shown.count("水車小屋の人") == 1
    kept = {"submission": str(uuid4()), "text": MASK, "kind": "behaviour", "goal": str(goal.ref)}
    assert client.post(correcting, kept).status_code == 302
    newer = Observation.objects.for_system("test").latest("pk")
    assert (newer.name, newer.kind, plain_of(newer, "hidden")) == ("水車小屋の人", "behaviour", TELLS)


def test_the_door_stands_only_where_the_same_people_read_both(
    home: Home, contact: Contact, sato: Viewer, suzuki: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    light = record(sato, family=home.family, note=Note(NOON, "phone", [NewPassage("変わりない")]))
    assert [len(doors(client_for(sato), row)) for row in (contact, light)] == [4, 0]
    assert [doors(client_for(viewer), contact) for viewer in (suzuki, kimura)] == [[], []]
    other: Case = open_case(sato, family=home.family, children=[home.haruka], phase="assessment")
    elsewhere = reverse("monitoring:observe", args=[other.ref])
    for row in (passage(contact, 0), passage(light, 0)):
        assert client_for(sato).get(f"{elsewhere}?passage={row.ref}").status_code == 404
        with pytest.raises(Refused):
            observe(sato, case=other, text="変わりない", passage=row)
    for wrong in (uuid4(), "x", ""):
        assert client_for(sato).get(f"{elsewhere}?passage={wrong}").status_code == 404


def test_who_may_not_read_the_record_takes_nothing_from_it(
    home: Home, contact: Contact, ito: Viewer, client_for: Enter
) -> None:
    theirs = reverse("monitoring:observe", args=[home.case.ref])
    assert client_for(ito).get(f"{theirs}?passage={passage(contact, 0).ref}").status_code == 404
    with pytest.raises(Denied):
        observe(ito, case=home.case, text=ATE, passage=passage(contact, 0))


def test_a_corrected_record_and_a_closed_case_have_no_door(
    home: Home, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    note = Note(contact.at, "visit", [NewPassage("パンを三つ食べた")])
    newer = correct(sato, contact=contact, note=note, reason="聞きちがい")
    assert [len(doors(client_for(sato), row)) for row in (contact, newer)] == [0, 1]
    close_case(sato, case=home.case)
    assert doors(client_for(sato), newer) == []


def test_a_correction_of_the_observation_keeps_its_record(
    home: Home, contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    row: Any = observe(sato, case=home.case, text=ATE, passage=passage(contact, 0))
    address = reverse("monitoring:correct", args=["observation", row.ref])
    sent = {"submission": str(uuid4()), "text": "パンを二つ", "kind": "words"}
    assert client_for(sato).post(address, sent).status_code == 302
    newer = Observation.objects.for_system("test").get(replaces=row)
    assert (newer.text, newer.contact) == ("パンを二つ", contact)
