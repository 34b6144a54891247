"""Forms of a plan."""

from datetime import date
from typing import Any, cast

from django import forms

from tomoni.access.choices import Need
from tomoni.access.decide import decide
from tomoni.access.viewer import Viewer
from tomoni.assessment.queries import fits_of, needs_of
from tomoni.assessment.templatetags.assessment import need_kind, who
from tomoni.calendar import Day, today
from tomoni.calendar.fields import DayFormField
from tomoni.cases.models import Case
from tomoni.cases.queries import usual
from tomoni.cases.rules import next_on
from tomoni.cases.telling import SINCE, WHEN, RowField, RowsField, StatedForm, day_it_took_place, words
from tomoni.people.forms import PersonField
from tomoni.people.queries import kept_from
from tomoni.plans.models import Plan
from tomoni.plans.queries import aims_of
from tomoni.practice import codes
from tomoni.resources.forms import OrganisationField, WholeDayField
from tomoni.sharing.forms import last_day, to_whom
from tomoni.sharing.queries import askable
from tomoni.ui.forms import ComboField

SIGNED = (
    ("", "たずねていない"),
    ("yes", "共有してよい（署名した）"),
    ("no", "共有してほしくない（署名しなかった）"),
)
SHARING = ("signed", "recipient", "until", "words")


class BeginForm(StatedForm):
    """A first talk about a plan."""

    concern = forms.CharField(
        label="おもな困りごと・テーマ",
        max_length=200,
        required=False,
        help_text="例：朝の支度、夜の居場所。あとからでもかまいません。",
    )


# These come with what was done: agreed, handed over, looked at together.
BY_ACT = frozenset({"agreed", "given", "reviewed"})


class StatusForm(StatedForm):
    """How far it has come."""

    dated = SINCE

    kind = forms.ChoiceField(label="状態", widget=forms.RadioSelect)
    reason = words("わけ", required=False, hint="考え中・同意なし・終えたときは、わけを残します。")

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        kept = getattr(self.fact, "kind", "")
        offered = [
            each for each in codes("plan_statuses").choices() if each[0] not in BY_ACT or each[0] == kept
        ]
        self.choose("kind", offered, blank=False)


class VoiceForm(StatedForm):
    """Somebody's own words."""

    dated = WHEN

    kind = forms.ChoiceField(label="種類", widget=forms.RadioSelect, initial="hope")
    person = PersonField(
        label="だれのことば", required=False, help_text="家族みんなのことばなら、選ばないままにします。"
    )
    text = words("ことば", hint="言ったとおりに書きます。")

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("kind", codes("plan_voices").choices(), blank=False)


class GoalForm(StatedForm):
    """A long picture or a small step."""

    dated = SINCE

    horizon = forms.ChoiceField(label="長さ", widget=forms.RadioSelect, initial="short")
    person = PersonField(
        label="だれの目標", required=False, help_text="家族みんなの目標なら、選ばないままにします。"
    )
    text = words("目標", hint="本人のことばで。いま手が届きそうな、小さいところから。")
    look_at = words("次に何を見るか", required=False, hint="次に会うとき、どうなったことを一緒に確かめるか。")
    sign = words(
        "近づいたしるし", required=False, hint="どうなったら、どう感じられたら、近づいたと言えるか。"
    )
    closes = forms.BooleanField(label="これがかなったら、かかわりを終える相談をする", required=False)
    needs = RowsField(label="こたえるニーズ", widget=forms.CheckboxSelectMultiple, required=False)

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.choose("horizon", codes("goal_horizons").choices(), blank=False)
        tied = [need for _, need in aims_of(viewer, self.fact)] if self.fact else []
        self.offer("needs", needs_of(viewer, case), lambda row: f"{need_kind(row)}：{row.wished[:40]}", tied)


class StepForm(StatedForm):
    """Who does what."""

    dated = SINCE

    by = forms.ChoiceField(label="だれが", widget=forms.RadioSelect, initial="family")
    person = PersonField(label="家族のだれが", required=False)
    organisation = OrganisationField(label="機関", required=False)
    name = forms.CharField(label="登録のない人・所", max_length=100, required=False)
    text = words("すること")
    care = forms.CharField(
        label="配慮すること",
        max_length=300,
        required=False,
        help_text="例：電話は夕方に。学校では声をかけない。",
    )
    fit = RowField(label="活かす強み・資源", required=False)

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.choose("by", codes("step_actors").choices(), blank=False)
        self.offer("fit", fits_of(viewer, case), lambda row: f"{who(row.strength)}：{row.strength.text[:40]}")


class LevelsForm(StatedForm):
    """Five sentences for how far a goal may come, from far to beyond."""

    dated = SINCE

    far = words("一段め：望みからは遠いところ", hint="例：月曜から金曜まで、朝は何も食べない")
    nearly = words("二段め：望みまであと少しのところ")
    hoped = words("三段め：いま望んでいるところ", hint="ここから書き始めると決めやすくなります。")
    more = words("四段め：望みを少しこえたところ")
    beyond = words("五段め：望みをずっとこえたところ")
    agreed_with = forms.CharField(
        label="だれと決めたか",
        max_length=200,
        help_text="例：母と陽花さん。家族と一緒に決めた段だけを、見直しで使います。",
    )


class AgreeForm(StatedForm):
    """The plan is made."""

    on = day_it_took_place("合意した日")
    agreed_by = forms.CharField(
        label="だれと合意したか", max_length=200, help_text="例：母と陽花さん（目的と使い方を説明して）"
    )
    starts_on = WholeDayField(
        label="取り組む期間のはじめ", required=False, help_text="空のままなら、合意した日から。"
    )
    until = WholeDayField(label="取り組む期間のおわり", required=False, help_text="決めないこともできます。")
    review_on = WholeDayField(
        label="次に見直す日",
        help_text="センターの「ふだんのリズム」から入れてあります。家族と話して変えられます。",
    )

    @staticmethod
    def beginning(plan: Plan) -> dict[str, Any]:
        """As it was agreed before, else with a day to look again in the centre's rhythm."""
        again = plan.review_on or next_on(today(), usual("plan_review"))
        days = {"on": plan.agreed_on, "starts_on": plan.starts_on, "until": plan.until, "review_on": again}
        return {
            "agreed_by": plan.agreed_by,
            **{name: Day(day) if day else None for name, day in days.items()},
        }


class GiveForm(StatedForm):
    """The plan goes into somebody's hands; whether it may be shared is asked apart from the plan, of each by itself."""

    on = day_it_took_place("手渡した日")
    person = PersonField(label="渡した人")
    answer = words("渡したときのことば", required=False)
    signed = forms.ChoiceField(
        label="プランをほかの所と共有してよいか", choices=SIGNED, widget=forms.RadioSelect, required=False,
        help_text="プランへの返事とは別に、渡した本人にたずねます。断っても、プランは使えます。"
        "こどもと保護者の返事は別のものです。ほかの人の返事は、その人に渡したときに記録します。",
    )  # fmt: skip
    recipient = ComboField(
        "resources:suggest",
        label="だれと共有するか",
        required=False,
        help_text="共有してよいときは、相手を一つ書きます。機関の名前の一部を書くと候補が出ます。"
        "ほかにもあるときは、あとで「共有と同意」に書き足せます。",
    )
    until = DayFormField(
        label="いつまで共有してよいか",
        required=False,
        help_text="例：R9.3.31。空のままなら、取りやめるまで続きます。",
    )
    words = words("共有についての本人のことば", required=False)

    def settle(self, viewer: Viewer, case: Case) -> None:
        people = askable(viewer, case.family)
        cast(PersonField, self.fields["person"]).offer(people, kept_from(viewer, people))
        if not decide(viewer, Need.WRITE, case.family).allowed:
            for name in SHARING:
                del self.fields[name]

    def clean_signed(self) -> bool | None:
        """Yes, no, or not asked."""
        return {"yes": True, "no": False}.get(self.cleaned_data["signed"])

    def clean_until(self) -> date | None:
        """A day known to the day, from today on."""
        return last_day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        """Whom it may be shared with, where it may; nothing is told of sharing without the answer."""
        given = super().clean() or self.cleaned_data
        if "signed" not in self.fields:
            return given
        told = [name for name in SHARING[1:] if given.get(name)]
        if given.get("signed") is None and told:
            self.add_error("signed", "共有してよいかどうかの返事を選んでください。")
        if given.get("signed") and not given.get("recipient"):
            self.add_error("recipient", "だれと共有してよいと言われたかを書いてください。")
        return {**given, **to_whom(self.viewer, given.get("recipient"))}
