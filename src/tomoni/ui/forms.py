"""The base of every form that somebody posts, and fields whose way of typing is ours."""

from typing import Any, Literal
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from tomoni.ui.picks import Pick
from tomoni.ui.widgets import Combo, CountedText

STALE = "画面が古くなっています。ページを開き直してから、もう一度送ってください。書いた文は写しをとっておくと安心です。"

# What word processors leave behind: their breaks become line breaks, other signs that nobody can see go.
_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
_UNSEEN = {code: None for code in (*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF) if code != 0x85}
# Of one text: a visit of several hours fits in. Papers, search and comparison read every letter of it.
LONGEST = 20_000
_DJANGO_ASKS = forms.Field.default_error_messages["required"]


class Form(forms.Form):
    """Carries ``submission`` (a UUID: the same form sent twice is noticed) and ``version`` (what the reader had seen).

    ``marks`` says what is marked behind labels: ``optional`` ones, or ``required`` ones where nearly all may stay
    empty, or ``nothing``. Errors come from the server, as one summary and beside each field.
    """

    marks: Literal["optional", "required", "nothing"] = "optional"
    use_required_attribute = False

    submission = forms.UUIDField(
        widget=forms.HiddenInput({"id": False}),
        initial=uuid4,
        error_messages={"required": STALE, "invalid": STALE},
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput({"id": False}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == _DJANGO_ASKS:
                field.error_messages["required"] = _asked(field)


def _asked(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return "確かめて、印をつけてください。"
    if isinstance(field, forms.FileField):
        return "ファイルを選んでください。"
    return "選んでください。" if isinstance(field, forms.ChoiceField) else "書いてください。"


class ComboField(forms.MultiValueField):
    """A person or place: words, with a reference when a suggestion was taken. Cleans to a ``Pick``.

    Whether the reference may be used is for the form or action to ask: it comes from the browser.
    """

    widget: Combo

    def __init__(self, suggest: str, **kwargs: Any) -> None:
        parts = (forms.CharField(max_length=200), forms.UUIDField(required=False))
        super().__init__(parts, widget=Combo(suggest), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> Pick:
        text, ref = [*data_list, None, None][:2]
        return Pick(text or "", ref if isinstance(ref, UUID) else None)


def readable(text: str) -> str:
    """A text as it was typed or pasted, with plain line breaks and without control characters nobody can see."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS).translate(_UNSEEN)


class WordsField(forms.CharField):
    """A long text: as typed or pasted, with plain line breaks and without control characters. There is ``room`` for so many;
    what is longer is said so and comes back whole, for a browser that knows the limit would cut it silently.
    """

    widget = forms.Textarea

    def __init__(self, *, room: int = LONGEST, **kwargs: Any) -> None:
        self.room = room
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(readable(value) if isinstance(value, str) else value) or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        _ask_for_room(value, self.room)


class TextWithRoom(forms.CharField):
    """A text with a soft limit that is shown while writing and judged when sent. Characters count as people count."""

    def __init__(self, *, room: int, **kwargs: Any) -> None:
        self.room = room
        super().__init__(widget=CountedText(room), **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        _ask_for_room(value, self.room)


def _ask_for_room(text: str, room: int) -> None:
    over = len(text.replace("\r\n", "\n")) - room
    if over > 0:
        raise ValidationError(f"{room:,}文字までです。{over:,}文字減らしてください。", code="room")
