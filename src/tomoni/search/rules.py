"""What of a text goes into the index, what a query asks of it, and why something was found. No queries here."""

from collections.abc import Iterable

from tomoni.search.choices import Reason
from tomoni.search.compare import address_key, phone_key
from tomoni.search.fold import fold, name_keys, query_phrases

TAIL_BYTES = 24
LONGEST_QUERY = 200
# Folded keys hold no punctuation, so a mark before a key is never taken for a part of it.
MARKS = {Reason.NAME: "=", Reason.NUMBER: "#", Reason.PHONE: "*", Reason.ADDRESS: "/"}
_REASONS = {mark: reason for reason, mark in MARKS.items()}
Phrases = list[str]


def words_of(
    names: Iterable[str],
    kana: Iterable[str],
    numbers: Iterable[str],
    phones: Iterable[str],
    addresses: Iterable[str],
) -> str:
    """The keys under which a thing is found, one a line, each behind the mark of its reason."""
    keys = {
        Reason.NAME: [key for name in names for key in name_keys(name)]
        + [key for reading in kana for key in name_keys(reading, reading)],
        Reason.NUMBER: [key for number in numbers for key in (fold(number), address_key(number))],
        Reason.PHONE: [phone_key(phone) or fold(phone) for phone in phones],
        Reason.ADDRESS: map(address_key, addresses),
    }
    lines = [MARKS[reason] + key for reason, found in keys.items() for key in found if key]
    return "\n".join(dict.fromkeys(lines))


def tails_of(words: str) -> dict[bytes, bool]:
    """Each key from each of its characters on, cut; true where it is the beginning of a key."""
    tails: dict[bytes, bool] = {}
    for line in words.splitlines():
        for at in range(1, len(line)):
            tail = cut(line[at:])
            tails[tail] = tails.get(tail, False) or at == 1
    return tails


def cut(text: str) -> bytes:
    """A text as tails hold it."""
    return text.encode()[:TAIL_BYTES]


def clean(query: str) -> str:
    """Without halves of characters, which no database takes; broken clients send them."""
    return query.encode(errors="ignore").decode()


def whole_key(text: str) -> str:
    """The key of a whole telephone number or address, by which a protected one is met; empty for a text without digits."""
    key = phone_key(text) or address_key(text)
    return key if any(map(str.isdigit, key)) else ""


def alternatives(query: str) -> list[Phrases]:
    """What a query looks for, the most certain first: found is what holds all phrases of one of the lists.

    Names follow ``fold.query_phrases``, less what a wider list finds anyway; digits and addresses keep together what was
    typed together, or every house number would meet every telephone number.
    """
    as_one = fold(query)
    words, spelled = [fold(word) for word in query.split()], [address_key(word) for word in query.split()]
    if as_one.isdigit():
        return _distinct([[phone_key(query) or as_one], spelled if len(as_one) < 9 else []])
    if spelled != words:
        return _distinct([spelled, words])
    lists = _distinct(query_phrases(query))
    return [phrases for phrases in lists if not any(_narrower(phrases, other) for other in lists)]


def _distinct(lists: Iterable[Phrases]) -> list[Phrases]:
    """Each list once, without what is empty."""
    kept = dict.fromkeys(tuple(filter(None, phrases)) for phrases in lists)
    return [list(phrases) for phrases in kept if phrases]


def _narrower(phrases: Phrases, other: Phrases) -> bool:
    """Whether the other list finds all that these phrases find, and they are not the same."""
    return phrases != other and all(any(part in phrase for phrase in phrases) for part in other)


def is_frequent(phrase: str) -> bool:
    """Whether nearly every row holds the phrase: a single kana, letter or digit, but not a kanji."""
    return len(phrase) == 1 and phrase < "\u3400"


def reasons_for(words: str, query: list[Phrases]) -> tuple[Reason, ...]:
    """Which kinds of keys hold a phrase of the first list that is met as a whole."""
    for phrases in query:
        if all(phrase in words for phrase in phrases):
            met = {line[0] for line in words.splitlines() for phrase in phrases if phrase in line[1:]}
            return tuple(reason for mark, reason in _REASONS.items() if mark in met)
    return ()


def may_be_told(words: str, query: list[Phrases]) -> bool:
    """Whether somebody shut out by a seal is sent to the coordinator: the name meets the query, or all of another key.

    Parts of numbers and addresses do not count, nor single characters, so that nobody can feel their way to a fact.
    """
    lines = words.splitlines()
    names = "\n".join(line for line in lines if line[0] == MARKS[Reason.NAME])
    others = {line[1:] for line in lines if line[0] != MARKS[Reason.NAME]}
    return any(_tells(phrases, names, others) for phrases in query)


def meets_card(words: str, query: list[Phrases]) -> bool:
    """Whether somebody who sees no more than the card may find it: names and numbers by any part, telephones and addresses
    only whole, so that nobody can feel their way to where a family lives.
    """
    marks = (MARKS[Reason.NAME], MARKS[Reason.NUMBER])
    lines = words.splitlines()
    parts = "\n".join(line for line in lines if line[0] in marks)
    whole = {line[1:] for line in lines if line[0] not in marks}
    return any(all(phrase in parts or phrase in whole for phrase in phrases) for phrases in query)


def _tells(phrases: Phrases, names: str, others: set[str]) -> bool:
    by_name = all(phrase in names for phrase in phrases) and len("".join(phrases)) > 1
    return by_name or (len(phrases) == 1 and phrases[0] in others)
