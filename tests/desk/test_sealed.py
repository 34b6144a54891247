"""A family sealed after it was known: its cases, duties and suggestions are shut with it, for whoever led it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.accounts.pages import form_with
from tomoni.access.actions import seal, unseal
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, now
from tomoni.cases.actions import open_case, open_duty
from tomoni.cases.models import Case
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]
LISTS = ("/today", "/list", "/list?scope=all", "/children", "/caseload", "/drafts/", "/meetings/")
TYPED = ("/people/suggest?q=", "/find?q=", "/contacts/families?q=")


@pytest.fixture
def family(sato: Viewer, in_muni: Municipality) -> Family:
    """佐藤's, with a running case and something to do today."""
    family, people = take_in(sato, persons=[NewPerson("青木 海", "あおき うみ", Day.parse("H30.6.1"))])
    case = open_case(sato, family=family, children=people, phase="assessment")
    due = now() + timedelta(hours=1)
    open_duty(sato, kind="promise", text="青木さんへ電話", due_at=due, family=family, case=case)
    return family


def words(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("<rt>", "").replace("</rt>", "")


def test_nothing_of_it_stands_on_any_list(
    family: Family, sato: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    client, number = client_for(sato), Case.objects.for_system("test").get().number
    assert "青木さんへ電話" in words(client, "/today")
    seal(tanaka, dossier=family.dossier, reason="職員の親族", keepers=[tanaka.post])
    pages = [*LISTS, *(path + typed for path in TYPED for typed in ("青木", "あおき", number))]
    shown = {path: words(client, path).replace(f'value="{path.partition("=")[2]}"', "") for path in pages}
    assert [path for path, page in shown.items() if "青木さん" in page or "青木 海" in page] == []
    assert [path for path, page in shown.items() if family.number in page or str(family.ref) in page] == []


def test_a_draft_about_it_is_still_there_to_be_thrown_away_and_says_nothing(
    family: Family, sato: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    client = client_for(sato)
    address = reverse("contacts:note") + f"?family={family.ref}"
    fields = form_with(client.get(address).content.decode(), "passages-0-text").fields
    typed = {**fields, "passages-0-text": "青木さんの玄関で会えた。"}
    assert client.post(reverse("drafts:save"), typed).status_code == 200
    assert {"青木さんの家庭", "青木さんの玄関で会えた。"} <= set(
        re.findall("青木さんの[^<）]+", words(client, "/drafts/"))
    )
    kept = seal(tanaka, dossier=family.dossier, reason="職員の親族", keepers=[tanaka.post])
    [forget] = html.fromstring(words(client, "/drafts/")).xpath("//main//li//a/@href")
    for path in ("/drafts/", forget):
        assert "いまは開けない記録の下書き" in words(client, path)
        assert "青木" not in words(client, path)
    unseal(tanaka, seal=kept)
    assert "青木さんの玄関で会えた。" in words(client, "/drafts/")


def test_cases_of_a_family_taken_in_by_an_earlier_release_are_laid_within_it(family: Family) -> None:
    case = Case.objects.for_system("test").get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_dossier SET within_id = NULL")
    loader = MigrationExecutor(connection).loader
    migration = loader.get_migration("cases", "0002_within_families")
    apps = loader.project_state([("cases", "0002_within_families")]).apps
    migration.operations[0].code(apps, connection.schema_editor())
    within = dict(Dossier.objects.for_system("test").values_list("pk", "within"))
    assert within == {family.dossier_id: None, case.dossier_id: family.dossier_id}
