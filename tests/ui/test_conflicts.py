"""Two people changed the same record: nothing is lost, whichever side is kept."""

import re

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from tomoni.drafts.conflicts import conflict, conflict_page, differences, merged, resolved
from tomoni.ui.forms import Form

# A busy machine is no finding.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LINES = st.lists(st.sampled_from(["会えた。", "𠮟られた話。", "a", "b", "次は火曜"]), max_size=8).map(
    "\n".join
)


class Note(Form):
    story = forms.CharField(label="あったこと", widget=forms.Textarea, required=False)
    way = forms.ChoiceField(label="どのように", choices=[("v", "訪問"), ("p", "電話")])
    needs = forms.MultipleChoiceField(
        label="願い", choices=[("r", "休みたい"), ("m", "食事")], required=False
    )


def mine(**values: str | list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in {"submission": "x", "version": "1", "csrfmiddlewaretoken": "t", **values}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def sent_from(page: str, choices: dict[str, str]) -> QueryDict:
    """What a browser without scripts posts from the conflict page after these choices."""
    form = html.fromstring(page).xpath("//form[.//input[@name='version']]")[0]
    for name, side in choices.items():
        for radio in form.xpath(f".//input[@name='keep-{name}']"):
            radio.checked = radio.get("value") == side
    data = QueryDict(mutable=True)
    for name, value in form.form_values():
        data.appendlist(name, value)
    return data


def test_only_what_differs_is_shown() -> None:
    form = Note(mine(story="会えた。\r\n元気だった。", way="v", needs=["r", "m"]))
    stored = {"story": "会えた。\n元気だった。", "way": "p", "needs": ["r"]}
    found = differences(form, stored)
    assert [(each.label, each.mine_text, each.theirs_text, each.mergeable) for each in found] == [
        ("どのように", "訪問", "電話", False),
        ("願い", "休みたい、食事", "休みたい", False),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a\nb\nc", "a\nb\nc", "a\nb\nc"),
        ("a\nX\nc", "a\nY\nc", "a\nX\nY\nc"),
        ("", "a", "a"),
        ("a\nb", "b", "a\nb"),
    ],
)
def test_merging_keeps_common_lines_once(first: str, second: str, expected: str) -> None:
    assert merged(first, second) == expected


@UNHURRIED
@given(LINES, LINES)
def test_merging_loses_no_line_of_either(first: str, second: str) -> None:
    lines = merged(first, second).splitlines()
    assert subsequence(first.splitlines(), lines)
    assert subsequence(second.splitlines(), lines)


def subsequence(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(line in rest for line in part)


@pytest.mark.parametrize(
    ("choices", "story", "way", "needs"),
    [
        ({"story": "mine", "way": "mine", "needs": "mine"}, "私の文", "v", ["r", "m"]),
        ({"story": "theirs", "way": "theirs", "needs": "theirs"}, "先の文", "p", []),
        ({"story": "merged", "way": "theirs", "needs": "mine"}, "先の文\n私の文", "p", ["r", "m"]),
    ],
)
def test_the_page_posts_the_chosen_texts_without_scripts(
    choices: dict[str, str], story: str, way: str, needs: list[str], db: None
) -> None:
    form = Note(mine(story="私の文", way="v", needs=["r", "m"], place="自宅"))
    found = conflict(form, {"story": "先の文", "way": "p", "needs": []}, "2", "鈴木 健")
    request = RequestFactory().post("/notes/1/")
    answer = conflict_page(request, found)
    assert answer.status_code == 409
    data = resolved(sent_from(answer.content.decode(), choices))
    assert (data["story"].replace("\r\n", "\n").strip(), data["way"], data.getlist("needs")) == (
        story,
        way,
        needs,
    )
    assert (data["version"], data["place"]) == ("2", "自宅")
    assert data["submission"] != "x"
    assert not [name for name in data if re.match("keep-|mine-|theirs-", name)]


def test_an_ordinary_post_is_left_alone() -> None:
    data = mine(story="私の文", way="v")
    assert resolved(data) is data


def test_what_others_wrote_is_shown_as_text(db: None) -> None:
    found = conflict(Note(mine(story="a", way="v")), {"story": "<script>x</script>"}, "2", "<i>鈴木</i>")
    page = conflict_page(RequestFactory().post("/"), found).content.decode()
    assert "<script>x" not in page
    assert "<i>鈴木" not in page
    assert page.count("&lt;script&gt;x&lt;/script&gt;") == 3
