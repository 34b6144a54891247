"""封: the pages on which a family is sealed and the seal is taken off."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.desk.test_pages import family_of
from tomoni.access.actions import Refused, break_glass, seal
from tomoni.access.choices import Emergency
from tomoni.access.models import Seal, SealKeeper
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.families.models import Family
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]
REASON = "職員の親族のため"


@pytest.fixture
def family(sato: Viewer, in_muni: Municipality) -> Family:
    return family_of(sato)


def at(family: Family, page: str) -> str:
    return reverse(f"desk:{page}", args=[family.ref])


def send(client: Client, family: Family, page: str, **told: Any) -> HttpResponse:
    answer: Any = client.post(at(family, page), {"submission": str(uuid4()), **told})
    answered: HttpResponse = answer
    return answered


def sealed(client: Client, family: Family, *keepers: Viewer) -> HttpResponse:
    return send(client, family, "seal", reason=REASON, keepers=[viewer.post.pk for viewer in keepers])


def keepers() -> list[str]:
    rows = SealKeeper.objects.for_system("test").select_related("post__user")
    return sorted(row.post.user.name for row in rows)


def test_the_coordinator_seals_with_whom_she_chose_and_is_a_keeper_herself(
    family: Family, sato: Viewer, suzuki: Viewer, tanaka: Viewer, kimura: Viewer, client_for: ClientFor
) -> None:
    answer = sealed(client_for(tanaka), family, sato, kimura)
    assert (answer.status_code, answer.headers["Location"]) == (302, at(family, "family"))
    assert keepers() == ["佐藤", "木村", "田中"]
    open_to = {
        v.user.name: client_for(v).get(at(family, "family")).status_code
        for v in (sato, suzuki, tanaka, kimura)
    }
    assert open_to == {"佐藤": 200, "鈴木": 404, "田中": 200, "木村": 200}
    found = client_for(suzuki).get("/find?q=青木").content.decode()
    assert ("統括支援員にお尋ねください" in found, family.label in found) == (True, False)


def test_the_seal_stands_in_the_head_of_every_page_for_its_keepers(
    family: Family, sato: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    def tags(viewer: Viewer, page: str) -> list[str]:
        shown = html.fromstring(client_for(viewer).get(at(family, page)).content.decode())
        return [
            tag.text_content()
            for tag in shown.xpath("//header[@class='family-head']//*[contains(@class, 'tag')]")
        ]

    assert tags(sato, "family") == []
    seal(tanaka, dossier=family.dossier, reason=REASON, keepers=[tanaka.post, sato.post])
    assert [tags(viewer, page) for viewer in (sato, tanaka) for page in ("family", "records", "looks")] == [
        ["封"]
    ] * 6


def test_who_may_not_seal_finds_no_page_and_no_link(
    family: Family, sato: Viewer, suzuki: Viewer, mori: Viewer, tanaka: Viewer, kimura: Viewer, stranger: Viewer,
    client_for: ClientFor,
) -> None:  # fmt: skip
    link = f'href="{at(family, "seal")}"'
    for viewer, may in ((sato, False), (suzuki, False), (tanaka, True), (kimura, True)):
        assert (link in client_for(viewer).get(at(family, "family")).content.decode()) is may, (
            viewer.user.name
        )
    for viewer, status in ((sato, 403), (suzuki, 403), (mori, 403), (stranger, 404)):
        for page in ("seal", "unseal"):
            assert send(client_for(viewer), family, page, reason=REASON).status_code == status, (
                viewer.user.name
            )
            assert client_for(viewer).get(at(family, page)).status_code == status
    assert Seal.objects.for_system("test").count() == 0


def test_only_staff_of_the_place_who_hold_a_post_are_offered_and_taken(
    family: Family,
    tanaka: Viewer,
    ito: Viewer,
    stranger: Viewer,
    make_post: Callable[..., Post],
    client_for: ClientFor,
) -> None:
    guest = make_post(Role.ADVISER, "adviser", team=None)
    page = html.fromstring(client_for(tanaka).get(at(family, "seal")).content.decode())
    offered = {int(value) for value in page.xpath("//input[@name='keepers']/@value")}
    assert ito.post.pk in offered
    assert not offered & {tanaka.post.pk, stranger.post.pk, guest.pk}
    for other in (stranger.post, guest):
        answer = send(client_for(tanaka), family, "seal", reason=REASON, keepers=[other.pk])
        assert (answer.status_code, "一覧にある職員を選び直してください" in answer.content.decode()) == (
            422,
            True,
        )
        with pytest.raises(Refused, match="この自治体の職員だけ"):
            seal(tanaka, dossier=family.dossier, reason=REASON, keepers=[tanaka.post, other])
    assert send(client_for(tanaka), family, "seal", reason="").status_code == 422
    assert Seal.objects.for_system("test").count() == 0


def test_a_second_seal_is_refused_with_the_way_to_change_the_first(
    family: Family, tanaka: Viewer, client_for: ClientFor
) -> None:
    client = client_for(tanaka)
    sealed(client, family)
    assert client.get(at(family, "seal")).headers["Location"] == at(family, "unseal")
    answer = sealed(client, family)
    assert (answer.status_code, "もう封がされています" in answer.content.decode()) == (422, True)
    assert Seal.objects.for_system("test").count() == 1


def test_the_lead_who_would_be_shut_out_is_named_before_saving(
    family: Family, tanaka: Viewer, client_for: ClientFor
) -> None:
    page = client_for(tanaka).get(at(family, "seal")).content.decode()
    assert "いまの主担当は<b>佐藤</b>さんです" in page


def test_a_keeper_takes_the_seal_off_and_all_is_as_before(
    family: Family, sato: Viewer, tanaka: Viewer, kimura: Viewer, client_for: ClientFor
) -> None:
    assert client_for(tanaka).get(at(family, "unseal")).status_code == 404  # nothing to take off
    sealed(client_for(tanaka), family)
    assert send(client_for(kimura), family, "unseal").status_code == 404
    assert client_for(kimura).get(at(family, "unseal")).status_code == 404
    assert client_for(sato).get(at(family, "family")).status_code == 404
    assert REASON in client_for(tanaka).get(at(family, "unseal")).content.decode()
    assert send(client_for(tanaka), family, "unseal").status_code == 302
    assert Seal.objects.for_system("test").exclude(until=None).count() == 1
    assert client_for(sato).get(at(family, "family")).status_code == 200
    assert send(client_for(tanaka), family, "unseal").status_code == 404


def test_an_emergency_that_was_open_ends_with_the_seal(
    family: Family, ito: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    reason = "学校から迎えが来ないと連絡があり、連絡先を今すぐ確かめたい"
    break_glass(ito, dossier=family.dossier, category=Emergency.SAFETY, reason=reason)
    assert client_for(ito).get(at(family, "records")).status_code == 200
    sealed(client_for(tanaka), family)
    assert client_for(ito).get(at(family, "records")).status_code == 404
    assert client_for(ito).get(at(family, "break_glass")).status_code == 404


def test_keepers_find_their_seals_listed_and_others_do_not(
    family: Family, sato: Viewer, tanaka: Viewer, kimura: Viewer, client_for: ClientFor
) -> None:
    def rows(viewer: Viewer) -> list[str]:
        shown = html.fromstring(client_for(viewer).get("/emergencies").content.decode())
        return [" ".join(tr.text_content().split()) for tr in shown.xpath("//tbody/tr")]

    seal(tanaka, dossier=family.dossier, reason=REASON, keepers=[tanaka.post, sato.post])
    [line] = rows(tanaka)
    assert [word in line for word in (family.label, REASON, "田中", "佐藤")] == [True] * 4
    assert rows(kimura) == []
    for number in range(9):
        other = family_of(sato, f"青木{number}")
        seal(tanaka, dossier=other.dossier, reason=REASON, keepers=[tanaka.post])
    assert len(rows(tanaka)) == 10


def test_the_list_costs_the_same_for_one_and_for_ten(
    family: Family, sato: Viewer, tanaka: Viewer, client_for: ClientFor, django_assert_num_queries: Any
) -> None:
    client = client_for(tanaka)
    seal(tanaka, dossier=family.dossier, reason=REASON, keepers=[tanaka.post])
    client.get("/emergencies")
    queries = 15 if connection.vendor == "postgresql" else 13  # the tenant is named and taken back
    with django_assert_num_queries(queries):
        client.get("/emergencies")
    for number in range(9):
        other = family_of(sato, f"青木{number}")
        seal(tanaka, dossier=other.dossier, reason=REASON, keepers=[tanaka.post, sato.post])
    with django_assert_num_queries(queries):
        client.get("/emergencies")
