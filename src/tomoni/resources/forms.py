"""Forms of the directory."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tomoni.access.viewer import Viewer
from tomoni.calendar import fields, not_future
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.resources.queries import picked
from tomoni.ui.forms import ComboField, Form, WordsField
from tomoni.ui.picks import Pick

UNKNOWN = "「{}」は機関の一覧にありません。候補から選ぶか、先に「資源」の画面で登録してください。"
SEVERAL = "「{}」という名前の機関がいくつかあります。候補から選んでください。"


class WholeDayField(fields.WholeDayField):
    """A day known to the day; cleans to a date."""

    def clean(self, value: Any) -> date | None:  # type: ignore[override]
        day = super().clean(value)
        return day.date if day else None


class OrganisationField(ComboField):
    """An organisation of the directory, by suggestion or by its whole name. Cleans to a row, or None when left empty.

    The form sets ``viewer`` before it cleans: whose directory it is.
    """

    viewer: Viewer | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("resources:suggest", **{"help_text": "名前の一部を書くと候補が出ます。", **kwargs})

    def clean(self, value: Any) -> Organisation | None:
        pick: Pick = super().clean(value) or Pick("")
        if not pick or self.viewer is None:
            return None
        found = picked(self.viewer, pick.text, pick.ref)
        if len(found) != 1:
            raise ValidationError((SEVERAL if found else UNKNOWN).format(pick.text))
        return found[0]


class OrganisationForm(Form):
    """What is known of an organisation, and whom to call there."""

    name = forms.CharField(label="名称", max_length=100)
    name_kana = forms.CharField(label="よみ", max_length=200, required=False)
    kind = forms.ChoiceField(label="種別")
    address = forms.CharField(label="所在地", max_length=200, required=False)
    phone = forms.CharField(label="電話番号", max_length=60, required=False)
    person_to_call = forms.CharField(
        label="連絡する人", max_length=100, required=False, help_text="役職と名前（例：教頭 岡田先生）"
    )
    note = WordsField(label="得意なこと・利用の条件など", widget=forms.Textarea({"rows": 4}), required=False)
    confirmed_on = WholeDayField(
        label="最後に確かめた日", required=False, validators=[not_future], help_text="例：今日、R8.4.1"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = codes("organisation_kinds").grouped()
        self.fields["kind"].choices = [("", "選んでください"), *kinds]  # type: ignore[attr-defined]
