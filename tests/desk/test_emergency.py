"""The emergency door from the inside: the notice on every page, and what the review finds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.desk.test_pages import family_of
from tests.walk.doors import doors
from tomoni.access.actions import Refused, break_glass, review_break_glass
from tomoni.access.choices import Emergency
from tomoni.access.models import BreakGlass, Dossier
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, frozen, now
from tomoni.cases.actions import open_case
from tomoni.desk.queries.looks import SCREENS, screen
from tomoni.families.models import Family
from tomoni.journal.actions import append
from tomoni.journal.queries import Line
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


def reviewed(client: Client, emergency: BreakGlass) -> list[tuple[str, str]]:
    """The lines of the review: the clock, and what was done."""
    page = html.fromstring(
        client.get(reverse("desk:review_emergency", args=[emergency.ref])).content.decode()
    )
    rows = page.xpath("//tbody/tr")
    return [(tr.xpath("string(th)").split()[-1], tr.xpath("string(td)").strip()) for tr in rows]


def test_the_review_tells_in_words_all_that_was_done_from_the_opening_on(
    family: Family, ito: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    family_page, records = (reverse(page, args=[family.ref]) for page in ("desk:family", "desk:records"))
    noon = datetime(2026, 6, 10, 12, 0, tzinfo=TOKYO)
    with frozen(noon):
        client_for(ito).get(family_page)  # the card, as every day
    with frozen(noon + timedelta(hours=1)):
        emergency = break_glass(ito, dossier=family.dossier, category=Emergency.SAFETY, reason=REASON)
        client_for(suzuki).get(family_page)
    with frozen(noon + timedelta(hours=2)):
        for page in (records, records, family_page):
            client_for(ito).get(page)
    with frozen(noon + timedelta(hours=26)):
        client_for(ito).get(family_page)  # the card again
    with frozen(noon + timedelta(days=2)):
        assert reviewed(client_for(tanaka), emergency) == [
            ("13:00", "緊急閲覧を始めた"),
            ("14:00", "記録（2回）"),
            ("14:00", "あらまし"),
        ]


def judged(client: Client, emergency: BreakGlass, answer: str) -> int:
    """The status of a review that says whether it was needed."""
    address = reverse("desk:review_emergency", args=[emergency.ref])
    return client.post(address, {"submission": str(uuid4()), "justified": answer, "remark": ""}).status_code


def test_what_was_not_needed_is_shut_at_once_in_all_of_the_family(
    family: Family, sato: Viewer, ito: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    case = open_case(sato, family=family, children=[], phase="intake")
    told = {"category": Emergency.SAFETY, "reason": REASON}
    first, second = (break_glass(ito, dossier=each, **told) for each in (family.dossier, case.dossier))
    other = break_glass(ito, dossier=family_of(sato).dossier, **told)
    opened = [family.dossier_id, case.dossier_id, other.grant.dossier_id]
    mine = Dossier.objects.all().visible_to(ito).filter(pk__in=opened).order_by("pk")
    assert judged(client_for(tanaka), second, "yes") == 302
    assert set(mine.values_list("pk", flat=True)) == set(opened)
    assert judged(client_for(tanaka), first, "no") == 302
    assert list(mine.values_list("pk", flat=True)) == [other.grant.dossier_id]
    assert BANNER not in client_for(ito).get(reverse("desk:family", args=[family.ref])).content.decode()


def test_nobody_reviews_their_own_opening_under_another_hat(
    family: Family, ito: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    emergency = break_glass(ito, dossier=family.dossier, category=Emergency.SAFETY, reason=REASON)
    hat = Viewer.wearing(
        Post.objects.create(
            user=ito.post.user, municipality=ito.tenant, role=Role.COORDINATOR, team=tanaka.post.team
        )
    )
    assert judged(client_for(hat), emergency, "yes") == 404
    with pytest.raises(Refused, match="自分の緊急閲覧"):
        review_break_glass(hat, emergency=emergency, justified=True)
    assert judged(client_for(tanaka), emergency, "yes") == 302


def test_the_review_is_complete_however_much_was_looked_at(
    family: Family, ito: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    emergency = break_glass(ito, dossier=family.dossier, category=Emergency.SAFETY, reason=REASON)
    looks = [("look", "contacts:correct"), ("look", "tomorrow:page"), ("reveal", "text")]
    for kind, what in looks:
        seen = {"by": [ito.user.pk, ito.post.pk], "kind": kind, "what": what, "dossiers": [family.dossier_id]}
        append(tanaka.tenant.pk, [seen] * 150)
    others = {"by": [tanaka.user.pk, tanaka.post.pk], "kind": "look", "what": "desk:family"}
    append(tanaka.tenant.pk, [{**others, "dossiers": [family.dossier_id]}] * 500)
    told = [what for _, what in reviewed(client_for(tanaka), emergency)]
    assert told == [
        "緊急閲覧を始めた", "経過記録（150回）", "その他の画面（150回）", "秘匿情報を表示した（150回）",
    ]  # fmt: skip


def test_every_screen_that_is_named_exists() -> None:
    assert [page for page in SCREENS if page not in doors()] == []


def test_every_page_of_a_family_is_called_by_its_name() -> None:
    no_family = {"accounts", "drafts", "office", "portal", "practice", "resources", "ui"}
    pages = [page for page in doors() if ":" in page and page.partition(":")[0] not in no_family]
    unnamed = {
        page for page in pages if screen(Line(1, now(), None, None, "look", page, {})) == "その他の画面"
    }
    assert unnamed == {"desk:start", "desk:duty_done", "desk:notice_read"}
