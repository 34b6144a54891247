"""The emergency door from the inside: the notice on every page, and what the review finds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.desk.test_pages import family_of
from tomoni.access.actions import break_glass
from tomoni.access.choices import Emergency
from tomoni.access.viewer import Viewer
from tomoni.calendar import frozen, now
from tomoni.families.models import Family
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]
REASON = "学校から迎えが来ないと連絡があり、連絡先を今すぐ確かめたい"
BANNER = "緊急閲覧で開いています"


@pytest.fixture
def family(sato: Viewer, in_muni: Municipality) -> Family:
    return family_of(sato)


def notices(client: Client, address: str) -> list[str]:
    page = html.fromstring(client.get(address).content.decode())
    return [each.text_content().strip() for each in page.xpath("//header//div[@class='notice attention']")]


def test_the_notice_stands_on_every_page_of_the_family_until_the_door_closes(
    family: Family, sato: Viewer, ito: Viewer, client_for: ClientFor
) -> None:
    emergency = break_glass(ito, dossier=family.dossier, category=Emergency.SAFETY, reason=REASON)
    until = emergency.grant.until
    assert until is not None
    client = client_for(ito)
    for page in ("desk:family", "desk:records", "families:table", "sharing:family", "desk:looks"):
        told = notices(client, reverse(page, args=[family.ref]))
        assert [BANNER in each for each in told] == [True], page
        assert f" {until.astimezone():%-H:%M}まで" in told[0]
        assert notices(client_for(sato), reverse(page, args=[family.ref])) == []
    with frozen(now() + timedelta(hours=24, minutes=1)):
        shown = client_for(ito).get(reverse("desk:family", args=[family.ref])).content.decode()
    assert BANNER not in shown


def test_the_notice_stands_for_who_reads_the_family_anyway(
    family: Family, tanaka: Viewer, client_for: ClientFor
) -> None:
    """It is a coordinator's too: the way in is told by the grant, not by the reason that is shown."""
    address = reverse("desk:records", args=[family.ref])
    assert notices(client_for(tanaka), address) == []
    break_glass(tanaka, dossier=family.dossier, category=Emergency.SAFETY, reason=REASON)
    assert [BANNER in each for each in notices(client_for(tanaka), address)] == [True]
