"""Fields that several forms of phase 1 share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tomoni.access.viewer import Viewer
from tomoni.calendar.fields import ClockField, WholeDayField
from tomoni.meetings.forms import this_day, this_minute
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.resources.queries import picked
from tomoni.ui.forms import ComboField, Form
from tomoni.ui.picks import Pick

EMPTY = ("", "選んでください")
NOT_OURS = "この家庭の人を選んでください。"
TWICE = "同じ名前の機関が複数あります。候補から選んでください。"
UNLISTED = "候補から選んでください。登録のない機関は「資源」の画面で先に登録できます。"


class CodeField(forms.ChoiceField):
    """One code of a list, under its groups; empty at first, so that nothing is chosen by accident."""

    def __init__(self, listing: str, **options: Any) -> None:
        super().__init__(choices=lambda: [EMPTY, *codes(listing).grouped()], **options)


class PersonField(forms.ChoiceField):
    """One of the people the form was given. Cleans to the person, or None where it may stay empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"invalid_choice": NOT_OURS}, **options)
        self.people: dict[str, Person] = {}

    def offer(self, people: list[Person]) -> None:
        """Who can be chosen."""
        self.people = {str(person.ref): person for person in people}
        empty = [] if isinstance(self.widget, forms.RadioSelect) else [EMPTY]
        self.choices = [*empty, *((ref, person.name) for ref, person in self.people.items())]

    def clean(self, value: Any) -> Person | None:
        return self.people.get(super().clean(value))


class PeopleField(forms.MultipleChoiceField):
    """Several of the people the form was given. Cleans to the persons."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"invalid_choice": NOT_OURS}, **options)
        self.people: dict[str, Person] = {}

    def offer(self, people: list[Person], notes: dict[int, str] | None = None) -> None:
        """Who can be chosen; ``notes`` by id stand behind the name."""
        self.people = {str(person.ref): person for person in people}
        told = notes or {}
        self.choices = [(ref, person.name + told.get(person.pk, "")) for ref, person in self.people.items()]

    def clean(self, value: Any) -> list[Person]:
        return [self.people[ref] for ref in super().clean(value)]


def day_field(label: str, **options: Any) -> WholeDayField:
    """A day of now or the past that begins with today."""
    return WholeDayField(
        **{"label": label, "initial": this_day, "help_text": "例：今日、昨日、R8.4.1", **options}
    )


def clock_field(label: str = "時刻", **options: Any) -> ClockField:
    """A time of day that begins with this minute."""
    widget = forms.TextInput({"class": "short", "autocomplete": "off"})
    return ClockField(
        **{"label": label, "initial": this_minute, "help_text": "例：14:30", "widget": widget, **options}
    )


class ForViewer(Form):
    """A form that knows who fills it in, and finds the organisation that was picked."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_organisation(self) -> Organisation | None:
        """The organisation of the directory, or None where it may stay empty."""
        pick: Pick | None = self.cleaned_data.get("organisation")
        if not pick:
            return None
        found = picked(self.viewer, pick.text, pick.ref)
        if len(found) != 1:
            raise ValidationError(TWICE if found else UNLISTED)
        return found[0]


class CarriedPick(forms.MultiWidget):
    """Words and reference of a pick, sent along unseen."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"": forms.HiddenInput(), "ref": forms.HiddenInput()}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """As the combobox does."""
        return [value.text, str(value.ref or "")] if isinstance(value, Pick) else [value or "", ""]


WHOSE = (("own", "本人・家族から"), ("other", "ほかの人から"))


def _whose(value: str) -> bool | None:
    return None if value == "" else value == "own"


def whose_field(hint: str) -> forms.TypedChoiceField:
    """Whose consultation it is; None where nobody said."""
    return forms.TypedChoiceField(
        label="だれの相談か",
        choices=[("", "選ばない（「どこから」で決める）"), *WHOSE],
        coerce=_whose,
        empty_value=None,
        required=False,
        help_text=hint,
    )


def organisation_field(label: str, **options: Any) -> ComboField:
    """An organisation of the directory, with suggestions."""
    hint = "名前の一部を書くと候補が出ます。"
    field = ComboField("resources:suggest", **{"label": label, "help_text": hint, **options})
    field.hidden_widget = CarriedPick
    return field
