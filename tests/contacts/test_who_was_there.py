"""C3: who of us was there, who interpreted, and where one met."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.contacts.conftest import NOON, Home
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.contacts.actions import Interpreting, NewPassage, Note, correct, record
from tomoni.contacts.actions.recording import NO_CHILD
from tomoni.contacts.forms.notes import as_written
from tomoni.contacts.models import Contact, CoWorker
from tomoni.contacts.queries import contacts
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.resources.actions import add_organisation
from tomoni.tenancy.models import Municipality

Enter = Callable[[Viewer], Client]
Sent = Callable[..., dict[str, Any]]


def note(**told: Any) -> Note:
    return Note(NOON, "visit", [NewPassage("玄関で話した。")], **told)


def told(client: Client, contact: Contact) -> dict[str, str]:
    """The facts of the record's page; other versions stand below it."""
    page = html.fromstring(client.get(reverse("contacts:detail", args=[contact.ref])).content)
    names, facts = (
        [" ".join(each.text_content().split()) for each in page.xpath(f"//{tag}")] for tag in ("dt", "dd")
    )
    return dict(reversed(list(zip(names, facts, strict=True))))


def test_c3_several_of_us_an_interpreter_and_the_place_stand_on_the_record(
    home: Home, sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: Enter, sent: Sent
) -> None:
    add_organisation(sato, name="県の外国人相談窓口", kind="other")
    fields = sent(
        case=str(home.case.ref), place="entrance", coworkers=[str(suzuki.post.pk), str(tanaka.post.pk)],
        language="vi", interpreter="ランさん", interpreter_organisation="県の外国人相談窓口",
    )  # fmt: skip
    client = client_for(sato)
    assert client.post(reverse("contacts:write", args=[home.family.ref]), fields).status_code == 302
    contact = Contact.objects.for_system("test").get()
    shown = told(client, contact)
    assert shown["対応した職員"] == "佐藤、鈴木、田中"
    assert shown["話したことば・通訳"] == "ベトナム語 通訳：県の外国人相談窓口 ランさん"
    assert shown["方法"] == "訪問 玄関先"


def test_c3_a_grown_up_relative_may_interpret(home: Home, sato: Viewer, client_for: Enter) -> None:
    spoken = Interpreting("pt", person=home.misaki)
    contact = record(sato, family=home.family, case=home.case, note=note(interpreting=spoken))
    assert told(client_for(sato), contact)["話したことば・通訳"] == "ポルトガル語 通訳：水沢 美咲さん"


def test_c3_a_child_is_never_the_interpreter(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    with pytest.raises(Refused) as refusal:
        record(
            sato,
            family=home.family,
            case=home.case,
            note=note(interpreting=Interpreting("vi", person=home.haruka)),
        )
    assert str(refusal.value) == NO_CHILD
    client, page = client_for(sato), reverse("contacts:write", args=[home.family.ref])
    offered = html.fromstring(client.get(page).content).xpath(
        "//select[@name='interpreter_person']/option/@value"
    )
    assert offered == ["", str(home.misaki.ref), str(home.daiki.ref)]
    response = client.post(page, sent(language="vi", interpreter_person=str(home.haruka.ref)))
    assert response.status_code == 422
    assert NO_CHILD in response.content.decode()
    assert Contact.objects.for_system("test").count() == 0


def test_c3_who_interpreted_without_a_language_is_asked_which(home: Home, sato: Viewer) -> None:
    for spoken in (Interpreting("", "ランさん"), Interpreting("", person=home.daiki)):
        with pytest.raises(Refused, match="何語の通訳だったかを選んでください。"):
            record(sato, family=home.family, note=note(interpreting=spoken))
    with pytest.raises(Refused, match="話したことばを一覧から選んでください。"):
        record(sato, family=home.family, note=note(interpreting=Interpreting("klingon")))


def test_c3_somebody_of_another_family_is_not_there(
    home: Home, sato: Viewer, neighbours: tuple[Family, Person]
) -> None:
    with pytest.raises(Refused, match="この家庭の人を選んでください。"):
        record(sato, family=home.family, note=note(interpreting=Interpreting("vi", person=neighbours[1])))


def test_c3_a_correction_begins_with_all_of_it(
    home: Home, sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    with_us = [suzuki.post, tanaka.post, suzuki.post]
    spoken = Interpreting("vi", "電話通訳", home.daiki)
    first = record(
        sato, family=home.family, note=note(coworkers=with_us, interpreting=spoken, place="inside")
    )
    begun = as_written(contacts(sato).get(pk=first.pk))
    assert begun["coworkers"] == [str(suzuki.post.pk), str(tanaka.post.pk)]
    assert (begun["language"], begun["interpreter"], begun["interpreter_person"]) == (
        "vi",
        "電話通訳",
        str(home.daiki.ref),
    )
    again = correct(sato, contact=first, note=note(coworkers=[tanaka.post]), reason="人ちがい")
    assert told(client_for(sato), again)["対応した職員"] == "佐藤、田中"


def test_companions_of_an_earlier_release_are_co_workers(
    home: Home, sato: Viewer, suzuki: Viewer, muni: Municipality
) -> None:
    """The step that moves them, on rows as they were: the column stands beside the table for it."""
    contact = record(sato, family=home.family, case=home.case, note=note())
    connection.check_constraints()  # what waits for the end of the transaction is due before the table changes
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contacts_contact ADD COLUMN companion_id bigint NULL")
        cursor.execute("UPDATE contacts_contact SET companion_id = %s", [suzuki.post.pk])
    loader = MigrationExecutor(connection).loader
    apps = loader.project_state([("contacts", "0006_co_workers")]).apps
    loader.get_migration("contacts", "0007_companions_join").operations[0].code(apps, None)
    (row,) = CoWorker.objects.for_system("test")
    assert (row.contact, row.post, row.dossier_id, row.municipality) == (
        contact,
        suzuki.post,
        contact.dossier_id,
        muni,
    )
