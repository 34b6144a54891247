"""A family comes back: forty new contacts, written down before the rules, through the page on which a call is taken."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from tomoni.access.actions import seal
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.actions import open_case
from tomoni.cases.models import Case
from tomoni.closing.actions import ALWAYS, agree_sign, close, leave
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family
from tomoni.intake.actions import Call, Whom, accept, settle, take_call
from tomoni.journal.models import Entry
from tomoni.outcomes.actions import Attained, decide, look_back
from tomoni.people.actions import add_address, add_contact_point, add_name, retract
from tomoni.people.models import Person
from tomoni.plans.actions import agree, set_goal
from tomoni.plans.actions import begin as begin_plan
from tomoni.tenancy.context import tenant

TOLD = yaml.safe_load(Path(__file__).with_name("contacts.yaml").read_text(encoding="utf-8"))
BEFORE = datetime(2025, 11, 4, 10, 0, tzinfo=TOKYO)
OVER = date(2026, 4, 30)
NOW = datetime(2026, 6, 10, 10, 0, tzinfo=TOKYO)
Enter = Callable[[Viewer], Client]


@pytest.fixture(autouse=True)
def _june() -> Iterator[None]:
    with frozen(NOW):
        yield


def ended(worker: Viewer, head: Viewer, label: str, told: dict[str, Any], take_back: str = "") -> Family:
    """A family taken in, helped, and said good-bye to with agreed signs."""
    persons = [NewPerson(p["name"], p["kana"], Day.parse(p["birth"]), p["relation"]) for p in told["people"]]
    family, people = take_in(worker, persons=persons, label=label)
    for person, given in zip(people, told["people"], strict=True):
        if "former" in given:
            name, kana = given["former"]
            add_name(worker, person=person, kind="former", name=name, kana=kana)
        if "phone" in given:
            add_contact_point(worker, person=person, value=given["phone"])
        if "address" in given:
            add_address(worker, person=person, text=given["address"])
    case = open_case(worker, family=family, children=people[:1], phase="evaluation")
    plan = begin_plan(worker, case=case, concern="暮らしのこと")
    plan = agree(worker, plan=plan, agreed_by="家族", review_on=date(2026, 2, 4))
    goal = set_goal(worker, plan=plan, horizon="short", text="朝をゆっくり始める", look_at="朝のようす")
    for sign in told["signs"]:
        until = OVER if sign.get("until") else None
        name, watcher, text = sign.get("name", ""), sign["watcher"], sign["text"]
        row = agree_sign(
            worker, case=case, text=text, watcher=watcher, name=name, how="センターへ電話", until=until
        )
        if text == take_back:
            retract(worker, fact=row)
    leave(worker, case=case, text="夏休みの過ごし方", name="家族")
    review = look_back(
        worker, plan=plan, with_whom="家族", attained=[Attained(goal, "nearer")], proposal="close", reason="落ち着いた",
    )  # fmt: skip
    decide(head, review=review, outcome="close", reason="自分たちで相談できるようになった")
    close(
        worker,
        case=case,
        achieved="朝の支度を家族で回せるようになった",
        told_to="家族",
        can_ask="電話する",
    )
    return family


@pytest.fixture
def town(
    sato: Viewer,
    ito: Viewer,
    kimura: Viewer,
    tanaka: Viewer,
    stranger: Viewer,
    make_post: Any,
    elsewhere: Any,
) -> dict[str, Family]:
    """What was known before, at home and next door."""
    far = Viewer.wearing(make_post(Role.PRACTITIONER, "next_door", municipality=elsewhere))
    far_head = Viewer.wearing(make_post(Role.HEAD, "next_head", municipality=elsewhere))
    found = {}
    for label, told in TOLD["families"].items():
        worker, head = (far, far_head) if told["how"] == "elsewhere" else (sato, kimura)
        worker = ito if told.get("team") == "二" else worker
        with tenant(worker.tenant), frozen(BEFORE):
            found[label] = ended(worker, head, label, told)
            if told["how"] == "sealed":
                seal(tanaka, dossier=found[label].dossier, reason="職員の親族", keepers=[tanaka.post])
    return found


def shown(client: Client, contact: dict[str, Any]) -> dict[str, Any]:
    """The second screen of 新しい受付 after this call: families with their reasons and named signs, and the hint."""
    fields: dict[str, Any] = {
        "submission": str(uuid4()), "go": "family", "method": "phone", "received_on": "R8.6.10",
        "received_time": "9:30", **contact["call"], "words": contact.get("words", ""),
    }  # fmt: skip
    for place, person in enumerate(contact["people"]):
        fields |= {f"p{place}_{part}": value for part, value in person.items()}
    answer = client.post("/intake/new", fields)
    assert answer.status_code == 200, contact["who"]
    page = html.fromstring(answer.content.decode())
    assert not page.xpath('//*[@class="error-summary"]'), contact["who"]
    found = {}
    for match in page.xpath('//ul[@class="matches"]/li'):
        text = " ".join(match.text_content().split())
        label = match.xpath(".//b")[0].text_content().removesuffix("（新しいタブで開く）")
        why = text.partition("見つけたわけ：")[2].split(" ")[0].split("、")
        signs = match.xpath('.//ul[@class="plain-list"]/li/span[@class="as-written"]/text()')
        found[label] = {"why": why, "signs": signs, "text": text}
    hint = "統括支援員にお尋ねください" in page.text_content()
    return {"found": found, "hint": hint, "page": page.text_content()}


MATCHING = [each for each in TOLD["contacts"] if "found" in each]
OTHERS = [each for each in TOLD["contacts"] if "none" in each]


def test_there_are_forty() -> None:
    assert (len(MATCHING), len(OTHERS)) == (20, 20)


def test_twenty_contacts_meet_their_family_with_the_reason(
    town: dict[str, Family], sato: Viewer, in_muni: Any, client_for: Enter
) -> None:
    client, wrong = client_for(sato), []
    for contact in MATCHING:
        told = shown(client, contact)["found"]
        match = told.get(contact["found"], {"why": [], "signs": []})
        reasons = [any(kind in why for why in match["why"]) for kind in contact["because"]]
        named = set(contact.get("signs", [])) <= set(match["signs"])
        if set(told) != {contact["found"]} or not all(reasons) or not named:
            wrong.append((contact["who"], {label: (m["why"], m["signs"]) for label, m in told.items()}))
    assert wrong == []


def test_twenty_others_meet_nobody_sealed_foreign_or_alike(
    town: dict[str, Family], sato: Viewer, in_muni: Any, client_for: Enter
) -> None:
    client, wrong = client_for(sato), []
    for contact in OTHERS:
        told = shown(client, contact)
        if told["found"] or told["hint"] != contact.get("ask_coordinator", False):
            wrong.append((contact["who"], {k: v["why"] for k, v in told["found"].items()}, told["hint"]))
        assert "さんの家庭" not in told["page"], contact["who"]
    assert wrong == []


MIURA = {"nature": "notice", "door": "school", "complaint": "三日続けて学校を休んでいます。"}
PAST = "前のかかわり"


def test_what_the_ending_left_is_told_to_who_may_read_and_only_the_lead_to_others(
    town: dict[str, Family], sato: Viewer, in_muni: Any, client_for: Enter
) -> None:
    client = client_for(sato)
    told = shown(client, {"who": "学校", "call": MIURA, "people": [{"name": "三浦 陽太"}]})["found"]
    text = told["三浦さんの家庭"]["text"]
    for words in (
        "令和7年11月4日に終結", "朝の支度を家族で回せるようになった", "自分たちで相談できるようになった", "電話する",
        "気づくのは園・学校など所属先（ともに小学校）", "話に出ていることば：学校・3日・続けて・休んだら",
        "夏休みの過ごし方 引き受け：家族",
    ):  # fmt: skip
        assert words in text
    card = MATCHING[18]
    text = shown(client, card)["found"]["菊地さんの家庭"]["text"]
    assert "主担当だったのは伊藤さん（母子保健係）です" in text
    for words in ("薬", "朝の支度", "令和7年11月4日に終結", "夏休み"):
        assert words not in text


def test_a_family_that_is_back_leads_to_the_sheets_of_the_earlier_case(
    town: dict[str, Family], sato: Viewer, suzuki: Viewer, in_muni: Any, client_for: Enter
) -> None:
    """Each sheet shows the closed case, for reading only, and leads on to the running one and back."""
    family = town["三浦さんの家庭"]
    old = Case.objects.for_system("test").get(family=family)
    people = [m.person for m in family.members.for_system("test").filter(relation="self")]
    new = open_case(sato, family=family, children=people, phase="assessment")
    for viewer in (sato, suzuki):
        client = client_for(viewer)
        page = html.fromstring(client.get(reverse("desk:family", args=[family.ref])).content)
        links = list(page.xpath("//section[@aria-labelledby='past-title']//a"))
        names = ["アセスメント", "プラン", "支援", "見直しと終結", "あゆみ", "実践の手がかり"]
        assert [a.text_content() for a in links] == names
        for link in links:
            answer = client.get(link.get("href"))
            assert (answer.status_code, answer.context["case"]) == (200, old), link.text_content()
            if link.text_content() != "実践の手がかり":
                sheet = html.fromstring(answer.content)
                [choose] = sheet.xpath("//nav[@aria-label='どのかかわりを見るか']")
                assert choose.xpath("./a/@href") == [f"?case={new.ref}"]
                assert f"ケース {old.number}" in choose.xpath("string(b[@aria-current='page'])")
                assert not sheet.xpath("//a[contains(@href, '/add/')]")


def test_who_is_shown_is_journaled_and_who_was_only_compared_is_not(
    town: dict[str, Family], sato: Viewer, in_muni: Any, client_for: Enter
) -> None:
    shown(client_for(sato), MATCHING[11])
    case = Case.objects.for_system("test").get(family=town["小林さんの家庭"])
    before = looks()
    assert before[-1]["dossiers"] == sorted([case.family.dossier_id, case.dossier_id])
    shown(client_for(sato), OTHERS[4])
    assert looks() == before


def looks() -> list[dict[str, Any]]:
    entries = [json.loads(entry.body) for entry in Entry.objects.order_by("pk")]
    return [entry for entry in entries if entry["kind"] == "look"]


def test_eight_families_take_no_more_queries_than_one(
    sato: Viewer, kimura: Viewer, in_muni: Any, client_for: Enter
) -> None:
    client, told = client_for(sato), TOLD["families"]["三浦さんの家庭"]
    contact = {"who": "近所", "call": MIURA, "people": []}

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            found = shown(client, contact)["found"]
        return len(found), len(queries)

    def more(numbers: range) -> None:
        with frozen(BEFORE):
            for number in numbers:
                ended(sato, kimura, f"三浦{number}さんの家庭", {**told, "people": told["people"][:1]})

    more(range(1))
    asked()
    one = asked()
    more(range(1, 8))
    assert (one[0], asked()) == (1, (8, one[1]))


def test_a_sign_that_was_taken_back_points_at_nobody(
    sato: Viewer, kimura: Viewer, in_muni: Any, client_for: Enter
) -> None:
    told = TOLD["families"]["三浦さんの家庭"]
    other = {"text": "連絡帳が一週間出ていなかったら", "watcher": "belonging", "name": "ともに小学校"}
    with frozen(BEFORE):
        both = {**told, "signs": [*told["signs"], other]}
        ended(sato, kimura, "三浦さんの家庭", both, take_back=other["text"])
    client, nobody = client_for(sato), {"who": "近所", "people": []}
    assert list(shown(client, {**nobody, "call": MIURA})["found"]) == ["三浦さんの家庭"]
    call = {**MIURA, "complaint": "連絡帳が一週間出ていません。"}
    assert shown(client, {**nobody, "call": call})["found"] == {}


def test_the_sheet_of_a_family_that_comes_back_opens_its_history_and_the_way_to_assessment(
    town: dict[str, Family], sato: Viewer, in_muni: Any, client_for: Enter
) -> None:
    family, client = town["齋藤さんの家庭"], client_for(sato)
    address = reverse("desk:family", args=[family.ref])
    page = client.get(address).content.decode()
    assert f"/intake/new?family={family.ref}" in page
    assert PAST in page
    child = Person.objects.for_system("test").filter(dossier=family.dossier_id).earliest("pk")
    call = Call(door="family", method="phone", complaint="眠れない日が一週間続いています。母です。")
    referral = take_call(sato, call=call, whom=Whom(family=family, children=[child]))
    begin = reverse("intake:begin", args=[referral.ref])
    for shown_on in (reverse("intake:referral", args=[referral.ref]), address):
        text = client.get(shown_on).content.decode()
        for words in (
            "母が眠れない日が一週間続いたら",
            "話に出ていることば：母・眠れない・日・1週・続いたら",
            ALWAYS,
            begin,
        ):
            assert words in text
    accept(sato, referral=referral)
    assert begin not in client.get(address).content.decode()
    assert "朝の支度を家族で回せるようになった" in client.get(address).content.decode()


def test_a_sheet_of_a_family_entered_anew_shows_the_one_it_may_be(
    town: dict[str, Family], sato: Viewer, ito: Viewer, in_muni: Any, client_for: Enter
) -> None:
    whom = Whom(newcomers=[NewPerson("渡辺 湊", "わたなべ みなと", Day.parse("R2.3.9"))], about=[0])
    call = Call(door="nursery", method="phone", complaint="着替えが足りません。")
    referral = take_call(sato, call=call, whom=whom)
    sheet = reverse("intake:referral", args=[referral.ref])
    text = html.fromstring(client_for(sato).get(sheet).content.decode()).text_content()
    assert "前にかかわった家庭かもしれません" in text
    assert "見つけたわけ：氏名とかなが同じ、生年月日が同じ" in text
    settle(sato, referral=referral, outcome="information_only")
    assert "前にかかわった家庭かもしれません" not in client_for(sato).get(sheet).content.decode()
