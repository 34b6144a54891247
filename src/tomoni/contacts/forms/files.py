"""Putting a file beside a record: what it is, whose yes there is, and the file itself, made harmless while it is taken."""

from typing import Any

from django import forms
from django.conf import settings

from tomoni.cases.telling import RowField
from tomoni.contacts.actions import Consented
from tomoni.contacts.models import Contact
from tomoni.contacts.queries import Around
from tomoni.contacts.rules import kinds_beside
from tomoni.documents.files import Clean, Unfit, clean, too_large
from tomoni.practice import codes
from tomoni.ui.forms import Form, WordsField


class HarmlessFileField(forms.FileField):
    """Cleans to a ``Clean``. The name it came with is not kept: names tell of people and machines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            error_messages={"empty": "中身のないファイルです。別のファイルを選んでください。"}, **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> Clean | None:
        """Made anew; what is not taken is said in words."""
        found = super().clean(data, initial)
        if not found:
            return None
        most = settings.TOMONI_FILE_MB * 1_000_000
        try:
            if found.size > most:
                raise Unfit(too_large(most))
            return clean(found.read(), most=most)
        except Unfit as error:
            raise forms.ValidationError(str(error)) from error


class AttachForm(Form):
    """Cleans to the arguments of ``actions.attach``; where a child may have been hurt it asks for the child's yes."""

    kind = forms.ChoiceField(label="何を添えますか", widget=forms.RadioSelect)
    file = HarmlessFileField(label="ファイル")
    label = WordsField(
        label="見出し", required=False, max_length=100, widget=forms.TextInput,
        help_text="例：学校からのお便り。ファイルの名前は残しません。",
    )  # fmt: skip
    protected = forms.BooleanField(
        label="秘匿にする", required=False,
        help_text="通告した人や避難先など、知られてはいけないことが写っているとき。表示するたびに、だれが見たかを記録します。見出しは付けません。",
    )  # fmt: skip
    person = RowField(label="だれのけがですか", required=False)
    yes = WordsField(
        label="写真を撮ってよいか、本人はどう答えましたか（ことばのまま）", required=False,
        widget=forms.Textarea({"rows": 2}), help_text="例：「うん、いいよ。ここだけね」",
    )  # fmt: skip
    with_whom = WordsField(
        label="その場にいた人",
        required=False,
        max_length=200,
        widget=forms.TextInput,
        help_text="例：佐藤、養護教諭",
    )
    nobody_undressed = forms.BooleanField(
        label="服を脱がせていません。見えるところだけを写しました。", required=False
    )

    def __init__(self, *args: Any, contact: Contact, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_beside(contact.safety_concern)
        offered = [
            (code.id, f"{code.label}　{code.text}") for code in codes("attachment_kinds") if code.id in kinds
        ]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]
        self.fields["person"].offer(around.people, lambda person: person.name)  # type: ignore[attr-defined]
        suffixes = ".jpg,.jpeg,.png,.pdf,.m4a,.mp3,.wav"
        self.fields["file"].widget.attrs["accept"] = suffixes
        self.fields["file"].help_text = f"JPEG・PNG・PDF・M4A・MP3・WAV、{settings.TOMONI_FILE_MB}MB まで。"
        for name in () if contact.safety_concern else ("person", "yes", "with_whom", "nobody_undressed"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The yes as one argument."""
        given = super().clean() or self.cleaned_data
        parts = {
            name: given.pop(name)
            for name in ("person", "yes", "with_whom", "nobody_undressed")
            if name in given
        }
        given["consented"] = Consented(**parts)
        return given
