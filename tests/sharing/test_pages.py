"""Consent through its pages: asked one by one, in their words, taken back at once, on paper."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tests.sharing.conftest import NOON, Home
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, frozen
from tomoni.families.actions import NewPerson, take_in
from tomoni.journal.models import Entry
from tomoni.resources.actions import add_organisation
from tomoni.sharing.actions import record_consent
from tomoni.sharing.models import Consent

Sent = Callable[..., dict[str, Any]]
Enter = Callable[[Viewer], Client]


def of(page: str, row: Any) -> str:
    return reverse(f"sharing:{page}", args=[row.ref])


def consents() -> list[Consent]:
    return list(Consent.objects.for_system("test").order_by("pk"))


def yes(viewer: Viewer, home: Home, **fields: Any) -> Consent:
    asked = {"person": home.misaki, "given": True, "what": "仕事の時間", "recipient": "保育園", **fields}
    return record_consent(viewer, family=home.family, **asked)


def last_entry(kind: str) -> dict[str, Any]:
    found = [json.loads(entry.body) for entry in Entry.objects.order_by("-seq")]
    return next(entry for entry in found if entry["kind"] == kind)


def test_a_childs_yes_is_kept_in_her_words(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    client = client_for(sato)
    assert client.get(of("ask", home.family)).status_code == 200
    answer = client.post(of("ask", home.family), sent(words="先生には言っていいよ。", until="R9.3.31"))
    (consent,) = consents()
    assert answer.headers["Location"] == of("receipt", consent)
    assert (consent.person, consent.given, consent.what) == (home.haruka, True, "朝起きられない日があること")
    assert (consent.organisation, consent.recipient) == (None, "保健室の先生")
    assert (consent.until, consent.words) == (date(2027, 3, 31), "先生には言っていいよ。")
    assert (consent.asked_at, consent.asked_by, consent.withdrawn_at) == (NOON, sato.post, None)
    written = last_entry("write")
    assert (written["what"], written["dossiers"]) == ("sharing.record_consent", [home.family.dossier_id])
    assert written["rows"][0][:2] == ["sharing.consent", consent.pk]


def test_a_no_is_kept_as_well(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    client = client_for(sato)
    page = client.post(of("ask", home.family), sent(given="no", person=str(home.daiki.ref)), follow=True)
    assert [(c.person, c.given) for c in consents()] == [(home.daiki, False)]
    assert "伝えてほしくない" in page.content.decode()
    assert "伝えません" in page.content.decode()


@pytest.mark.parametrize("by_reference", [True, False])
def test_a_registered_organisation_is_linked(
    by_reference: bool, home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    school = add_organisation(sato, name="みなみ小学校", kind="primary_school")
    ref = str(school.ref) if by_reference else ""
    client_for(sato).post(of("ask", home.family), sent(recipient="みなみ小学校", recipient_ref=ref))
    assert [(c.organisation, c.recipient) for c in consents()] == [(school, "")]


def test_the_childs_yes_stands_apart_from_the_parents(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    client.post(of("ask", home.family), sent())
    first = consents()[0]
    again = client.get(f"{of('ask', home.family)}?like={first.ref}").context["form"]
    assert (again["what"].value(), again["recipient"].value().text) == (first.what, "保健室の先生")
    assert (again["person"].value(), again["given"].value(), again["words"].value()) == (None, None, None)
    client.post(of("ask", home.family), sent(person=str(home.misaki.ref), given="no"))
    asked = client.get(of("family", home.family)).context["asked"]
    stand = [(each.person, each.minor, [str(a.standing) for a in each.answers]) for each in asked]
    assert stand == [
        (home.haruka, True, ["yes"]),
        (home.misaki, False, ["no"]),
        (home.daiki, False, []),
        (home.expected, False, []),
    ]


def test_taking_back_ends_it_at_once(home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter) -> None:
    consent = yes(sato, home)
    client = client_for(tanaka)
    with frozen(NOON + timedelta(minutes=5)):
        client.post(of("withdraw", consent))
    client.post(of("withdraw", consent))
    consent.refresh_from_db()
    assert consent.withdrawn_at == NOON + timedelta(minutes=5)
    assert last_entry("write")["by"] == [tanaka.user.pk, tanaka.post.pk]
    (answer,) = next(a for a in client.get(of("family", home.family)).context["asked"] if a.answers).answers
    assert answer.standing == "withdrawn"
    assert "取りやめました" in client.get(of("receipt", consent)).content.decode()


def test_a_no_cannot_be_taken_back_nor_anything_by_a_link(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    assert client.post(of("withdraw", yes(sato, home, given=False))).status_code == 404
    assert client.get(of("withdraw", yes(sato, home))).status_code == 405


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ["に伝えてよい", "取りやめると言われるまで続きます"]),
        ({"until": date(2027, 3, 31)}, ["令和9年3月31日"]),
        ({"until": date(2026, 6, 9)}, ["期限", "過ぎました"]),
        ({"given": False}, ["伝えてほしくない"]),
    ],
)
def test_the_receipt_says_it_plainly_and_what_may_still_be_shared(
    fields: dict[str, Any], words: list[str], home: Home, sato: Viewer, client_for: Enter
) -> None:
    shown = client_for(sato).get(of("receipt", yes(sato, home, **fields))).content.decode()
    plain = shown.replace("<b>", "").replace("</b>", "")
    for each in [
        *words,
        "仕事の時間",
        "保育園",
        "安全にかかわるときは、同意がなくても",
        "できるだけ先にお知らせします",
        "要保護児童対策地域協議会など",
        "ともに町　家庭相談係",
    ]:
        assert each in plain


def test_a_childs_receipt_speaks_the_childs_words(home: Home, sato: Viewer, client_for: Enter) -> None:
    consent = yes(sato, home, person=home.haruka, until=date(2027, 3, 31))
    shown = client_for(sato).get(of("receipt", consent)).content.decode()
    for said in ("保育園 に つたえていいよ、と聞きました。", "つたえていいのは、", "話しに来ていいよ。"):
        assert said in shown
    assert "うかがい" not in shown


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"person": ""}, "person", "選んでください。"),
        ({"given": ""}, "given", "選んでください。"),
        ({"what": ""}, "what", "書いてください。"),
        ({"recipient": ""}, "recipient", "書いてください。"),
        (
            {"until": "R9.2.30"},
            "until",
            "2月30日はありません。令和9年2月は28日までです。日を確かめてください。",
        ),
        ({"until": "R9"}, "until", "年月日まで入力してください（例：R9.3.31）。"),
        ({"until": "R8.6.9"}, "until", "今日より前の日です。今日からあとの日を書くか、空にしてください。"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_written(
    fields: dict[str, str], field: str, message: str, home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    answer = client_for(sato).post(of("ask", home.family), sent(words="わたしのことば", **fields))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [message]}
    assert "わたしのことば" in answer.content.decode()
    assert consents() == []


def test_nobody_of_another_family_and_nobody_unborn_can_be_asked(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    _, (other,) = take_in(sato, persons=[NewPerson("大野 蓮")])
    for person in (other, home.expected):
        answer = client_for(sato).post(of("ask", home.family), sent(person=str(person.ref)))
        assert answer.context["form"].errors == {"person": ["この家庭の人を選んでください。"]}
    assert consents() == []
    with pytest.raises(Refused, match="この家庭の人を選んでください"):
        yes(sato, home, person=other)
    with pytest.raises(Refused, match="たずねることができません"):
        yes(sato, home, person=home.expected)


def test_an_answer_entered_by_mistake_is_taken_back_and_stays_findable(
    home: Home, sato: Viewer, suzuki: Viewer, client_for: Enter
) -> None:
    """It is no longer an answer of that person, and nobody takes it back twice."""
    wrong, client = yes(sato, home, given=False), client_for(sato)
    page = html.fromstring(client.get(of("family", home.family)).content)
    [door] = page.xpath("//a[starts-with(., 'まちがいとして取り消す')]/@href")
    assert door == of("take_back", wrong)
    shown = client.get(door).content.decode()
    assert all(words in shown for words in ("水沢 美咲さん　不同意: 仕事の時間", "なかったことになります"))
    assert client.post(door, {"submission": str(uuid4()), "why": ""}).status_code == 422
    answer = client.post(door, {"submission": str(uuid4()), "why": "妹さんの返事だった"})
    assert (answer.status_code, answer["location"]) == (302, of("family", home.family))
    shown = client.get(of("family", home.family)).content.decode()
    assert "妹さんの返事だった" in shown
    assert "伝えてほしくない" not in shown
    assert client.get(door).status_code == client.get(of("receipt", wrong)).status_code == 404
    assert client_for(suzuki).get(of("take_back", yes(sato, home))).status_code == 404


@pytest.mark.parametrize("text", ["𠮷田さんと葛󠄀城さんのこと 👍", "<b>太字</b> & {{ x }}", "“引用”―…"])
def test_every_character_is_kept(text: str, home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    page = client_for(sato).post(of("ask", home.family), sent(what=text, words=text), follow=True)
    assert page.status_code == 200
    assert [(c.what, c.words) for c in consents()] == [(text, text)]


def test_sent_twice_it_is_asked_once(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    client, fields = client_for(sato), sent()
    client.post(of("ask", home.family), fields)
    client.post(of("ask", home.family), fields)
    assert len(consents()) == 1


#                 family ask receipt POST ask, withdraw
DOORS = {
    "sato":     (200, 200, 200, 422, 302),
    "suzuki":   (200, 404, 200, 404, 404),
    "tanaka":   (200, 200, 200, 422, 302),
    "ito":      (404, 404, 404, 404, 404),
    "kimura":   (200, 403, 200, 403, 403),
    "mori":     (404, 403, 404, 403, 403),
    "stranger": (404, 404, 404, 404, 404),
}  # fmt: skip


@pytest.mark.parametrize("who", DOORS)
def test_who_may_open_and_write(
    who: str, home: Home, sato: Viewer, client_for: Enter, request: pytest.FixtureRequest
) -> None:
    consent, client = yes(sato, home), client_for(request.getfixturevalue(who))
    seen = [
        client.get(of("family", home.family)),
        client.get(of("ask", home.family)),
        client.get(of("receipt", consent)),
    ]
    done = [client.post(of("ask", home.family), {}), client.post(of("withdraw", consent))]
    assert tuple(answer.status_code for answer in [*seen, *done]) == DOORS[who]
    consent.refresh_from_db()
    assert (consent.withdrawn_at is None) == (DOORS[who][4] != 302)
    assert len(consents()) == 1


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_the_same_queries_for_one_and_for_thirty(
    number: int,
    home: Home,
    sato: Viewer,
    client_for: Enter,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        yes(sato, home)
    client = client_for(sato)
    from tomoni.sharing.queries import asked

    assert client.get(of("family", home.family)).content.decode().count(" に：仕事の時間") == number
    from tomoni.access.collect import looking

    with looking("test"), django_assert_num_queries(4):
        assert sum(len(each.answers) for each in asked(sato, home.family)) == number


def test_the_page_itself_grows_by_no_query(home: Home, sato: Viewer, client_for: Enter) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_for(sato), []
    client.get(of("family", home.family))  # the session is written once
    for number in (1, 29):
        for _ in range(number):
            yes(sato, home)
        with CaptureQueriesContext(connection) as seen:
            client.get(of("family", home.family))
        counts.append(len([q for q in seen.captured_queries if "journal_" not in q["sql"]]))
    assert counts[0] == counts[1]


def test_days_and_moments_are_told_in_japan(home: Home, sato: Viewer, client_for: Enter) -> None:
    with frozen(datetime(2026, 6, 11, 1, 30, tzinfo=TOKYO)):  # still the 10th in Greenwich
        consent = yes(sato, home, words="はい。")
    client = client_for(sato)
    shown = client.get(of("family", home.family)).content.decode().replace("</time>", "")
    assert "令和8年6月11日（木） 1:30" in shown
    assert "— 水沢 美咲さん（" in shown
    assert "R8.6.11）" in shown
    assert "令和8年6月11日に、" in client.get(of("receipt", consent)).content.decode().replace("</time>", "")
