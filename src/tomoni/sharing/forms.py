"""Asking one person whether something may be passed on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.calendar.fields import DayFormField
from tomoni.people.models import Person
from tomoni.resources.queries import picked
from tomoni.sharing.models import Consent
from tomoni.ui.forms import ComboField, Form, WordsField
from tomoni.ui.picks import Pick

NOT_OURS = "この家庭の人を選んでください。"


class AskForm(Form):
    """Cleans to the arguments of ``actions.record_consent``."""

    person = forms.ChoiceField(
        label="だれにたずねましたか",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_OURS},
        help_text="こどもの気持ちと保護者の気持ちは、一人ずつ別に記録します。",
    )
    what = forms.CharField(
        label="何を伝えてよいか、たずねましたか",
        max_length=300,
        help_text="例：朝起きられない日があること。必要な分だけを、具体的に。",
    )
    recipient = ComboField(
        "resources:suggest",
        label="だれに伝えますか",
        help_text="機関の名前の一部を書くと候補が出ます。登録のない人や機関は、そのまま書いてください。",
    )
    given = forms.ChoiceField(
        label="こたえ",
        choices=[("yes", "伝えてよい"), ("no", "伝えてほしくない")],
        widget=forms.RadioSelect,
    )
    until = DayFormField(
        label="いつまで", required=False, help_text="例：R9.3.31。空にしておくと、取りやめるまで続きます。"
    )
    words = WordsField(
        label="本人のことば",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="話されたとおりに書きます。",
    )

    def __init__(self, *args: Any, viewer: Viewer, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.people = viewer, {str(person.ref): person for person in people}
        names = [(ref, person.name) for ref, person in self.people.items()]
        self.fields["person"].choices = names  # type: ignore[attr-defined]

    def clean_person(self) -> Person:
        """The member chosen."""
        return self.people[self.cleaned_data["person"]]

    def clean_given(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["given"] == "yes")

    def clean_until(self) -> date | None:
        """A day known to the day, from today on."""
        return last_day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        """A registered organisation, or the words as they stand."""
        given = super().clean() or self.cleaned_data
        return {**given, **to_whom(self.viewer, given.get("recipient"))}


def last_day(day: Day | None) -> date | None:
    """Until when a yes is to last: a day known to the day, from today on."""
    if day is None:
        return None
    if day.date is None or day.earliest != day.latest:
        raise ValidationError("年月日まで入力してください（例：R9.3.31）。")
    if day.date < today():
        raise ValidationError("今日より前の日です。今日からあとの日を書くか、空にしてください。")
    return day.date


def to_whom(viewer: Viewer, pick: Pick | None) -> dict[str, Any]:
    """A registered organisation, or the words as they stand."""
    found = picked(viewer, pick.text, pick.ref) if pick else []
    organisation = found[0] if len(found) == 1 else None
    return {"organisation": organisation, "recipient": "" if organisation or not pick else pick.text}


def like(consent: Consent) -> dict[str, Any]:
    """The same question for somebody else: what, to whom, until when. Never the answer."""
    organisation = consent.organisation
    pick = Pick(organisation.name, organisation.ref) if organisation else Pick(consent.recipient)
    until = Day(consent.until) if consent.until and consent.until >= today() else None
    return {"what": consent.what, "recipient": pick, "until": until}
