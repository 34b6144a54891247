"""What was passed on through its pages: to whom, which items, on what basis, and whether the family was told."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests.sharing.conftest import NOON, Home
from tomoni.access.actions import Refused
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO
from tomoni.cases.actions import open_case
from tomoni.cases.models import Case, Duty, TimelineEntry
from tomoni.families.actions import NewPerson, take_in
from tomoni.journal.models import Entry
from tomoni.people.actions import add_address, add_contact_point, protect
from tomoni.practice import codes
from tomoni.practice.words import say
from tomoni.resources.actions import add_organisation
from tomoni.sharing.actions import (
    pass_on,
    record_consent,
    retract_consent,
    retract_disclosure,
    tell_family,
    withdraw_consent,
)
from tomoni.sharing.models import Consent, Disclosure
from tomoni.sharing.rules import bare, betrays
from tomoni.support.actions import ask

Enter = Callable[[Viewer], Client]
TODAY = date(2026, 6, 10)


def of(page: str, row: Any) -> str:
    return reverse(f"sharing:{page}", args=[row.ref])


def disclosures() -> list[Disclosure]:
    return list(Disclosure.objects.for_system("test").order_by("pk"))


def open_duties() -> list[Duty]:
    return list(Duty.objects.for_system("test").open().filter(kind="tell_family"))


def yes(viewer: Viewer, home: Home, **fields: Any) -> Consent:
    asked = {"person": home.misaki, "given": True, "what": "朝のようす", "recipient": "担任", **fields}
    return record_consent(viewer, family=home.family, **asked)


def told(viewer: Viewer, home: Home, **fields: Any) -> Disclosure:
    """Told to the school at a council, and to the mother."""
    base = {"recipient": "みなみ小学校", "what": "朝起きられない日があること", "purpose": "朝の声かけ"}
    rest = {"basis": "council", "told_on": TODAY, **fields}
    return pass_on(viewer, family=home.family, **{**base, **rest})


def sent(**fields: Any) -> dict[str, Any]:
    base = {"submission": str(uuid4()), "recipient": "みなみ小学校", "recipient_ref": "", "who": "教頭先生"}
    what = {"what": "朝起きられない日があること", "purpose": "朝の声かけを一緒に考える", "basis": "council"}
    return {**base, **what, "told": "yes", "told_words": "母：先生なら", **fields}


@pytest.fixture
def case(home: Home, sato: Viewer) -> Case:
    return open_case(sato, family=home.family, children=[home.haruka], phase="support")


def test_f4_what_is_passed_on_is_a_record_with_its_basis_and_what_the_family_said(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    school = add_organisation(sato, name="みなみ小学校", kind="primary_school")
    consent = yes(sato, home, organisation=school, recipient="")
    fields = sent(basis="consent", consent=str(consent.ref), on="R8.6.10")
    answer = client.post(of("pass_on", home.family), fields)
    assert answer.headers["Location"] == of("family", home.family) + "#passed-on"
    [row] = disclosures()
    assert (row.organisation, row.recipient, row.whom) == (school, "教頭先生", "みなみ小学校　教頭先生")
    assert (row.what, row.purpose) == ("朝起きられない日があること", "朝の声かけを一緒に考える")
    assert (row.on, row.by, row.basis, row.consent) == (TODAY, sato.post, "consent", consent)
    assert (row.told_on, row.told_words, row.untold_why, row.source) == (TODAY, "母：先生なら", "", "")
    entry = TimelineEntry.objects.for_system("test").get(kind="disclosure")
    assert (entry.title, entry.organisation) == ("伝えた：みなみ小学校　教頭先生", school)
    bodies = [json.loads(each.body) for each in Entry.objects.order_by("-seq")]
    written = next(b for b in bodies if b.get("what") == "sharing.pass_on")
    assert (written["by"], written["dossiers"]) == ([sato.user.pk, sato.post.pk], [home.family.dossier_id])
    shown = client.get(of("family", home.family)).content.decode()
    for words in ("本人・家族の同意（個人情報保護法 第69条第2項第1号）", "母：先生なら", "家族に話した"):
        assert words in shown


def test_f4_every_basis_of_the_list_names_its_article_and_says_when_it_serves(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    articles = {code.id: code.page for code in codes("disclosure_bases")}
    assert articles == {
        "consent": "個人情報保護法 第69条第2項第1号",
        "council": "児童福祉法 第25条の2・第25条の3",
        "transfer": "児童福祉法 第25条の7",
        "asked_by_centre": "児童福祉法 第33条の3の2",
        "to_municipality": "児童福祉法 第21条の10の5",
        "notice": "児童虐待防止法 第6条",
        "safety": "児童虐待防止法 第8条",
        "asked_by_office": "児童虐待防止法 第13条の4",
        "within": "個人情報保護法 第69条第2項第2号",
        "public_body": "個人情報保護法 第69条第2項第3号",
        "benefit": "個人情報保護法 第69条第2項第4号",
        "youth": "子ども・若者育成支援推進法 第19条・第20条",
        "court": "民事訴訟法 第186条・第226条、家事事件手続法 第62条 など",
        "other": "",
    }
    page = client_for(sato).get(of("pass_on", home.family)).content.decode()
    for code in codes("disclosure_bases"):
        assert code.label in page
        assert code.text in page


def test_f4_not_yet_told_falls_due_and_telling_ends_it(
    case: Case, home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    client, why = client_for(tanaka), "話すと、こどもが責められるおそれがある"
    fields = sent(basis="notice", told="not_yet", untold_why=why, again_on="R8.6.17")
    assert client.post(of("pass_on", home.family), fields).status_code == 302
    [row], [duty] = disclosures(), open_duties()
    assert (row.told_on, row.told_words, row.untold_why) == (None, "母：先生なら", why)
    assert (duty.holder, duty.case, duty.due_at.astimezone(TOKYO).date()) == (
        sato.post,
        case,
        date(2026, 6, 17),
    )
    assert duty.text == "伝えたことを家族に話す（みなみ小学校　教頭先生）"
    today = html.fromstring(client_for(sato).get(reverse("desk:today")).content)
    [door] = today.xpath("//a[starts-with(., '家族に話した')]/@href")
    assert door == of("tell", row)
    assert client.get(of("disclosure_receipt", row)).status_code == 404
    assert (
        client.post(door, {"submission": str(uuid4()), "on": "", "words": "分かりました"}).status_code == 302
    )
    row.refresh_from_db()
    assert (row.told_on, row.told_words, row.untold_why) == (TODAY, "分かりました", why)
    assert open_duties() == []
    assert client.get(door).status_code == 404
    assert client.get(of("disclosure_receipt", row)).status_code == 200
    with pytest.raises(Refused, match="もう記録されています"):
        tell_family(sato, disclosure=row)


def test_a_duty_to_tell_cannot_be_called_done_without_telling(
    case: Case, home: Home, sato: Viewer, client_for: Enter
) -> None:
    told(sato, home, told_on=None, untold_why="まだ会えない", again_on=TODAY)
    [duty] = open_duties()
    assert client_for(sato).post(reverse("desk:duty_done", args=[duty.ref])).status_code == 404
    assert open_duties() == [duty]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"recipient": ""}, "recipient", "書いてください"),
        ({"what": " "}, "what", "書いてください"),
        ({"purpose": ""}, "purpose", "書いてください"),
        ({"basis": ""}, "basis", "選んでください"),
        ({"basis": "gossip"}, "basis", "gossip"),
        ({"basis": "other", "legal": " "}, "__all__", "補足に書いてください"),
        ({"basis": "consent"}, "__all__", "どの同意によるのか"),
        ({"told": ""}, "told", "選んでください"),
        ({"told": "not_yet"}, "__all__", "もう一度考える日を書いてください"),
        ({"told": "not_yet", "untold_why": "こわい"}, "__all__", "もう一度考える日を書いてください"),
        ({"told": "not_yet", "untold_why": "こわい", "again_on": "R8.6.9"}, "__all__", "今日以降"),
        ({"on": "R8.6.11"}, "on", "まだ来ていない"),
        ({"told_on": "R8.6.11"}, "told_on", "まだ来ていない"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_written(
    fields: dict[str, str], field: str, message: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    answer = client_for(sato).post(of("pass_on", home.family), sent(**fields))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert disclosures() == []
    assert "母：先生なら" in answer.content.decode()


def test_f4_only_a_yes_that_stood_on_the_day_and_was_given_for_these_serves(home: Home, sato: Viewer) -> None:
    school, clinic = (
        add_organisation(sato, name=name, kind="primary_school") for name in ("みなみ小学校", "森医院")
    )
    no, ended = yes(sato, home, given=False), yes(sato, home, until=TODAY - timedelta(days=1))
    withdrawn, mistaken = yes(sato, home), yes(sato, home)
    withdraw_consent(sato, consent=withdrawn)
    retract_consent(sato, consent=mistaken, why="別の人")
    strangers, (other,) = take_in(sato, persons=[NewPerson("大野 蓮")])
    theirs = record_consent(
        sato,
        family=strangers,
        person=other,
        given=True,
        what="x",
        recipient="y",
    )
    for wrong in (no, ended, withdrawn, mistaken, theirs):
        with pytest.raises(Refused, match="同意"):
            told(sato, home, basis="consent", consent=wrong)
    for_school = yes(sato, home, organisation=school, recipient="")
    with pytest.raises(Refused, match="「みなみ小学校」に伝えることへの同意"):
        told(sato, home, basis="consent", consent=for_school, organisation=clinic)
    with pytest.raises(Refused, match="伝えた日に続いていた同意ではありません"):
        told(sato, home, basis="consent", consent=for_school, on=TODAY - timedelta(days=1))
    earlier = yes(sato, home, at=NOON - timedelta(days=9))
    withdraw_consent(sato, consent=earlier)
    late = told(sato, home, basis="consent", consent=earlier, on=TODAY - timedelta(days=1))
    assert (late.consent, late.on) == (earlier, TODAY - timedelta(days=1))
    assert told(sato, home, basis="council", consent=earlier).consent is None


@given(
    asked=st.integers(-5, 5),
    until=st.none() | st.integers(-5, 5),
    back=st.none() | st.integers(-5, 5),
    on=st.integers(-5, 5),
)
def test_a_yes_serves_from_the_day_it_was_asked_until_it_ends_or_is_taken_back(
    asked: int, until: int | None, back: int | None, on: int
) -> None:
    from tomoni.sharing.queries import stood_on

    def day(number: int) -> datetime:
        return NOON + timedelta(days=number)

    row = Consent(given=True, asked_at=day(asked), until=None if until is None else day(until).date())
    row.withdrawn_at = None if back is None else day(back)
    expected = asked <= on and (until is None or on <= until) and (back is None or on < back)
    assert stood_on(row, day(on).date()) == expected


HIDDEN = {"address": "ともに町浜通り３丁目12-5", "phone": "０７０-1234-5678"}


@pytest.mark.parametrize(
    "field", ["what", "purpose", "recipient", "who", "legal", "told_words", "untold_why"]
)
@pytest.mark.parametrize("words", ["ともに町浜通り3丁目 12−5 に移った", "07012345678に電話を"])
def test_f4_what_is_to_stay_hidden_stands_in_no_disclosure(
    field: str, words: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    """Written otherwise it is the same address; the draft of its author keeps the words, no other row does."""
    add_address(sato, person=home.misaki, text=HIDDEN["address"], hide=True)
    add_contact_point(sato, person=home.misaki, value=HIDDEN["phone"], hide=True)
    given = {"told": "not_yet", "again_on": "R8.6.17", "untold_why": "わけ"} if field == "untold_why" else {}
    answer = client_for(sato).post(of("pass_on", home.family), sent(**{**given, field: words}))
    assert answer.status_code == 422
    assert "秘匿にしている" in answer.content.decode()
    assert disclosures() == []


def test_what_was_hidden_and_is_open_again_may_be_named_and_telling_hides_too(
    home: Home, sato: Viewer
) -> None:
    row = told(sato, home, told_on=None, untold_why="まだ", again_on=TODAY)
    protect(sato, persons=[home.misaki], against_text="夫")
    add_contact_point(sato, person=home.misaki, value="090-1111-2222")
    with pytest.raises(Refused, match="秘匿にしている"):
        tell_family(sato, disclosure=row, words="090-1111-2222にかけてと言われた")
    row.refresh_from_db()
    assert row.told_on is None
    assert told(sato, home, what="夫のこと").what == "夫のこと"


@given(st.text(alphabet="０1２3-ー ", max_size=12), st.text(max_size=8), st.text(max_size=8))
def test_hidden_words_are_found_however_they_stand(hidden: str, before: str, after: str) -> None:
    assert betrays(before + hidden + after, hidden) == (len(bare(hidden)) >= 3) or bare(hidden) not in bare(
        before + hidden + after
    )


def test_f4_taken_back_it_stays_findable_and_nothing_is_left_to_tell(
    case: Case, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    row = told(sato, home, told_on=None, untold_why="まだ会えない", again_on=TODAY)
    door = of("take_back_disclosure", row)
    assert client.post(door, {"submission": str(uuid4()), "why": ""}).status_code == 422
    assert client.post(door, {"submission": str(uuid4()), "why": "別の家庭のこと"}).status_code == 302
    assert open_duties() == []
    shown = client.get(of("family", home.family))
    assert "別の家庭のこと" in shown.content.decode()
    [again] = html.fromstring(shown.content).xpath("//a[starts-with(., '正しく書き直す')]/@href")
    form = client.get(again).context["form"]
    kept = [form[name].value() for name in ("what", "purpose", "basis", "told", "untold_why")]
    assert kept == [row.what, row.purpose, "council", "not_yet", "まだ会えない"]
    assert (form["recipient"].value().text, form["who"].value()) == ("みなみ小学校", "")
    for page in ("tell", "take_back_disclosure", "disclosure_receipt"):
        assert client.get(of(page, row)).status_code == 404
    with pytest.raises(Refused, match="すでに取り消しています"):
        retract_disclosure(sato, disclosure=row, why="もう一度")


def test_f4_a_request_begins_its_disclosure_and_shows_it(
    case: Case, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, consent = client_for(sato), yes(sato, home, recipient="向かいの佐々木さん")
    asked = {"look_at": "灯りがつくか", "call_when": "二日つかないとき", "until": date(2026, 7, 1)}
    request = ask(sato, case=case, name="向かいの佐々木さん", text="夕方に一声", consent=consent, **asked)
    sheet = reverse("monitoring:sheet", args=[home.family.ref])
    [door] = html.fromstring(client.get(sheet).content).xpath("//a[starts-with(., '伝えたことを残す')]/@href")
    form = client.get(door).context["form"]
    begun = [form[name].value() for name in ("what", "purpose", "basis", "consent")]
    what = "夕方に一声\n見てほしいこと：灯りがつくか\n連絡がほしいとき：二日つかないとき"
    assert begun == [what, "お願いのため", "consent", str(consent.ref)]
    assert form["recipient"].value().text == "向かいの佐々木さん"
    fields = sent(recipient="向かいの佐々木さん", who="", basis="consent", consent=str(consent.ref))
    assert client.post(door, fields).status_code == 302
    [row] = disclosures()
    assert row.source == f"support.request:{request.ref}"
    assert "R8.6.10</time>に伝えた" in client.get(sheet).content.decode()


def test_a_record_of_another_family_or_none_begins_nothing(
    case: Case, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, (family, (child,)) = client_for(sato), take_in(sato, persons=[NewPerson("大野 蓮")])
    theirs = record_consent(sato, family=family, person=child, given=True, what="秘密", recipient="y")
    address = of("pass_on", home.family)
    assert client.get(f"{address}?of=sharing.consent&row={theirs.ref}").status_code == 404
    for asked in ("of=people.person", "of=x", "of=auth.user", "of=access.grant", "of=sharing.consent"):
        assert client.get(f"{address}?{asked}&row={home.haruka.ref}").status_code == 404
        assert client.post(f"{address}?{asked}&row={theirs.ref}", sent()).status_code == 404
    assert disclosures() == []


def test_the_receipt_speaks_plainly_to_parent_and_child_and_warns_of_a_protection(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, consent = client_for(sato), yes(sato, home)
    row = told(sato, home, basis="consent", consent=consent, told_words="母：はい")
    page = " ".join(client.get(of("disclosure_receipt", row)).content.decode().split())
    for words in (
        "みなみ小学校",
        "朝起きられない日があること",
        "水沢 美咲さんに「伝えてよい」とうかがった",
        "母：はい",
    ):
        assert words in page
    assert "秘匿の申し出" not in page
    child = client.get(of("disclosure_receipt", row) + "?for=child").content.decode()
    assert "「つたえていいよ」と言ったからです。" in child
    assert client.get(of("disclosure_receipt", row) + "?for=²").status_code == 200
    protect(sato, persons=[home.misaki], against_text="夫")
    assert "秘匿の申し出がある人がいます" in client.get(of("disclosure_receipt", row)).content.decode()
    by_law = told(sato, home)
    page = client.get(of("disclosure_receipt", by_law)).content.decode()
    assert "児童福祉法 第25条の2・第25条の3" in page
    assert say("disclosure.ask", "family") in page


#              family list pass_on tell take_back receipt; POST pass_on, tell, take_back
DOORS = {
    "sato":     (200, 200, 200, 200, 200, 200, 422, 302, 422),
    "suzuki":   (200, 200, 404, 404, 404, 200, 404, 404, 404),
    "tanaka":   (200, 200, 200, 200, 200, 200, 422, 302, 422),
    "ito":      (404, 404, 404, 404, 404, 404, 404, 404, 404),
    "kimura":   (200, 200, 403, 403, 403, 200, 403, 403, 403),
    "mori":     (404, 404, 403, 403, 403, 404, 403, 403, 403),
    "stranger": (404, 404, 404, 404, 404, 404, 404, 404, 404),
}  # fmt: skip


@pytest.mark.parametrize("who", DOORS)
def test_who_may_open_and_write(
    who: str, home: Home, sato: Viewer, client_for: Enter, request: pytest.FixtureRequest
) -> None:
    row, known = told(sato, home, told_on=None, untold_why="まだ", again_on=TODAY), told(sato, home)
    client = client_for(request.getfixturevalue(who))
    looked = [client.get(of(page, home.family)) for page in ("family", "disclosures", "pass_on")]
    looked += [client.get(of(page, row)) for page in ("tell", "take_back_disclosure")]
    looked.append(client.get(of("disclosure_receipt", known)))
    done = [client.post(of("pass_on", home.family), {})]
    done += [
        client.post(of(page, row), {"submission": str(uuid4())}) for page in ("tell", "take_back_disclosure")
    ]
    assert tuple(answer.status_code for answer in [*looked, *done]) == DOORS[who]


@pytest.mark.parametrize("page", ["family", "disclosures"])
def test_the_pages_ask_the_same_queries_for_one_and_for_thirty(
    page: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    client, counts = client_for(sato), []
    client.get(of(page, home.family))
    for number in (1, 29):
        for _ in range(number):
            told(sato, home, basis="consent", consent=yes(sato, home))
        with CaptureQueriesContext(connection) as seen:
            shown = client.get(of(page, home.family)).content.decode()
        counts.append(len([q for q in seen.captured_queries if "journal_" not in q["sql"]]))
    assert counts[0] == counts[1]
    assert shown.count("朝の声かけ") == 30


@pytest.mark.parametrize(
    "text", ["𠮷田さんと葛󠄀城さん 👍", "<b>太字</b> & {{ x }}", pytest.param("あ" * 5_000, id="long")]
)
def test_every_character_is_kept(text: str, home: Home, sato: Viewer, client_for: Enter) -> None:
    page = client_for(sato).post(of("pass_on", home.family), sent(what=text), follow=True)
    assert page.status_code == 200
    assert [row.what for row in disclosures()] == [text]


def test_a_nul_is_told_and_sent_twice_it_is_one(home: Home, sato: Viewer, client_for: Enter) -> None:
    client, fields = client_for(sato), sent()
    assert client.post(of("pass_on", home.family), {**fields, "what": "a\0b"}).status_code == 422
    client.post(of("pass_on", home.family), fields)
    client.post(of("pass_on", home.family), fields)
    assert len(disclosures()) == 1


def test_the_database_itself_wants_a_basis_that_holds(home: Home, sato: Viewer) -> None:
    row = told(sato, home)
    for change in ("basis = 'consent'", "told_on = NULL"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE sharing_disclosure SET {change} WHERE id = {row.pk}")
