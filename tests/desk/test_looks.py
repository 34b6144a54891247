"""だれが見たか goes back to the first entry."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tests.desk.test_pages import family_of
from tomoni.access.viewer import Viewer
from tomoni.families.models import Family
from tomoni.journal.actions import append
from tomoni.journal.queries import numbers
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]


@pytest.fixture
def family(sato: Viewer, in_muni: Municipality) -> Family:
    return family_of(sato)


def looked(viewer: Viewer, family: Family, times: int) -> None:
    entry = {"by": [viewer.user.pk, viewer.post.pk], "kind": "look", "what": "desk:family"}
    append(viewer.tenant.pk, [{**entry, "dossiers": [family.dossier_id]}] * times)


def lines(client: Client, family: Family, page: int) -> list[str]:
    address = reverse("desk:looks", args=[family.ref])
    shown = html.fromstring(client.get(f"{address}?page={page}").content.decode())
    return [" ".join(tr.text_content().split()) for tr in shown.xpath("//tbody/tr")]


def test_the_first_look_is_found_behind_a_thousand_later_ones(
    family: Family, sato: Viewer, ito: Viewer, suzuki: Viewer, client_for: ClientFor
) -> None:
    before = numbers(sato.tenant.pk, [family.dossier_id]).count()
    looked(ito, family, 1)
    looked(suzuki, family, 1000)
    client = client_for(sato)
    assert "鈴木" in lines(client, family, 1)[-1]
    assert "（100件）" in lines(client, family, 5)[-1]
    last = lines(client, family, 11)
    assert [("伊藤" in line, "鈴木" in line) for line in last[:2]] == [(False, True), (True, False)]
    assert before < 90
    assert "佐藤" in last[-1]


def test_each_page_costs_the_same(
    family: Family, sato: Viewer, suzuki: Viewer, client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = client_for(sato)
    lines(client, family, 1)
    queries = 23 if connection.vendor == "postgresql" else 21
    with django_assert_num_queries(queries):
        lines(client, family, 1)
    looked(suzuki, family, 450)
    for page in (1, 5):
        with django_assert_num_queries(queries):
            lines(client, family, page)
