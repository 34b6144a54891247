"""Forms of meetings, and the fields by which a moment is typed."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms

from tomoni.calendar import Day, now, today
from tomoni.calendar.fields import ClockField, WholeDayField
from tomoni.calendar.hours import OFFICE_CLOSES, moment_of
from tomoni.cases.models import Case
from tomoni.meetings.rules import WAIT
from tomoni.practice import codes
from tomoni.ui.forms import Form, WordsField

if TYPE_CHECKING:
    _One = forms.ModelChoiceField[Any]
    _Several = forms.ModelMultipleChoiceField[Any]
else:
    _One, _Several = forms.ModelChoiceField, forms.ModelMultipleChoiceField


def this_day() -> Day:
    """Today, as a form begins with it."""
    return Day(today())


def this_minute() -> str:
    """The present time of day, as a form begins with it."""
    return f"{now():%H:%M}"


def moment(given: dict[str, Any], name: str) -> datetime | None:
    """Take ``<name>_on`` and ``<name>_time`` out of what was given, as one moment in Japan.

    None without a day; a day without a time means the close of the office.
    """
    on, at = given.pop(f"{name}_on", None), given.pop(f"{name}_time", None)
    return moment_of(on.date, at or OFFICE_CLOSES) if on else None


def listing(name: str) -> Callable[[], list[tuple[str, str]]]:
    """The choices of a code list, read when the form is made."""
    return lambda: codes(name).choices()


UNKNOWN_POST = {"invalid_choice": "一覧にある職員を選び直してください。"}


LONGEST_KEY = 18  # digits of the largest key there can be


class PostField(_One):
    """One post of the centre; the form says which there are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, error_messages=dict(UNKNOWN_POST), **options)

    def label_from_instance(self, obj: Any) -> str:
        """Name and team."""
        return f"{obj.user.name}（{obj.team.name}）" if obj.team else f"{obj.user.name}"


class PostsField(_Several):
    """Several posts of the centre."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, error_messages=dict(UNKNOWN_POST), **options)

    def clean(self, value: Any) -> Any:
        """Databases break on a number that no row can have."""
        if any(len(str(each)) > LONGEST_KEY for each in value or ()):
            raise forms.ValidationError(UNKNOWN_POST["invalid_choice"], code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        """Name and title."""
        return f"{obj.user.name}　{obj.title or obj.get_role_display()}"


class MeetingForm(Form):
    """Kind, moment, place, who takes part."""

    kind = forms.ChoiceField(label="会議の種類", choices=listing("meeting_kinds"))
    at_on = WholeDayField(label="日", initial=this_day)
    at_time = ClockField(label="時刻", initial=this_minute)
    place = forms.CharField(label="場所", max_length=100, required=False)
    attendees = PostsField(
        label="出席する人",
        required=False,
        help_text="あなたは自動で加わります。あとから来た人は記録に書けます。",
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attendees"].queryset = posts  # type: ignore[attr-defined]

    @staticmethod
    def answers(given: dict[str, Any]) -> dict[str, Any]:
        """Arguments of ``convene``."""
        at = moment(given, "at")
        return {**given, "at": at}


class CaseField(_One):
    """One of the cases the form was given."""

    def label_from_instance(self, obj: Case) -> str:
        """Family and number."""
        return f"{obj.family.label}（{obj.number}）"


class PutForm(Form):
    """A case and what shall be talked about."""

    case = CaseField(
        label="ケース",
        queryset=None,
        to_field_name="ref",
        empty_label="選んでください",
        error_messages={"invalid_choice": "あなたが書ける、動いているケースを選んでください。"},
    )
    topic = forms.CharField(label="議題", max_length=200, help_text="例：関与度を見直す、主担当を変える")
    proposal = WordsField(label="担当の案", widget=forms.Textarea({"rows": 4}), required=False)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]


class ReasonForm(Form):
    """Why it was decided so, what the family wishes, and whether it belongs in the casebook."""

    reason = WordsField(
        label="決めた理由",
        widget=forms.Textarea({"rows": 4}),
        help_text="家族に説明するときのことばで書いておくと、あとで役に立ちます。",
    )
    family_wish = WordsField(label="家族の希望", widget=forms.Textarea({"rows": 3}), required=False)
    borderline = forms.BooleanField(label="迷った判断として、判断の事例集に残す", required=False)
    learned = WordsField(
        label="判断で迷った点",
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text="事例集に残すときに書きます。次に似た判断をする人のために。",
    )

    def clean(self) -> dict[str, Any]:
        """A case for the book says what was hard."""
        given = super().clean() or {}
        if given.get("borderline") and not given.get("learned"):
            self.add_error("learned", "事例集に残すときは、どこで迷ったかを書いてください。")
        return given


class DecisionForm(ReasonForm):
    """A decision on any matter but a referral."""

    outcome = forms.ChoiceField(label="決定", choices=listing("decisions"), widget=forms.RadioSelect)
    look_again_on = WholeDayField(
        label="いつ見直すか",
        required=False,
        help_text="「急いで変えずに待つ」ときに書きます。例：R8.7.1。主担当の「今日」に並びます。",
    )
    field_order = ["outcome", "look_again_on", "reason", "family_wish", "borderline", "learned"]

    def clean(self) -> dict[str, Any]:
        """Waiting is a decision with a day."""
        given = super().clean()
        day: Day | None = given.get("look_again_on")
        given["look_again_on"] = day.date if day else None
        future = day is not None and day.date is not None and day.date > today()
        if given.get("outcome") == WAIT and not future and "look_again_on" not in self.errors:
            self.add_error("look_again_on", "いつまで待って見直すか、明日以降の日を入力してください。")
        return given
