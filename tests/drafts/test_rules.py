"""How the words of two screens come together: the last word counts field by field, and no text is dropped."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.drafts.rules import Content, Key, merge

REF = UUID("5f0c7a52-3f1e-4d0a-9a57-0a8a6a0c2b11")


@pytest.mark.parametrize(
    "key",
    [Key("contacts.contact", REF, "new"), Key("contacts.contact", "", "new"), Key("families.family", REF)],
)
def test_a_key_survives_the_browser(key: Key) -> None:
    assert str(Key.read(str(key))) == str(key)


@pytest.mark.parametrize(
    "text",
    ["", "contacts", "a:b:c", "A.b::new", f"x:{REF}:new:more", f"x:{REF}", "x:../../etc:new", "x::新しい"],
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert Key.read(text) is None


def test_a_key_that_would_not_come_back_is_not_made() -> None:
    with pytest.raises(ValueError, match="no key of a draft"):
        Key("cases.case", REF, f"assessment.add.supporter.{REF}")


def kept(*steps: tuple[dict[str, str], int, str]) -> tuple[Content, list[list[str]]]:
    content, told = Content(), []
    for sent, base, screen in steps:
        content, names = merge(content, {name: [text] for name, text in sent.items()}, base, screen)
        told.append(names)
    return content, told


def test_one_screen_simply_goes_on() -> None:
    content, told = kept(({"a": "お"}, 0, "one"), ({"a": "おは"}, 0, "one"), ({"a": "おはよう"}, 0, "one"))
    assert (content.fields, content.version, told) == ({"a": ["おはよう"]}, 3, [[], [], []])


def test_the_same_again_is_no_new_version() -> None:
    content, _ = kept(({"a": "お"}, 0, "one"), ({"a": "お"}, 0, "one"))
    assert content.version == 1


def test_two_screens_in_different_fields_disturb_nobody() -> None:
    content, told = kept(
        ({"a": "", "b": ""}, 0, "one"),
        ({"a": "一", "b": ""}, 1, "one"),
        ({"a": "", "b": "二"}, 1, "two"),
        ({"a": "一と", "b": ""}, 1, "one"),
    )
    assert content.fields == {"a": ["一と"], "b": ["二"]}
    assert told == [[], [], [], []]


def test_a_screen_opened_before_there_was_a_draft_does_not_blank_the_other() -> None:
    content, told = kept(({"a": "一", "b": ""}, 0, "one"), ({"a": "", "b": "二"}, 0, "two"))
    assert (content.fields, told) == ({"a": ["一"], "b": ["二"]}, [[], []])


def test_in_the_same_field_the_last_word_counts_and_the_stale_writer_is_told() -> None:
    content, told = kept(({"a": "もと"}, 0, "one"), ({"a": "一"}, 1, "one"), ({"a": "二"}, 1, "two"))
    assert (content.fields, told) == ({"a": ["二"]}, [[], [], ["a"]])
    assert content.aside == [("a", "一")]


def test_who_has_seen_the_newest_state_may_replace_it_without_a_word() -> None:
    content, told = kept(({"a": "一"}, 0, "one"), ({"a": "二"}, 1, "two"))
    assert (content.fields, told, content.aside) == ({"a": ["二"]}, [[], []], [])


def test_a_box_no_longer_ticked_is_no_longer_sent_and_no_longer_kept() -> None:
    content, _ = kept(({"a": "一", "sure": "on"}, 0, "one"), ({"a": "一"}, 0, "one"))
    assert content.fields == {"a": ["一"], "sure": []}


def test_words_that_both_screens_wrote_may_be_changed_by_either() -> None:
    content, told = kept(({"a": "同じ"}, 0, "one"), ({"a": "同じ"}, 0, "two"), ({"a": "違う"}, 0, "one"))
    assert (content.fields, told) == ({"a": ["違う"]}, [[], [], []])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "three"]),
        st.sampled_from(["a", "b"]),
        st.text(alphabet="あいう葛󠄀𠮷", min_size=1, max_size=3),
    ),
    max_size=12,
)


@given(STEPS)
def test_no_word_of_another_screen_is_dropped_untold(steps: list[tuple[str, str, str]]) -> None:
    """Three screens opened over the same blank draft, typing different things in any order: each screen's last text in a
    field is the field's content, or was set aside when a later screen wrote there."""
    content, last = merge(Content(), {"a": [""], "b": [""]}, 0, "zero")[0], {}
    screens = {name: {"a": [""], "b": [""]} for name in ("one", "two", "three")}
    for number, (screen, name, typed) in enumerate(steps):
        text = f"{typed}{number}"
        screens[screen][name] = [text]
        content, _ = merge(content, screens[screen], 1, screen)
        last[(screen, name)] = text
    for (_screen, name), text in last.items():
        assert content.fields[name] == [text] or (name, text) in content.aside


@given(STEPS)
def test_the_last_typed_text_of_a_field_is_its_content(steps: list[tuple[str, str, str]]) -> None:
    content, expected = merge(Content(), {"a": [""], "b": [""]}, 0, "zero")[0], {"a": [""], "b": [""]}
    screens = {name: {"a": [""], "b": [""]} for name in ("one", "two", "three")}
    for screen, name, text in steps:
        if screens[screen][name] != [text]:
            expected[name] = [text]
        screens[screen][name] = [text]
        content, _ = merge(content, screens[screen], 1, screen)
    assert content.fields == expected
