"""Days in forms and in the database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F
from django.test.utils import isolate_apps

from tomoni.calendar import TOKYO, Day, DayError, frozen, not_future
from tomoni.calendar.fields import DayField, DayFormField

TEXTS = ["2023-12-31", "2024", "2024 ~", "2024-04", "2024-04-01", "2024-05", "unknown"]


class BirthForm(forms.Form):
    born = DayFormField(label="生年月日", required=False, validators=[not_future])


def test_a_day_is_taken_as_typed() -> None:
    form = BirthForm({"born": "Ｒ６．４．１"})
    assert form.is_valid()
    assert form.cleaned_data["born"] == Day(date(2024, 4, 1))


def test_an_empty_input_is_no_day() -> None:
    form = BirthForm({"born": "　"})
    assert form.is_valid()
    assert form.cleaned_data["born"] is None


def test_a_required_day_is_asked_for() -> None:
    with pytest.raises(ValidationError):
        DayFormField().clean("")


def test_a_wrong_day_comes_back_as_typed_with_what_to_type() -> None:
    form = BirthForm({"born": "平成31年5月1日"})
    assert form.errors["born"] == [
        "平成は31年4月30日までです。「令和元年5月1日」ではありませんか。確かめて入力してください。"
    ]
    assert 'value="平成31年5月1日"' in str(form["born"])


def test_a_day_to_come_is_refused_where_the_form_says_so() -> None:
    with frozen(datetime(2024, 3, 31, tzinfo=TOKYO)):
        assert BirthForm({"born": "R6.4.1"}).errors["born"] == [
            "まだ来ていない日付です。年と月日を確かめて入力してください。"
        ]
        assert BirthForm({"born": "今日"}).is_valid()


def test_a_stored_day_is_shown_in_japanese_and_unchanged_when_typed_otherwise() -> None:
    initial = {"born": Day(date(2024, 4, 1))}
    assert 'value="令和6年4月1日"' in str(BirthForm(initial=initial)["born"])
    assert not BirthForm({"born": "2024/4/1"}, initial=initial).has_changed()
    assert BirthForm({"born": "2024/4/2"}, initial=initial).has_changed()
    assert BirthForm({"born": "?!"}, initial=initial).has_changed()


@pytest.fixture
def births(db: None) -> Iterator[type[models.Model]]:
    with isolate_apps("tomoni.calendar"), connection.cursor() as cursor:

        class Birth(models.Model):
            born = DayField("生年月日", null=True, blank=True, validators=[not_future])

            class Meta:
                app_label = "calendar"
                db_table = "calendar_test_birth"
                managed = False

        cursor.execute(
            "CREATE TEMPORARY TABLE calendar_test_birth (id integer PRIMARY KEY, born varchar(10))"
        )
        for number, text in enumerate(reversed(TEXTS), 1):
            Birth(number, Day.from_text(text)).save(force_insert=True)
        Birth(99, None).save(force_insert=True)
        yield Birth


def stored(rows: models.QuerySet[models.Model]) -> list[str]:
    return [row.born.to_text() for row in rows.order_by("born")]  # type: ignore[attr-defined]


def test_the_column_sorts_as_days_do(births: type[models.Model]) -> None:
    assert stored(births._default_manager.exclude(born=None)) == TEXTS
    assert births._default_manager.get(born=None).pk == 99


def test_lookups_take_days_dates_and_the_beginning_of_a_text(births: type[models.Model]) -> None:
    rows = births._default_manager
    april = Day.from_text("2024-04")
    assert stored(rows.filter(born=april)) == ["2024-04"]
    assert stored(rows.filter(born__gte=april)) == ["2024-04", "2024-04-01", "2024-05", "unknown"]
    assert stored(rows.filter(born__lt=date(2024, 4, 1))) == TEXTS[:4]
    assert stored(rows.filter(born__range=(date(2024, 1, 1), date(2024, 12, 31)))) == TEXTS[3:6]
    assert stored(rows.filter(born__in=[april, Day.unknown()])) == ["2024-04", "unknown"]
    assert stored(rows.filter(born__startswith="2024-04")) == ["2024-04", "2024-04-01"]


def test_only_days_are_saved(births: type[models.Model]) -> None:
    births(100, date(2024, 4, 1)).save(force_insert=True)
    births(101, "2024-04").save(force_insert=True)
    births._default_manager.filter(pk=99).update(born=F("born"))
    assert births._default_manager.get(pk=100).born == Day(date(2024, 4, 1))  # type: ignore[attr-defined]
    assert births._default_manager.get(pk=101).born == Day.from_text("2024-04")  # type: ignore[attr-defined]
    for wrong, error in (
        ("R6.4.1", DayError),
        (20240401, TypeError),
        (datetime(2024, 4, 1, tzinfo=UTC), TypeError),
    ):
        with pytest.raises(error), transaction.atomic():
            births(102, wrong).save(force_insert=True)


def test_the_model_checks_and_offers_the_form_field(births: type[models.Model]) -> None:
    with (
        frozen(datetime(2024, 3, 31, tzinfo=TOKYO)),
        pytest.raises(ValidationError, match="まだ来ていない日付です"),
    ):
        births(104, Day(date(2024, 4, 1))).clean_fields()
    form = forms.modelform_factory(births, fields=["born"])({"born": "令和6年ごろ"})
    assert form.is_valid()
    assert form.cleaned_data["born"] == Day.from_text("2024 ~")
    assert form.fields["born"].required is False


def test_the_field_travels_in_migrations_and_fixtures(births: type[models.Model]) -> None:
    field = births._meta.get_field("born")
    assert isinstance(field, DayField)
    assert field.deconstruct()[1:] == (
        "tomoni.calendar.fields.DayField",
        [],
        {"verbose_name": "生年月日", "null": True, "blank": True, "validators": [not_future]},
    )
    assert field.clone().max_length == 10
    assert field.value_to_string(births(1, Day.from_text("2024 ~"))) == "2024 ~"
    assert field.value_to_string(births(1, None)) == ""
    assert field.to_python("2024 ~") == Day.from_text("2024 ~")
