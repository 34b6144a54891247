"""Days and times of day in forms, days in the database."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from tomoni.calendar.clock import today
from tomoni.calendar.day import Day
from tomoni.calendar.hours import clock
from tomoni.calendar.reading import EXAMPLES, Precision

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _Field = models.Field[Day | dt.date | str | None, Any]
else:
    _Field = models.Field


def _as_day(value: object) -> Day | None:
    """A day from a day, a date or a stored text; ``DayError`` for other texts, ``TypeError`` for other things."""
    if value is None or isinstance(value, Day):
        return value
    if isinstance(value, str):
        return Day.from_text(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return Day(value)
    raise TypeError(f"not a day: {type(value).__name__}")


class DayFormField(forms.Field):
    """One text input that takes a day as people type it; a wrong one comes back as typed, with what to type.

    Cleaned, it is a ``Day`` or None. ``validators=[not_future]`` refuses days that have not come.
    """

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": f"例：{EXAMPLES}", **options})

    def to_python(self, value: Any) -> Day | None:
        return value if isinstance(value, Day) else Day.parse(value or "", today())

    def prepare_value(self, value: Any) -> Any:
        return value.japanese() if isinstance(value, Day) else value


class ClockField(forms.CharField):
    """A time of day as people type it."""

    def clean(self, value: Any) -> dt.time | None:
        """None when nothing was typed and nothing is needed."""
        typed = super().clean(value)
        found = clock(typed) if typed else None
        if typed and found is None:
            raise ValidationError("時刻として読み取れません。「14:30」「午後2時半」のように書いてください。")
        return found


class WholeDayField(DayFormField):
    """A day known to the day."""

    def clean(self, value: Any) -> Day | None:
        """Half-known days are sent back."""
        day: Day | None = super().clean(value)
        if day is not None and day.precision is not Precision.DAY:
            raise ValidationError("年月日まで入力してください（例：R8.12.1）。")
        return day


class DayField(_Field):
    """A ``Day`` in one short text column; NULL when nobody has asked, 不明 when it was asked and is not known.

    The column sorts, and ``gt``, ``lt`` and ``range`` compare, as days do: by the first day, the vaguer first.
    ``startswith="2024-04"`` finds all that is known of a year or month. A text that is no stored day is not saved.
    """

    description = "A day that may be known by half"
    empty_strings_allowed = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "max_length": 10})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        del options["max_length"]
        return name, path, args, options

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, *_: object) -> Day | None:
        return _as_day(value)

    def to_python(self, value: object) -> Day | None:
        return _as_day(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if isinstance(value, Day | dt.date):
            day = _as_day(value)
            return day and day.to_text()
        return value

    def get_db_prep_save(self, value: Any, connection: "BaseDatabaseWrapper") -> Any:
        ready = value if hasattr(value, "as_sql") else _as_day(value)
        return super().get_db_prep_save(ready, connection)

    def value_to_string(self, obj: models.Model) -> str:
        day = _as_day(self.value_from_object(obj))
        return day.to_text() if day else ""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": DayFormField, **options})
