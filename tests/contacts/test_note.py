"""The quick note through its page: what is saved, exactly, and what comes back when something is wrong."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.contacts.conftest import NOON, Home
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, frozen
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.contacts.models import Contact, Passage, Present
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.resources.models import Organisation

NOTE = reverse("contacts:note")
Sent = Callable[..., dict[str, Any]]
Enter = Callable[[Viewer], Client]


def of(home: Home) -> str:
    return f"{NOTE}?family={home.family.ref}"


def long(home: Home) -> str:
    return reverse("contacts:write", args=[home.family.ref])


def contacts() -> list[Contact]:
    return list(Contact.objects.for_system("test").order_by("pk"))


def only() -> Contact:
    (contact,) = contacts()
    return contact


def passages() -> list[Passage]:
    return list(Passage.objects.for_system("test").order_by("contact", "order"))


def test_a_note_is_saved_with_what_was_typed(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    answer = client_for(sato).post(of(home), sent(case=str(home.case.ref), place="entrance"))
    contact = only()
    assert answer.headers["Location"] == reverse("contacts:detail", args=[contact.ref])
    assert (contact.family, contact.case, contact.author) == (home.family, home.case, sato.post)
    assert contact.dossier == home.case.dossier
    assert contact.at == datetime(2026, 6, 10, 10, 30, tzinfo=TOKYO)
    assert (contact.method, contact.place, contact.title) == (
        "visit",
        "entrance",
        "陽花さんは玄関まで走って出てきた。",
    )
    assert (contact.safety_concern, contact.agreed, contact.minutes) == (False, "", None)
    assert contact.coworkers.for_system("test").count() == 0
    (passage,) = passages()
    assert (passage.kind, passage.source, passage.text) == (
        "fact",
        "staff",
        "陽花さんは玄関まで走って出てきた。",
    )
    assert passage.dossier == home.case.dossier


def test_the_page_begins_with_now_the_family_and_the_last_way(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    form = client.get(of(home)).context["form"]
    assert (str(form["day"].value()), form["time"].value(), form["method"].value()) == (
        "令和8年6月10日",
        "12:00",
        "visit",
    )
    assert form["case"].value() == str(home.case.ref)
    assert form["seen"].value() == []
    client.post(of(home), sent(method="phone"))
    assert client.get(of(home)).context["form"]["method"].value() == "phone"


def test_whom_the_note_is_about_may_come_with_the_address(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    page = client_for(sato).get(f"{of(home)}&met={home.haruka.ref}")
    assert page.context["form"]["seen"].value() == [str(home.haruka.ref)]


def test_several_children_are_met_once_each_in_one_record(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    children = [str(home.haruka.ref), str(home.minato.ref)]
    fields = sent(seen=children, heard=[children[0], str(home.misaki.ref)], alone=[children[0]])
    client_for(sato).post(of(home), fields)
    rows = Present.objects.for_system("test").order_by("pk").values_list("person", "seen", "heard", "alone")
    assert list(rows) == [
        (home.haruka.pk, True, True, True),
        (home.minato.pk, True, False, False),
        (home.misaki.pk, False, True, False),
    ]
    assert len(contacts()) == 1


def test_nobody_unborn_can_be_met(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    answer = client_for(sato).post(of(home), sent(seen=[str(home.expected.ref)]))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"seen": ["この家庭の人を選んでください。"]}
    assert contacts() == []


def test_three_kinds_of_passage_keep_their_order_and_their_source(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    fields = sent(
        text_0="湊くんがつかまり立ちをした。",
        kind_1="quotation", text_1="図書係をやりたい。", origin_1=str(home.haruka.ref),
        kind_2="opinion", text_2="少しずつなじんでいる。", origin_2="staff",
        kind_3="fact", text_3="", origin_3="staff",
        kind_4="fact", text_4="昨日は休んだ。", origin_4="agency",
    )  # fmt: skip
    client_for(sato).post(of(home), fields)
    rows = [(p.order, p.kind, p.source, p.speaker, p.text) for p in passages()]
    assert rows == [
        (0, "fact", "staff", None, "湊くんがつかまり立ちをした。"),
        (1, "quotation", "self", home.haruka, "図書係をやりたい。"),
        (2, "opinion", "staff", None, "少しずつなじんでいる。"),
        (3, "fact", "agency", None, "昨日は休んだ。"),
    ]


def test_the_next_promise_becomes_a_duty(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    fields = sent(case=str(home.case.ref), promise="申込書を持っていく", promise_day="R8.6.16")
    client_for(sato).post(of(home), fields)
    duty = Duty.objects.for_system("test").get(kind="promise")
    assert (duty.kind, duty.text, duty.holder, duty.case) == (
        "promise",
        "申込書を持っていく",
        sato.post,
        home.case,
    )
    assert duty.due_at == datetime(2026, 6, 16, 17, 0, tzinfo=TOKYO)
    assert duty.source == f"contacts.contact:{only().ref}"


def test_a_light_contact_stays_without_a_case(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client_for(sato).post(
        of(home), sent(case="light", method="outside", promise="声をかける", promise_day="R8.7.1")
    )
    contact = only()
    assert (contact.case, contact.dossier) == (None, home.family.dossier)
    assert Duty.objects.for_system("test").get(kind="promise").case is None


def test_the_record_stands_in_the_chronology_with_everybody_named(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    fields = sent(case=str(home.case.ref), seen=[str(home.haruka.ref)], origin_0=str(home.misaki.ref))
    client_for(sato).post(of(home), fields)
    entry = TimelineEntry.objects.for_system("test").get(kind="contact")
    assert (entry.title, entry.phase) == ("陽花さんは玄関まで走って出てきた。", "intake")
    named = entry.persons.for_system("test").order_by("pk").values_list("person", flat=True)
    assert list(named) == [home.haruka.pk, home.misaki.pk]


def test_the_long_form_keeps_every_field(
    home: Home, sato: Viewer, suzuki: Viewer, client_for: Enter, sent: Sent
) -> None:
    school = Organisation.objects.for_system("test")
    from tomoni.resources.actions import add_organisation

    add_organisation(sato, name="みなみ小学校", kind="primary_school")
    fields = sent(
        case=str(home.case.ref), minutes="40", place="school", title="面談", agreed="来週また会う。",
        coworkers=[str(suzuki.post.pk)], organisation="みなみ小学校", heard=[str(home.haruka.ref)],
        kind_0="quotation", text_0="朝は起きられないと言っています。", origin_0=str(home.misaki.ref),
        about_0=str(home.haruka.ref), topic_0="matters",
        kind_1="fact", text_1="担任の先生が気づいた。", origin_1="agency", speaker_text_1="担任の岡田先生",
        kind_2="fact", text_2="隣の人から電話があった。", origin_2="third_party", protected_2="on",
    )  # fmt: skip
    answer = client_for(sato).post(long(home), fields)
    assert answer.status_code == 302
    contact = only()
    assert (contact.title, contact.minutes, contact.place, contact.agreed) == (
        "面談",
        40,
        "school",
        "来週また会う。",
    )
    assert [row.post for row in contact.coworkers.for_system("test")] == [suzuki.post]
    assert contact.organisation == school.get()
    mother, teacher, neighbour = passages()
    assert (mother.source, mother.speaker, mother.about, mother.topic) == (
        "family",
        home.misaki,
        home.haruka,
        "matters",
    )
    assert (teacher.source, teacher.speaker_text) == ("agency", "担任の岡田先生")
    assert (neighbour.text, str(neighbour.hidden)) == ("", "●●●（秘匿）")
    assert plain_of(neighbour, "hidden") == "隣の人から電話があった。"


def test_a_protected_first_passage_is_in_no_title(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client_for(sato).post(long(home), sent(text_0="隣の田中さんから電話。", protected_0="on"))
    assert only().title == "（秘匿を含む記録）"
    assert TimelineEntry.objects.for_system("test").get(kind="contact").title == "（秘匿を含む記録）"


def test_the_same_form_sent_twice_is_one_record(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client, fields = client_for(sato), sent()
    first, second = client.post(of(home), fields), client.post(of(home), fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(contacts()) == 1


# Choosing the family


def test_the_note_knows_the_family_of_the_page_it_was_opened_from(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    for page in ("desk:family", "desk:records", "sharing:family", "contacts:write"):
        before = f"http://testserver{reverse(page, args=[home.family.ref])}"
        assert client.get(NOTE, headers={"referer": before}).headers["Location"] == of(home)


def test_a_page_of_another_site_or_of_a_family_out_of_reach_says_nothing(
    home: Home, sato: Viewer, ito: Viewer, client_for: Enter
) -> None:
    family = reverse("desk:family", args=[home.family.ref])
    elsewhere = client_for(sato).get(NOTE, headers={"referer": f"http://elsewhere.test{family}"})
    out_of_reach = client_for(ito).get(NOTE, headers={"referer": f"http://testserver{family}"})
    assert [elsewhere.status_code, out_of_reach.status_code] == [200, 200]
    assert (elsewhere.context["family"], out_of_reach.context["family"]) == (None, None)


def test_families_written_about_lately_are_one_tap_away(
    home: Home, neighbours: tuple[Family, Person], sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    assert client.get(NOTE).context["offers"] == [home.family]  # whose case the viewer leads
    client.post(f"{NOTE}?family={neighbours[0].ref}", sent(case="light"))
    assert client.get(NOTE).context["offers"] == [neighbours[0], home.family]


def test_a_family_is_found_while_typing_and_chosen_by_its_reference(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    options = client.get(reverse("contacts:families"), {"q": "みずさわ"}).content.decode()
    assert f'data-value="{home.family.ref}" data-text="水沢さんの家庭"' in options
    client.post(NOTE, sent(family="水沢さんの家庭", family_ref=str(home.family.ref)))
    assert (only().family, only().case) == (home.family, home.case)


def test_words_that_fit_one_family_only_are_enough_without_scripts(
    home: Home, neighbours: tuple[Family, Person], sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client_for(sato).post(NOTE, sent(family="大野"))
    assert only().family == neighbours[0]


@pytest.mark.parametrize("words", ["", "いない人", "の家庭"])
def test_without_a_clear_family_nothing_is_saved_and_nothing_lost(
    words: str, home: Home, neighbours: tuple[Family, Person], sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    answer = client_for(sato).post(NOTE, sent(family=words))
    assert answer.status_code == 422
    assert answer.context["form"].errors["family"] == [
        "どの家庭の記録かを選んでください。書いた文はこの画面に残っています。"
    ]
    assert "陽花さんは玄関まで走って出てきた。</textarea>" in answer.content.decode()
    assert contacts() == []


# What is wrong comes back, with every word


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"day": "令和8年2月30日"}, "day", "2月30日はありません。令和8年2月は28日までです。日を確かめてください。"),
        ({"day": "R8.6"}, "day", "年月日まで入力してください（例：R8.12.1）。"),
        ({"day": ""}, "day", "書いてください。"),
        ({"time": "25:00"}, "time", "時刻として読み取れません。「14:30」「午後2時半」のように書いてください。"),
        ({"time": ""}, "time", "書いてください。"),
        ({"promise": "電話する"}, "promise_day", "いつまでにするかを書いてください。"),
        ({"promise_day": "R8.7.1"}, "promise", "何を約束したかを書いてください。"),
        ({"promise": "電話する", "promise_day": "R8.6.9"}, "promise_day", "今日より前の日です。今日からあとの日を書いてください。"),
        ({"minutes": "四十"}, "minutes", "分を数字で書いてください（例：40）。"),
        ({"organisation": "知らない学校"}, "organisation", "候補から選んでください。登録のない相手は、空にして本文に書いてください。"),
        ({"coworkers": ["999999"]}, "coworkers", "いま在籍している職員から選んでください。"),
        ({"day": "明日"}, "day", "日付として読み取れません。次のように入力してください（例：R6.4.1、令和6年4月1日、2024/4/1、令和6年4月、令和6年ごろ、不明）。"),
        ({"day": "R8.6.11"}, "__all__", "日時が未来になっています。これからの予定は「次の約束」に書いてください。"),
        ({"time": "12:11"}, "__all__", "日時が未来になっています。これからの予定は「次の約束」に書いてください。"),
        ({"text_0": " \n　"}, "__all__", "記録する内容がありません。見たこと・聞いたことばを一つ以上書いてください。"),
    ],
)  # fmt: skip
def test_wrong_input_is_told_and_nothing_is_written(
    fields: dict[str, str], field: str, message: str, home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    answer = client_for(sato).post(long(home), sent(**fields))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [message]}
    assert "陽花さんは玄関まで走って出てきた。" in answer.content.decode() or "text_0" in fields
    assert contacts() == []


@pytest.mark.parametrize("day", ["M1.1.25", "S20.8.15", "昨日", "2026/6/10"])
def test_days_long_ago_are_kept(day: str, home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    client = client_for(sato)
    page = client.post(of(home), sent(day=day), follow=True)
    assert page.status_code == 200
    read = {"M1.1.25": date(1868, 1, 25), "S20.8.15": date(1945, 8, 15), "昨日": date(2026, 6, 9)}
    assert only().at.astimezone(TOKYO).date() == read.get(day, date(2026, 6, 10))


def test_ten_minutes_of_a_fast_clock_are_forgiven(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client_for(sato).post(of(home), sent(time="12:10"))
    assert only().at == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(
    "text",
    [
        "𠮷田さん、葛󠄀城さん、㍼、👩‍👧‍👦、👍🏽",
        "“引用”と\tタブ―…",
        "<script>alert(1)</script> & {{ x }}",
        "a\u202eb",
        "％%0a'\";--",
    ],
)
def test_every_character_is_kept_as_it_is(
    text: str, home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    page = client_for(sato).post(of(home), sent(text_0=text), follow=True)
    assert page.status_code == 200
    assert [p.text for p in passages()] == [text]
    assert "<script>alert" not in page.content.decode()


def test_pages_of_a_word_processor_stay_apart(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client_for(sato).post(of(home), sent(text_0="一枚め\r\n\x0c二枚め\x0b続き\x08"))
    assert [p.text for p in passages()] == ["一枚め\n\n二枚め\n続き"]


def test_the_character_nul_is_taken_out_and_told(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client = client_for(sato)
    answer = client.post(of(home), sent(text_0="前\x00後"))
    assert answer.status_code == 422
    assert "その文字だけを除きました" in answer.content.decode()
    assert ">\n前後</textarea>" in answer.content.decode()
    client.post(of(home), sent(text_0="前後"))
    assert [p.text for p in passages()] == ["前後"]


def test_two_hundred_thousand_characters_are_taken(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    text = "あいうえお\n" * 33_333 + "漢字"
    assert len(text) == 200_000
    assert client_for(sato).post(of(home), sent(text_0=text)).status_code == 302
    assert passages()[0].text == text


def test_more_than_that_comes_back_whole(home: Home, sato: Viewer, client_for: Enter, sent: Sent) -> None:
    first, second = "あ" * 200_000, "𠮷" * 7
    answer = client_for(sato).post(of(home), sent(text_0=first, kind_1="fact", text_1=second))
    assert answer.status_code == 422
    (message,) = answer.context["form"].errors["passages"]
    assert message.startswith("一つの記録に書けるのは200,000文字までです。7文字を減らすか")
    page = answer.content.decode()
    assert f">\n{first}</textarea>" in page
    assert f">\n{second}</textarea>" in page
    assert contacts() == []


@pytest.mark.parametrize("place", ["seen", "heard", "alone", "origin_0", "about_0"])
def test_people_of_another_family_are_refused_and_nothing_is_written(
    place: str, home: Home, neighbours: tuple[Family, Person], sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    answer = client_for(sato).post(long(home), sent(**{place: str(neighbours[1].ref)}))
    assert answer.status_code == 422
    assert "この家庭の人を選んでください。" in answer.content.decode()
    assert (contacts(), passages(), Present.objects.for_system("test").count()) == ([], [], 0)


def test_a_case_of_another_family_is_refused(
    home: Home, neighbours: tuple[Family, Person], sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    answer = client_for(sato).post(f"{NOTE}?family={neighbours[0].ref}", sent(case=str(home.case.ref)))
    assert "case" in answer.context["form"].errors
    assert contacts() == []


def test_a_draft_is_there_the_next_day_with_the_day_it_was_written(
    home: Home, sato: Viewer, client_for: Enter, sent: Sent
) -> None:
    client_for(sato).post(of(home), sent(text_0="途中まで", time="", day="令和8年6月10日"))
    with frozen(NOON + timedelta(days=1)):
        page = client_for(sato).get(of(home))
    assert ">\n途中まで</textarea>" in page.content.decode()
    assert page.context["form"]["day"].value() == "令和8年6月10日"
