"""Words for records of contact: ways, places, kinds of passage, where a passage comes from."""

from datetime import date, datetime

from django import template

from tomoni.calendar import TOKYO
from tomoni.contacts.actions import NewPassage
from tomoni.contacts.models import Contact, Passage
from tomoni.contacts.rules import beginning, title_of
from tomoni.documents.files import KINDS
from tomoni.practice import codes, current
from tomoni.practice.kinds import Prompt
from tomoni.sharing.rules import is_minor

register = template.Library()

NOWHERE = "phone"
COMPACT_LINES = 3


@register.filter
def method(code: str) -> str:
    """The way of being in contact."""
    return codes("contact_methods").label(code)


@register.filter
def place(code: str) -> str:
    """The place; empty when none was noted, and for a call, which has none."""
    return codes("places").label(code) if code not in ("", NOWHERE) else ""


@register.filter
def passage_kind(code: str) -> str:
    """事実, ことば or 見立て."""
    return codes("passage_kinds").label(code)


@register.filter
def language(code: str) -> str:
    """The language one talked in."""
    return codes("languages").label(code)


@register.filter
def attachment_kind(code: str) -> str:
    """写真, 書類 and so on."""
    return codes("attachment_kinds").label(code)


@register.filter
def file_kind(media_type: str) -> str:
    """JPEG, PDF and so on."""
    return KINDS[media_type].suffix.upper().replace("JPG", "JPEG")


@register.filter
def topic(code: str) -> str:
    """What the passage answers, in a first interview."""
    return current().interview.label(code)


@register.filter
def said_to(prompt: Prompt, ages: list[int]) -> list[tuple[str, str]]:
    """To whom and how the prompt is said in a family with children of these ages."""
    return prompt.said(ages)


@register.filter
def heading(contact: Contact) -> str:
    """Way and place, with the title somebody gave; a title taken from the first passage would only say it twice."""
    passages = [NewPassage(row.text, protected=bool(row.hidden)) for row in contact.passages.all()]
    title = "" if contact.title == title_of(passages) else contact.title
    return "　".join(filter(None, (method(contact.method), place(contact.place), title)))


@register.filter
def whose(passage: Passage) -> str:
    """Who said it."""
    if passage.speaker:
        return f"{passage.speaker.name}さん"
    return passage.speaker_text or "だれのことばかは書かれていません"


@register.filter
def origin(passage: Passage) -> str:
    """Where a passage comes from, with who told it where that is known."""
    label = codes("passage_sources").label(passage.source)
    teller = f"{passage.speaker.name}さん" if passage.speaker else passage.speaker_text
    return f"{teller}（{label}）" if teller else label


@register.filter
def by_child(passage: Passage) -> bool:
    """Whether a child of the family said it."""
    return passage.speaker is not None and is_minor(passage.speaker.birth, in_japan(passage.contact.at))


@register.filter
def has_good_news(contact: Contact) -> bool:
    """Whether a passage tells a small change for the better."""
    return any(row.good for row in contact.passages.all())


@register.filter
def in_japan(moment: datetime) -> date:
    """The day of a moment where the centre is; the database tells moments in Greenwich."""
    return moment.astimezone(TOKYO).date()


@register.simple_tag
def opening(contact: Contact) -> dict[str, object]:
    """The first lines of a record, for lists: ``passages`` with their shown text, ``more`` when something is left out.

    Of a protected passage only its mask is there.
    """
    rows = list(contact.passages.all())
    texts = beginning([row.text or str(row.hidden) for row in rows], COMPACT_LINES)
    shown = [(row, text) for row, (text, _) in zip(rows, texts, strict=True) if text]
    return {"passages": shown, "more": any(left for _, left in texts)}
