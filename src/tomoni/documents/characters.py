"""Which characters of a text the print fonts can draw. A character is what people take for one: with its variation
selector, its accents, or the emoji joined to it (after UAX #29, as far as printing needs it).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, normalize

from tomoni.documents.faces import Face, faces

GETA = "〓"
JOINER = "\u200d"
LINE_BREAK = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
BLANK = re.compile("[\t\x1f]")
# Nothing to draw and nothing to miss: control characters, marks of direction and joining, selectors that stand alone.
# Source: Default_Ignorable_Code_Point of Unicode 16, without the variation selectors of ideographs.
SHAPELESS = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe02-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff]"
)
SELECTOR = re.compile("[\ufe00\ufe01\U000e0100-\U000e01ef]")
# Pairs that the fonts draw as one sign although Unicode has no single code point for them (JIS X 0213, 附属書4).
PAIRS = {f"{kana}\u309a" for kana in "かきくけこカキクケコセツトㇷ"}
PAIRS |= {f"{letter}{accent}" for letter in "ɔʌəɚ" for accent in "\u0300\u0301"} | {"æ\u0300"}
FORM = re.compile(f"(?=(.)({SELECTOR.pattern}))", re.DOTALL)


def plain(text: str) -> str:
    """The text as lines of blanks and characters that can be seen."""
    return "".join(_seen(each) for each in characters(LINE_BREAK.sub("\n", BLANK.sub(" ", text))))


def lacking(text: str) -> list[str]:
    """The characters that cannot be printed as they were typed, each once, in order."""
    return list(dict.fromkeys(each for each in characters(plain(text)) if stand_in(each)))


def replaced(text: str) -> str:
    """The text with something printable for each of them."""
    return "".join(stand_in(each) or each for each in characters(plain(text)))


def borrowed(text: str) -> set[str]:
    """What a later face draws as meant, while the first would take another form or compose it of parts."""
    first, *others = faces()
    changeable = {each for each in characters(text) if normalize("NFD", each) != each or FORM.search(each)}
    return {
        each for each in changeable if not _drawn(first, each) and any(_drawn(face, each) for face in others)
    }


def numbers(character: str) -> str:
    """What to call a character that cannot be shown: U+1F600, U+8FBB U+E0101."""
    return " ".join(f"U+{ord(sign):04X}" for sign in character)


@lru_cache(maxsize=4096)
def stand_in(character: str) -> str:
    """What is printed in place of a character; empty when it can be printed as it is.

    Forms and accents give way to the plain character, everything else to 〓.
    """
    if _printable(character):
        return ""
    bare = "".join(sign for sign in normalize("NFD", character) if not category(sign).startswith("M"))
    return bare if len(bare) == 1 and _printable(bare) else GETA


def characters(text: str) -> Iterator[str]:
    """The text in pieces that a reader takes for one character."""
    whole = ""
    for sign in text:
        if whole and not _goes_on(whole, sign):
            yield whole
            whole = ""
        whole += sign
    if whole:
        yield whole


def _goes_on(whole: str, sign: str) -> bool:
    skin, tag = "\U0001f3fb" <= sign <= "\U0001f3ff", "\U000e0020" <= sign <= "\U000e007f"
    flag = _regional(sign) and _regional(whole[0]) and len(whole) == 1
    joined = sign == JOINER or whole[-1] == JOINER
    return whole != "\n" and (category(sign).startswith("M") or skin or tag or flag or joined)


def _regional(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _seen(character: str) -> str:
    """Without what has no shape; but an emoji joined from several stays one character that cannot be printed."""
    if character == "\n":
        return character
    bare = SHAPELESS.sub("", character)
    bare = "" if SELECTOR.sub("", bare) == "" else bare
    joined = JOINER in character.strip(JOINER) and not all(map(_printable, bare))
    return character if joined else bare


def _printable(character: str) -> bool:
    if character == "\n":
        return True
    return any(_drawn(face, character) for face in faces())


def _drawn(face: Face, character: str) -> bool:
    """Whether the face has one sign for the character, in the form that its selector asks for. Of a sign put together from
    parts Typst would say each part's text anew.
    """
    bare = SELECTOR.sub("", character)
    sign = bare if len(bare) == 1 else normalize("NFC", bare)
    whole = len(sign) == 1 or sign in PAIRS
    return whole and {ord(each) for each in sign} <= face.signs and _forms(character) <= face.forms


def _forms(text: str) -> set[tuple[int, int]]:
    return {(ord(sign), ord(selector)) for sign, selector in FORM.findall(text)}
