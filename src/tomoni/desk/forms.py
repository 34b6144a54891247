"""Forms of the desk."""

from datetime import datetime
from typing import Any, cast

from django import forms

from tomoni.access.choices import Emergency
from tomoni.calendar import not_future, today
from tomoni.calendar.fields import DayFormField
from tomoni.calendar.hours import close_of
from tomoni.cases.actions.leading import SHORTEST_REASON, Move
from tomoni.meetings.forms import UNKNOWN_POST, PostField, PostsField
from tomoni.resources.forms import WholeDayField
from tomoni.ui.forms import Form, WordsField

KNOW_FIRST = (
    "一行で。例：電話は昼休みだけ。まず陽花さんに、名前を呼んで話しかける。家族への紙には載りません。"
)


class EmergencyForm(Form):
    """Category and reason of an emergency opening."""

    category = forms.ChoiceField(
        label="どのような緊急ですか", choices=Emergency.choices, widget=forms.RadioSelect
    )
    reason = WordsField(
        label="理由",
        widget=forms.Textarea({"rows": 4}),
        help_text="20文字以上。統括支援員があとで確認します。",
    )

    @staticmethod
    def answers(given: dict[str, Any]) -> dict[str, Any]:
        """Arguments of ``break_glass``."""
        return {"category": Emergency(given["category"]), "reason": given["reason"]}


class ReviewForm(Form):
    """The word of whoever reviews."""

    justified = forms.ChoiceField(
        label="この閲覧は",
        choices=[("yes", "必要だった"), ("no", "必要とはいえなかった")],
        widget=forms.RadioSelect,
        help_text="「必要とはいえなかった」を選ぶと、まだ開いている間なら、この家庭の緊急閲覧をすぐに閉じます。",
    )
    remark = WordsField(label="ことば", widget=forms.Textarea({"rows": 3}), required=False)

    @staticmethod
    def answers(given: dict[str, Any]) -> dict[str, Any]:
        """Arguments of ``review_break_glass``."""
        return {"justified": given["justified"] == "yes", "remark": given["remark"]}


class LaterForm(Form):
    """A new day for a duty, and why."""

    until = DayFormField(label="新しい期日", help_text="例：R8.12.1")
    reason = forms.CharField(label="理由", max_length=300)

    def clean_until(self) -> datetime:
        """A day known to the day, from today on, at the close of the office."""
        day = self.cleaned_data["until"]
        if day.date is None or day.earliest != day.latest:
            raise forms.ValidationError("年月日まで入力してください（例：R8.12.1）。")
        if day.date < today():
            raise forms.ValidationError("今日より前の日です。今日以降の日を入力してください。")
        return close_of(day.date)

    @staticmethod
    def answers(given: dict[str, Any]) -> dict[str, Any]:
        """Arguments of ``put_off_duty``."""
        return {"until": given["until"], "reason": given["reason"]}


class StandInForm(Form):
    """Why somebody stands in for the worker. Cleans to an argument of ``stand_in``."""

    reason = forms.CharField(
        label="代わりに記録する理由",
        max_length=150,
        help_text=f"{SHORTEST_REASON}文字以上。例：佐藤が休みのため、母からの電話を受ける",
    )


class ChangeLeadForm(Form):
    """Who leads from today on, and why. Cleans to the arguments of ``change_lead``."""

    lead = PostField(label="新しい主担当", empty_label="選んでください")
    reason = forms.CharField(
        label="替える理由",
        max_length=150,
        help_text="例：異動のため、こどもの学年が上がり学校との連絡が増えるため",
    )
    know_first = forms.CharField(
        label="最初に知っておくこと", max_length=200, required=False, help_text=KNOW_FIRST
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = posts  # type: ignore[attr-defined]


class DeputyForm(Form):
    """Who works beside the lead. Cleans to an argument of ``set_deputy``."""

    post = PostField(label="副担当", empty_label="選んでください")

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class HandOverForm(Form):
    """A worker's families for others: chosen one by one, each with a lead and a deputy of its own where they differ from
    those of all. Cleans to the arguments of ``hand_over``.
    """

    lead = PostField(label="新しい主担当", empty_label="選んでください")
    deputy = PostField(label="副担当", empty_label="決めない", required=False)
    reason = forms.CharField(label="替える理由", max_length=150, help_text="例：異動のため")
    on = WholeDayField(
        label="替わった日", required=False, validators=[not_future], help_text="空のままなら今日。"
    )
    former = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, former: Any, carried: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carried, posts = carried, posts.exclude(pk=former.pk)
        self.fields["former"].initial = former.pk
        self.posts = {str(post.pk): post for post in posts}
        label = cast(PostField, self.fields["lead"]).label_from_instance
        choices = [("", "上と同じ"), *((pk, label(post)) for pk, post in self.posts.items())]
        for name in ("lead", "deputy"):
            self.fields[name].queryset = posts  # type: ignore[attr-defined]
        for each in carried:
            take = forms.BooleanField(label=f"{each.case.family.label}を引き継ぐ", required=False)
            lead, deputy = (
                forms.ChoiceField(label=label, choices=choices, required=False, error_messages=UNKNOWN_POST)
                for label in ("主担当", "副担当")
            )
            know = forms.CharField(label="最初に知っておくこと（一行）", max_length=200, required=False)
            fields = {"take": take, "lead": lead, "deputy": deputy, "know": know}
            self.fields |= {f"{each.name}_{name}": field for name, field in fields.items()}

    @property
    def everybody(self) -> list[Any]:
        """The fields that hold for all families."""
        return [self[name] for name in ("lead", "deputy", "reason", "on")]

    @property
    def families(self) -> list[tuple[Any, list[Any]]]:
        """Each family with its own fields."""
        names = ("take", "know", "lead", "deputy")
        return [(each, [self[f"{each.name}_{name}"] for name in names]) for each in self.carried]

    def clean(self) -> dict[str, Any]:
        """The families chosen, as moves."""
        given = super().clean() or self.cleaned_data
        moves = [self._move(each, given) for each in self.carried if given.get(f"{each.name}_take")]
        if not moves and not self.errors:
            raise forms.ValidationError("引き継ぐ家庭を選んでください。")
        return {"moves": moves, **{name: given.get(name) for name in ("reason", "on")}}

    def _move(self, each: Any, given: dict[str, Any]) -> Move:
        own: dict[str, Any] = {
            name: self.posts.get(given.get(f"{each.name}_{name}", ""), given.get(name))
            for name in ("lead", "deputy")
        }
        return Move(each.case, know_first=given.get(f"{each.name}_know", ""), **own)


class SealForm(Form):
    """Why a family is sealed, and who opens it besides whoever seals."""

    reason = forms.CharField(
        label="封をする理由",
        max_length=200,
        help_text="例：職員の親族のため。この理由は、開けられる職員だけに見えます。",
    )
    keepers = PostsField(
        label="あなたのほかに開けられる職員",
        required=False,
        help_text="あなたは必ず含まれます。不在のときのために、統括支援員かセンター長をもうひとり選んでおくと安心です。",
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keepers"].queryset = posts  # type: ignore[attr-defined]
