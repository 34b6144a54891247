"""Forms: what is marked, what errors say and where they lead, what is carried unseen."""

from uuid import UUID

import pytest
from django import forms
from django.http import QueryDict
from lxml import html

from tomoni.calendar.fields import DayFormField
from tomoni.ui.forms import LONGEST, STALE, ComboField, Form, TextWithRoom, WordsField
from tomoni.ui.picks import Pick

SENT = "5f0a7a0e-3c52-4c0f-8f7e-2f8f3f1f7a10"
REF = "7d0c2a52-6b0e-4f6a-9a51-0d8f0c6a1f02"


class Visit(Form):
    whom = ComboField("ui:suggest", label="だれと")
    day = DayFormField(label="いつ", help_text="例：R8.4.7")
    way = forms.ChoiceField(
        label="どのように", choices=[("v", "訪問"), ("p", "電話")], widget=forms.RadioSelect
    )
    story = TextWithRoom(label="あったこと", room=10)
    place = forms.CharField(label="場所", required=False)
    told = forms.BooleanField(label="本人に伝えた")

    def clean(self) -> None:
        if self.data.get("place") == "不明":
            raise forms.ValidationError("場所とようすが合いません。")


def posted(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"submission": SENT, **values})
    return data


def good(**values: str) -> dict[str, str]:
    return {"whom": "水沢 陽花", "day": "R8.4.7", "way": "v", "story": "会えた。", "told": "on", **values}


def page(form: forms.Form) -> html.HtmlElement:
    return html.fromstring(f"<div>{form}</div>")


def test_a_fresh_form_carries_its_own_number_and_no_error() -> None:
    one, two = page(Visit()), page(Visit())
    numbers = [each.xpath("string(.//input[@name='submission']/@value)") for each in (one, two)]
    assert numbers[0] != numbers[1]
    assert str(UUID(numbers[0])) == numbers[0]
    assert one.find_class("error-summary") == []
    assert [each.get("type") for each in one.iter("input")][:2] == ["hidden", "hidden"]


def test_the_number_stays_the_same_when_the_form_comes_back_with_errors() -> None:
    assert page(Visit(posted())).xpath("string(.//input[@name='submission']/@value)") == SENT


def test_a_form_without_its_number_asks_to_open_the_page_again() -> None:
    form = Visit(QueryDict(mutable=True))
    assert form.errors["submission"] == [STALE]
    assert page(form).find_class("error-summary")[0].xpath(".//li[not(a)]/text()") == [STALE]


def test_the_summary_names_every_error_and_leads_to_its_field() -> None:
    shown = page(Visit(posted(day="令和8年2月30日", story="とても長い文になりました。", place="不明")))
    summary = shown.find_class("error-summary")[0]
    assert (summary.get("role"), summary.get("tabindex"), summary.get("autofocus")) == ("alert", "-1", "")
    assert [item.text_content() for item in summary.iter("li")] == [
        "場所とようすが合いません。",
        "だれと：書いてください。",
        "いつ：2月30日はありません。令和8年2月は28日までです。日を確かめてください。",
        "どのように：選んでください。",
        "あったこと：10文字までです。3文字減らしてください。",
        "本人に伝えた：確かめて、印をつけてください。",
    ]
    links = [link.get("href") for link in summary.iter("a")]
    assert links == ["#id_whom_0", "#id_day", "#id_way_0", "#id_story", "#id_told"]
    assert all(len(shown.xpath(f".//*[@id='{link[1:]}']")) == 1 for link in links)


class Letter(Form):
    words = WordsField(label="手紙")


@pytest.mark.parametrize(
    ("length", "errors"), [(LONGEST, []), (LONGEST + 1, ["20,000文字までです。1文字減らしてください。"])]
)
def test_too_long_a_text_is_said_so_and_comes_back_whole(length: int, errors: list[str]) -> None:
    form = Letter(posted(words="あ" * length))
    assert form.errors.get("words", []) == errors
    [area] = page(form).iter("textarea")
    assert (area.text_content().strip(), area.get("maxlength")) == ("あ" * length, None)


def test_every_text_of_several_lines_has_that_room() -> None:
    forms_of_all = [Form]
    for each in forms_of_all:
        forms_of_all.extend(each.__subclasses__())
    areas = {
        f"{each.__name__}.{name}": field
        for each in forms_of_all
        if each.__module__.startswith("tomoni") and "examples" not in each.__module__
        for name, field in each.base_fields.items()
        if isinstance(field.widget, forms.Textarea)
    }
    assert len(areas) > 40
    assert [name for name, field in areas.items() if not isinstance(field, WordsField | TextWithRoom)] == []


def test_an_error_is_read_out_with_its_field() -> None:
    shown = page(Visit(posted(**good(day="きのうの朝"))))
    day = shown.xpath(".//input[@name='day']")[0]
    assert (day.get("aria-invalid"), day.get("aria-describedby")) == ("true", "id_day_helptext id_day_error")
    assert (day.get("value"), day.get("aria-required"), day.get("required")) == ("きのうの朝", "true", None)
    assert shown.get_element_by_id("id_day_error").text_content().startswith("日付として読み取れません")
    assert next(each.get("class") for each in day.iterancestors("div")) == "field wrong"


def test_a_group_is_described_as_a_whole() -> None:
    group = page(Visit(posted(**good(way="x")))).xpath(".//fieldset")[0]
    assert group.get("aria-describedby") == "id_way_error"
    assert group.find("legend").text_content().strip() == "どのように"
    assert {each.get("aria-invalid") for each in group.iter("input")} == {None}


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("optional", {"場所": "任意"}),
        ("required", {"だれと": "必須", "いつ": "必須", "どのように": "必須", "あったこと": "必須"}),
        ("nothing", {}),
    ],
)
def test_marks_are_words_never_asterisks(marks: str, expected: dict[str, str]) -> None:
    form = Visit()
    form.marks = marks  # type: ignore[assignment]
    shown = page(form)
    found = {each.getparent().text.strip(): each.text for each in shown.find_class("optional")}
    assert found == expected
    assert "*" not in shown.text_content()


def test_every_control_has_its_name_for_screen_readers() -> None:
    shown = page(Visit())
    named = {label.get("for") for label in shown.iter("label")}
    seen = [each for each in shown.iter("input", "textarea", "select") if each.get("type") != "hidden"]
    assert {each.get("id") for each in seen} <= named
    assert len(seen) == 7


@pytest.mark.parametrize(
    ("values", "pick"),
    [
        ({"whom": "水沢 陽花", "whom_ref": REF}, Pick("水沢 陽花", UUID(REF))),
        ({"whom": " 水沢 陽花 ", "whom_ref": ""}, Pick("水沢 陽花")),
        ({"whom": "近所の方"}, Pick("近所の方")),
    ],
)
def test_a_combobox_gives_words_and_the_reference_when_one_was_chosen(
    values: dict[str, str], pick: Pick
) -> None:
    form = Visit(posted(**{**good(), **values}))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["whom"] == pick


def test_a_forged_reference_is_an_error_of_the_field_not_of_the_server() -> None:
    form = Visit(posted(**good(whom_ref="1 OR 1=1")))
    assert not form.is_valid()
    assert list(form.errors) == ["whom"]


def test_a_combobox_shows_again_what_was_picked() -> None:
    box = page(Visit(initial={"whom": Pick("水沢 陽花", UUID(REF))})).find(".//combo-box")
    assert box is not None
    assert box.get("data-url") == "/ui/suggest/"
    assert [each.get("value") for each in box.iter("input")] == ["水沢 陽花", REF]


@pytest.mark.parametrize(
    ("text", "valid"),
    [("あ" * 10, True), ("あ" * 11, False), ("𠮟" * 10, True), ("あいう\r\nえおか\r\nき", True)],
)
def test_room_is_counted_in_characters_as_people_count(text: str, valid: bool) -> None:
    assert Visit(posted(**good(story=text))).is_valid() is valid


def test_what_was_typed_comes_back_as_text() -> None:
    shown = page(Visit(posted(**good(story="<b>太字</b>で話した。", day=""))))
    assert shown.xpath("string(.//textarea)").strip() == "<b>太字</b>で話した。"
