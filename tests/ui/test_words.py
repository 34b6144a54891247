"""Long texts, typed and pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.ui.forms import readable


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("一行め\r\n二行め\r三行め", "一行め\n二行め\n三行め"),
        ("前のページ\x0c次のページ", "前のページ\n次のページ"),
        ("段落のなかの\x0b改行", "段落のなかの\n改行"),
        ("\ufeff始まり\x00と\x08終わり\x7f", "始まりと終わり"),
        ("表\tの\tます", "表\tの\tます"),
        ("“引用”と‘ことば’―…", "“引用”と‘ことば’―…"),
        ("葛󠄀城さん、𠮷田さん、👨‍👩‍👧", "葛󠄀城さん、𠮷田さん、👨‍👩‍👧"),
    ],
)
def test_pasted_text_stays_readable(pasted: str, kept: str) -> None:
    assert readable(pasted) == kept


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"))
)
def test_what_can_be_seen_is_kept(text: str) -> None:
    assert readable(text) == text
