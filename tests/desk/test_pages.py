"""The desk through its doors: today, lists, the family page and its card, the emergency door, who looked."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tomoni.access.actions import seal
from tomoni.access.models import BreakGlass
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen, now, today
from tomoni.cases.actions import open_case, open_duty
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family, Member
from tomoni.intake.actions import Call, confirm_safety, receive
from tomoni.journal.models import Entry
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]


def family_of(viewer: Viewer, name: str = "青木") -> Family:
    lines = [
        NewPerson(f"{name} 海", "あおき うみ", Day.parse("H30.6.1")),
        NewPerson(f"{name} 恵", "あおき めぐみ", Day.parse("S63.4.1"), relation="mother"),
    ]
    family, people = take_in(viewer, persons=lines)
    open_case(viewer, family=family, children=people[:1], phase="assessment")
    return family


@pytest.fixture
def family(sato: Viewer, in_muni: Municipality) -> Family:
    return family_of(sato)


def last_entry() -> dict[str, object]:
    body: dict[str, object] = json.loads(Entry.objects.latest("seq").body)
    return body


def test_a_stranger_to_the_system_is_sent_to_log_in(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"] == reverse("account_login")


def test_the_family_page_shows_its_people_and_journals_the_look(
    family: Family, sato: Viewer, client_for: ClientFor
) -> None:
    page = client_for(sato).get(reverse("desk:family", args=[family.ref]))
    assert page.status_code == 200
    assert (
        "青木 恵" in page.content.decode().replace("</rt>", "").replace("<rt>", "")
        or "恵" in page.content.decode()
    )
    entry = last_entry()
    assert (entry["kind"], entry["what"], entry["by"]) == (
        "look",
        "desk:family",
        [sato.user.pk, sato.post.pk],
    )
    assert family.dossier_id in entry["dossiers"]  # type: ignore[operator]


def test_another_team_sees_the_card_and_nothing_else(
    family: Family, ito: Viewer, client_for: ClientFor
) -> None:
    client = client_for(ito)
    page = client.get(reverse("desk:family", args=[family.ref])).content.decode()
    assert "家庭相談係" in page
    assert "関与度" not in page
    for name in ("desk:records", "desk:looks"):
        assert client.get(reverse(name, args=[family.ref])).status_code == 404


def test_another_municipality_finds_nothing(family: Family, stranger: Viewer, client_for: ClientFor) -> None:
    client = client_for(stranger)
    assert client.get(reverse("desk:family", args=[family.ref])).status_code == 404
    assert family.label not in client.get(reverse("desk:search"), {"q": "青木"}).content.decode()


def test_an_emergency_opens_for_a_day_and_waits_for_review(
    family: Family, ito: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    client = client_for(ito)
    reason = "学校から迎えが来ないと連絡があり、連絡先を今すぐ確かめたい"
    sent = {"category": "safety", "reason": reason, "submission": str(uuid4())}
    opened = client.post(reverse("desk:break_glass", args=[family.ref]), sent)
    assert opened.headers["Location"] == reverse("desk:family", args=[family.ref])
    assert client.get(reverse("desk:records", args=[family.ref])).status_code == 200
    with frozen(now() + timedelta(hours=24, minutes=1)):
        assert client_for(ito).get(reverse("desk:records", args=[family.ref])).status_code == 404
    waiting = client_for(tanaka).get(reverse("desk:emergencies")).content.decode()
    assert reason in waiting


def test_a_short_reason_is_not_enough(family: Family, ito: Viewer, client_for: ClientFor) -> None:
    sent = {"category": "safety", "reason": "急ぎ", "submission": str(uuid4())}
    page = client_for(ito).post(reverse("desk:break_glass", args=[family.ref]), sent)
    assert page.status_code == 422
    assert "20文字以上" in page.content.decode()
    assert BreakGlass.objects.for_system("test").count() == 0


def test_nobody_opens_a_seal_by_emergency(
    family: Family, ito: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    seal(tanaka, dossier=family.dossier, reason="職員の親族", keepers=[tanaka.post])
    client = client_for(ito)
    assert client.get(reverse("desk:break_glass", args=[family.ref])).status_code == 404
    found = client.get(reverse("desk:search"), {"q": "青木"}).content.decode()
    assert "統括支援員にお尋ねください" in found
    assert family.label not in found


def test_who_looked_names_the_colleague(
    family: Family, sato: Viewer, suzuki: Viewer, client_for: ClientFor
) -> None:
    client_for(suzuki).get(reverse("desk:family", args=[family.ref]))
    page = client_for(sato).get(reverse("desk:looks", args=[family.ref])).content.decode()
    assert "鈴木" in page


def test_children_not_yet_seen_stand_first_with_their_clock(
    family: Family, sato: Viewer, suzuki: Viewer, ito: Viewer, client_for: ClientFor
) -> None:
    child = family.members.for_system("test").get(relation="self").person
    receive(sato, family=family, children=[child], call=Call("school", "phone", "あざ", is_notice=True))
    for viewer, shown in ((sato, True), (suzuki, True), (ito, False)):
        page = client_for(viewer).get("/today").content.decode()
        assert ("まだ会えていないこども" in page) is shown, viewer.user.name


def test_a_promise_is_kept_or_put_off_with_a_reason(
    family: Family, sato: Viewer, client_for: ClientFor
) -> None:
    duty = open_duty(sato, kind="promise", text="電話する", due_at=now(), family=family)
    client, day = client_for(sato), Day(today() + timedelta(days=32))
    later = {"until": day.date.isoformat(), "reason": "学校の行事のため", "submission": str(uuid4())}
    with frozen(now() + timedelta(minutes=1)):
        assert client.post(reverse("desk:duty_later", args=[duty.ref]), later).status_code == 302
        duty.refresh_from_db()
        assert (duty.due_at.astimezone(TOKYO).date(), duty.put_off_reason) == (day.date, "学校の行事のため")
        assert client.post(reverse("desk:duty_done", args=[duty.ref])).status_code == 302
    duty.refresh_from_db()
    assert duty.done_at is not None


def test_a_child_seen_after_a_notice_counts_as_met_everywhere(
    family: Family, sato: Viewer, client_for: ClientFor
) -> None:
    """A child whose clock was stopped on Monday is not called まだ会えていません on the family's page."""
    [child] = [
        m.person for m in family.members.for_system("test").filter(relation="self").select_related("person")
    ]
    client, page = client_for(sato), reverse("desk:family", args=[family.ref])
    call = Call("neighbour", "phone", "泣き声がした", is_notice=True)
    referral = receive(sato, family=family, children=[child], call=call)
    assert client.get(page).content.decode().count("まだ会えていません") == 2
    at = now()
    confirm_safety(
        sato, referral=referral, children=[child], seen_at=at, place="entrance", how="会った", result="元気"
    )
    shown = client.get(page).content.decode()
    told = Day(at.astimezone(TOKYO).date()).short()
    assert shown.count("まだ会えていません") == 1  # the mother
    assert "最後に会えた日" in shown
    for path in (page, "/list?scope=mine", "/children"):
        assert told in client.get(path).content.decode(), path


def test_the_list_offers_what_each_may_do(
    family: Family, sato: Viewer, tanaka: Viewer, kimura: Viewer, mori: Viewer, client_for: ClientFor
) -> None:
    offered = {}
    for viewer in (sato, tanaka, kimura, mori):
        shown = client_for(viewer).get("/list?scope=all").content.decode()
        offered[viewer.user.username] = ("新しい相談を受ける" in shown, "チームと担当" in shown)
    assert offered == {
        "sato": (True, False),
        "tanaka": (True, True),
        "kimura": (False, True),
        "mori": (False, False),
    }


@pytest.mark.parametrize(("page", "queries"), [("/list?scope=all", 17), ("/children", 16), ("/caseload", 13)])
def test_lists_take_the_same_queries_for_one_and_for_thirty(
    page: str, queries: int, tanaka: Viewer, in_muni: Municipality, client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = client_for(tanaka)
    family_of(tanaka)
    client.get(page)
    queries += 2 if connection.vendor == "postgresql" else 0  # the tenant is named and taken back
    with django_assert_num_queries(queries):
        assert client.get(page).status_code == 200
    for number in range(29):
        family_of(tanaka, f"青木{number}")
    with django_assert_num_queries(queries):
        client.get(page)


def current_tabs(client: Client, address: str) -> list[str]:
    page = html.fromstring(client.get(address).content.decode())
    return [
        tab.text_content().strip()
        for tab in page.xpath("//nav[@aria-label='この家庭のページ']//a[@aria-current]")
    ]


def test_a_page_below_the_outline_does_not_claim_to_be_it(
    family: Family, sato: Viewer, client_for: ClientFor
) -> None:
    client = client_for(sato)
    assert current_tabs(client, reverse("desk:family", args=[family.ref])) == ["あらまし"]
    assert current_tabs(client, reverse("desk:records", args=[family.ref])) == ["記録"]
    assert current_tabs(client, reverse("families:add", args=[family.ref, "stay"])) == []


def test_the_clock_after_a_notice_is_told_in_large_with_name_and_reading(
    family: Family, sato: Viewer, client_for: ClientFor
) -> None:
    child = Member.objects.for_system("test").order_by("pk").filter(family=family)[0].person
    with frozen(now()):
        moment = now()
        call = Call("school", "phone", "けが", moment - timedelta(hours=14), is_notice=True)
        receive(sato, family=family, children=[child], call=call)
        page = html.fromstring(client_for(sato).get("/today").content.decode())
    (clock,) = page.xpath("//li[@class='clock soon']")
    assert [part.text_content() for part in clock.xpath(".//p[@class='left']")] == ["あと34時間"]
    assert clock.xpath(".//rt/text()") == ["あおき", "うみ"]


def test_a_family_just_taken_in_is_told_what_comes_next(
    sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    client = client_for(sato)
    family, _ = take_in(sato, persons=[NewPerson("早乙女 凪", "さおとめ なぎ", Day.parse("R2.5.1"))])
    outline = html.fromstring(client.get(reverse("desk:family", args=[family.ref])).content.decode())
    assert [link.get("href") for link in outline.xpath("//main//div[@class='notice info']//a")] == [
        f"{reverse('intake:new')}?family={family.ref}"
    ]
    records = reverse("desk:records", args=[family.ref])
    titles = [
        html.fromstring(client.get(records + asked).content.decode()).xpath("//div[@class='empty']//b/text()")
        for asked in ("", "?kind=contact")
    ]
    assert titles == [["まだ記録はありません"], ["あてはまる記録はありません"]]


def test_what_is_due_later_than_in_a_month_waits_behind_a_fold(
    family: Family, sato: Viewer, client_for: ClientFor
) -> None:
    case = family.cases.for_system("test").get()
    for text, days in (("五週間後の約束", 35), ("ひと月後の約束", 31), ("きのうの約束", -1)):
        open_duty(
            sato, kind="promise", text=text, due_at=now() + timedelta(days=days), family=family, case=case
        )
    shown = html.fromstring(client_for(sato).get(reverse("desk:today")).content)
    lines = shown.xpath("//ul[contains(@class, 'todo')]/li")
    told = [
        ("".join(li.xpath(".//div[@class='grow']/text()")).strip(), bool(li.xpath("ancestor::details")))
        for li in lines
    ]
    assert told == [("きのうの約束", False), ("ひと月後の約束", False), ("五週間後の約束", True)]
