"""The record page: passages, corrections beside the original, protected passages shown once."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.contacts.conftest import NOON, Home
from tomoni.access.actions import Refused
from tomoni.access.protected import MASK, plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO
from tomoni.cases.models import TimelineEntry
from tomoni.contacts.actions import Met, NewPassage, Note, correct, record
from tomoni.contacts.models import Contact, Passage
from tomoni.contacts.queries import last_seen
from tomoni.families.models import Family
from tomoni.journal.models import Entry
from tomoni.people.models import Person

SECRET = "隣の田中さんから電話があった。"
Sent = Callable[..., dict[str, Any]]
Enter = Callable[[Viewer], Client]


@pytest.fixture
def contact(home: Home, sato: Viewer) -> Contact:
    said = (
        NewPassage("陽花さんは玄関まで走って出てきた。"),
        NewPassage("図書係をやりたい。", "quotation", "self", home.haruka),
        NewPassage(SECRET, "fact", "third_party", protected=True),
        NewPassage("朝は一緒に食べると決めている。", "quotation", "self", home.misaki),
        NewPassage("少しずつなじんでいる。", "opinion", "staff"),
    )
    met = (Met(home.haruka, heard=True), Met(home.minato))
    note = Note(NOON - timedelta(hours=2), "visit", said, met, place="inside", agreed="火曜にまた会う。")
    return record(sato, family=home.family, case=home.case, note=note)


def page(contact: Contact) -> str:
    return reverse("contacts:detail", args=[contact.ref])


def correcting(contact: Contact) -> str:
    return reverse("contacts:correct", args=[contact.ref])


def secret_of(contact: Contact) -> Passage:
    found: Passage = Passage.objects.for_system("test").exclude(hidden="").get(contact=contact)
    return found


def entries() -> list[dict[str, Any]]:
    return [json.loads(entry.body) for entry in Entry.objects.order_by("seq")]


def test_the_record_shows_each_kind_in_its_own_way(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    shown = client_for(sato).get(page(contact)).content.decode()
    assert '<span class="passage-label">事実</span>' in shown
    assert '<div class="opinion">' in shown
    assert '<blockquote class="words of-child"><p class="as-written">図書係をやりたい。</p>' in shown
    assert '<blockquote class="words"><p class="as-written">朝は一緒に食べると決めている。</p>' in shown
    assert "火曜にまた会う。" in shown
    assert SECRET not in shown
    assert MASK in shown


def test_the_look_is_in_the_journal(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    client_for(sato).get(page(contact))
    look = entries()[-1]
    assert (look["kind"], look["what"], look["by"]) == (
        "look",
        "contacts:detail",
        [sato.user.pk, sato.post.pk],
    )
    assert look["rows"]["contacts.contact"] == [contact.pk]
    assert contact.dossier_id in look["dossiers"]


def test_a_protected_passage_is_shown_once_and_the_look_is_journaled(
    contact: Contact, suzuki: Viewer, client_for: Enter
) -> None:
    client, passage = client_for(suzuki), secret_of(contact)
    answer = client.post(reverse("contacts:reveal", args=[passage.ref]))
    assert SECRET in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    revealed = [e for e in entries() if e["kind"] == "reveal"]
    assert [(e["by"], e["what"], e["rows"]) for e in revealed] == [
        ([suzuki.user.pk, suzuki.post.pk], "hidden", {"contacts.passage": [passage.pk]})
    ]
    assert SECRET not in client.get(page(contact)).content.decode()
    assert client.get(reverse("contacts:reveal", args=[passage.ref])).status_code == 405


def test_an_open_passage_has_nothing_to_reveal(contact: Contact, sato: Viewer, client_for: Enter) -> None:
    passage = Passage.objects.for_system("test").get(contact=contact, order=0)
    assert client_for(sato).post(reverse("contacts:reveal", args=[passage.ref])).status_code == 404
    assert [e for e in entries() if e["kind"] == "reveal"] == []


def test_a_passage_can_be_hidden_later_and_leaves_every_title(
    contact: Contact, sato: Viewer, client_for: Enter
) -> None:
    passage = Passage.objects.for_system("test").get(contact=contact, order=0)
    answer = client_for(sato).post(reverse("contacts:protect", args=[passage.ref]), follow=True)
    assert "玄関まで走って" not in answer.content.decode()
    contact.refresh_from_db()
    assert contact.title == "図書係をやりたい。"
    assert TimelineEntry.objects.for_system("test").get(kind="contact").title == "図書係をやりたい。"
    passage.refresh_from_db()
    assert (passage.text, plain_of(passage, "hidden")) == ("", "陽花さんは玄関まで走って出てきた。")


def test_a_title_somebody_gave_stays(home: Home, sato: Viewer, client_for: Enter) -> None:
    note = Note(NOON, "visit", [NewPassage("田中さんから電話。")], title="電話を受けた")
    contact = record(sato, family=home.family, note=note)
    passage = Passage.objects.for_system("test").get(contact=contact)
    client_for(sato).post(reverse("contacts:protect", args=[passage.ref]))
    contact.refresh_from_db()
    assert contact.title == "電話を受けた"


def test_the_correction_begins_with_what_was_written_and_without_what_is_hidden(
    contact: Contact, sato: Viewer, home: Home, client_for: Enter
) -> None:
    shown = client_for(sato).get(correcting(contact))
    form = shown.context["form"]
    assert [each["text"] for each in form["passages"].value()] == [
        "陽花さんは玄関まで走って出てきた。", "図書係をやりたい。", "朝は一緒に食べると決めている。", "少しずつなじんでいる。",
    ]  # fmt: skip
    assert (str(form["day"].value()), form["time"].value()) == ("令和8年6月10日", "10:00")
    assert form["seen"].value() == [str(home.haruka.ref), str(home.minato.ref)]
    assert form["keep"].value() == [str(secret_of(contact).ref)]
    assert SECRET not in shown.content.decode()


def test_a_correction_stands_beside_the_original(
    contact: Contact, tanaka: Viewer, home: Home, client_for: Enter, sent: Sent
) -> None:
    client = client_for(tanaka)
    fields = sent(
        day="R8.6.9",
        seen=[str(home.haruka.ref)],
        reason="訪問は前の日でした",
        keep=[str(secret_of(contact).ref)],
    )
    answer = client.post(correcting(contact), fields)
    new = Contact.objects.for_system("test").get(corrects=contact)
    assert answer.headers["Location"] == page(new)
    assert (new.correction_reason, new.author, new.case) == ("訪問は前の日でした", tanaka.post, home.case)
    assert new.at == datetime(2026, 6, 9, 10, 30, tzinfo=TOKYO)
    rows = list(Passage.objects.for_system("test").filter(contact=new).order_by("order"))
    assert [(r.text, plain_of(r, "hidden")) for r in rows] == [
        ("陽花さんは玄関まで走って出てきた。", ""),
        ("", SECRET),
    ]
    old, both = client.get(page(contact)).content.decode(), client.get(page(new)).content.decode()
    assert "この記録は訂正されています" in old
    assert "訂正する" not in old
    for shown in (old, both):
        assert "訪問は前の日でした" in shown
        assert "少しずつなじんでいる。" in shown
        assert "令和8年6月9日（火） 10:30" in shown.replace("</time>", "").replace("</span>", "")
    assert [e for e in entries() if e["kind"] == "reveal"] == []


def test_a_protected_passage_that_is_not_kept_is_left_out(
    contact: Contact, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client_for(sato).post(correcting(contact), sent(reason="別の家庭の話でした"))
    new = Contact.objects.for_system("test").get(corrects=contact)
    assert Passage.objects.for_system("test").filter(contact=new).exclude(hidden="").count() == 0


def test_protected_passages_of_other_records_cannot_be_carried_over(
    contact: Contact, home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    other = record(
        sato, family=home.family, note=Note(NOON, "visit", [NewPassage("別の秘匿", protected=True)])
    )
    fields = sent(reason="まちがい", keep=[str(secret_of(other).ref)])
    answer = client_for(sato).post(correcting(contact), fields)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"keep": ["この記録の秘匿の文から選んでください。"]}
    new = correct(
        sato,
        contact=contact,
        note=Note(NOON, "visit", [NewPassage("a")]),
        reason="b",
        keep=[secret_of(other)],
    )
    assert Passage.objects.for_system("test").filter(contact=new).exclude(hidden="").count() == 0


@pytest.mark.parametrize(
    ("reason", "status"), [("", 422), ("   ", 422), ("あ" * 201, 422), ("あ" * 200, 302)]
)
def test_a_correction_needs_a_reason(
    reason: str, status: int, contact: Contact, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    assert client_for(sato).post(correcting(contact), sent(reason=reason)).status_code == status


def test_a_record_is_corrected_once_and_the_correction_can_be_corrected(
    contact: Contact, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    client.post(correcting(contact), sent(reason="一度め"))
    again = client.post(correcting(contact), sent(reason="二度め"))
    assert again.status_code == 422
    assert "この記録はすでに訂正されています" in again.content.decode()
    first = Contact.objects.for_system("test").get(corrects=contact)
    assert client.post(correcting(first), sent(reason="三度め")).status_code == 302
    assert client.get(page(first)).content.decode().count('class="version"') == 2


def test_somebody_who_left_the_list_stays_in_the_correction(
    contact: Contact, home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    from tomoni.calendar import Day
    from tomoni.people.actions import change_person

    change_person(sato, person=home.minato, death=Day(NOON.date()))
    client_for(sato).post(correcting(contact), sent(seen=[str(home.minato.ref)], reason="時刻"))
    new = Contact.objects.for_system("test").get(corrects=contact)
    assert [row.person for row in new.present.for_system("test")] == [home.minato]


def test_what_was_corrected_does_not_count_as_seen(contact: Contact, home: Home, sato: Viewer) -> None:
    note = Note(contact.at, "visit", [NewPassage("湊くんは眠っていて会えなかった。")], [Met(home.haruka)])
    correct(sato, contact=contact, note=note, reason="湊くんには会っていない")
    seen = {
        last.person: (last.seen, last.heard)
        for last in last_seen(sato, [home.haruka, home.minato, home.daiki])
    }
    assert seen == {home.haruka: (contact.at, None), home.minato: (None, None), home.daiki: (None, None)}


def test_the_mask_is_never_stored_as_if_it_were_the_text(home: Home, sato: Viewer) -> None:
    with pytest.raises(Refused, match="伏せ字のままでは保存できません"):
        record(sato, family=home.family, note=Note(NOON, "visit", [NewPassage(MASK, protected=True)]))


def test_people_of_another_family_are_refused_by_the_action_too(
    home: Home, neighbours: tuple[Family, Person], sato: Viewer
) -> None:
    for passage in (NewPassage("a", speaker=neighbours[1]), NewPassage("a", about=neighbours[1])):
        with pytest.raises(Refused, match="この家庭の人を選んでください"):
            record(sato, family=home.family, note=Note(NOON, "visit", [passage]))
