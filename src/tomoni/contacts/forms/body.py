"""A mark on the body chart. The form asks nothing that would lead a child: it takes down what was seen and said."""

from typing import Any

from django import forms

from tomoni.cases.telling import RowField
from tomoni.contacts.actions import Seen
from tomoni.contacts.queries import Around
from tomoni.practice import codes
from tomoni.ui.forms import Form, WordsField

PARTS = ("region", "size", "colour", "shape", "words")


def _line(label: str, length: int, hint: str) -> WordsField:
    return WordsField(label=label, required=False, max_length=length, widget=forms.TextInput, help_text=hint)


class MarkForm(Form):
    """Cleans to the arguments of ``actions.mark_body``."""

    person = RowField(label="だれの体ですか")
    region = forms.ChoiceField(label="場所", help_text="右・左は、本人から見た右・左です。")
    size = _line("大きさ", 60, "例：3cm くらい、500円玉くらい")
    colour = _line("色", 60, "例：赤、青むらさき、黄色っぽい")
    shape = _line("形", 100, "例：丸い、細長いすじが2本")
    words = WordsField(
        label="本人のことば（そのまま）", required=False, widget=forms.Textarea({"rows": 3}),
        help_text="自分から話したことを、言いかえずに書きます。話さなければ空のままにします。",
    )  # fmt: skip
    seen_by = WordsField(
        label="見た人（聞いた人）", max_length=100, widget=forms.TextInput, help_text="例：佐藤、担任の先生"
    )

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(around.people, lambda person: person.name)  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", "選んでください"), *codes("body_regions").grouped()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was seen as one argument."""
        given = super().clean() or self.cleaned_data
        if not self.errors:
            given["seen"] = Seen(**{name: given.pop(name) for name in PARTS})
        return given
