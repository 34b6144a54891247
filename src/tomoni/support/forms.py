"""Asking somebody, talking with somebody together with the family, what was used and how it was: a sheet each."""

from typing import Any, cast

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.assessment.queries import fits_of
from tomoni.cases.models import Case
from tomoni.cases.telling import SINCE, WHEN, RowField, StatedForm, words
from tomoni.meetings.forms import PostField
from tomoni.people.forms import PersonField
from tomoni.plans.queries import goals_of
from tomoni.practice import codes
from tomoni.practice.words import say
from tomoni.resources.forms import OrganisationField, WholeDayField
from tomoni.sharing.forms import consent_label
from tomoni.sharing.queries import standing_consents
from tomoni.support.queries import takers, talkable


class TakerField(PostField):
    """Whoever takes calls for us; says of a post that has ended that it has."""

    def label_from_instance(self, obj: Any) -> str:
        told = super().label_from_instance(obj)
        return told if obj.held_today else f"{told}（いまは在籍していません）"


class RequestForm(StatedForm):
    """Who is asked for what, when they call us, until when."""

    dated = SINCE

    organisation = OrganisationField(label="機関", required=False)
    person = PersonField(label="家族の中の人", required=False)
    name = forms.CharField(
        label="登録のない人・所", max_length=100, required=False, help_text="例：向かいの佐々木さん"
    )
    text = words("お願いすること", required=False, hint="例：月曜の朝、教室に入る前に一声かけてもらう")
    look_at = words(
        "見てほしいこと", hint="何を、どんな場面で。例：給食をおかわりするか、二時間めに保健室へ行くか"
    )
    call_when = words(
        "連絡がほしいとき", hint="例：二日続けて休んだとき、けがに気づいたとき（けがはその日のうちに）"
    )
    call_whom = TakerField(
        label="だれに知らせてもらうか",
        empty_label="選んでください",
        help_text="この家庭の記録を読める職員から選びます。",
    )
    until = WholeDayField(
        label="いつまで", help_text="例：R8.12.24。この日までに、続けるかどうかを一緒に見直します。"
    )
    goal = RowField(label="どの目標のため", required=False)
    told = words(
        "家族への説明と返事",
        required=False,
        hint="だれに何をお願いするかを家族に話し、返ってきたことばを残します。",
    )

    consent = RowField(
        label="家族の同意",
        required=False,
        help_text="先に「共有と同意」でたずねた返事から選びます。いま続いている同意だけが並びます。近所の人や親せきなど、まわりの人にお願いするときは必ず選びます。",
    )

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.offer("goal", goals_of(viewer, case), lambda row: row.text[:60])
        self.offer("consent", standing_consents(viewer, case.family), consent_label)
        field = cast(TakerField, self.fields["call_whom"])
        field.queryset, field.initial = takers(viewer, case, self.fact), case.lead_id


class ResourceForm(StatedForm):
    """Who or where it was with."""

    dated = WHEN

    organisation = OrganisationField(label="機関・サービス", required=False)
    name = forms.CharField(
        label="登録のない人・所", max_length=100, required=False, help_text="例：向かいの佐々木さん、祖母"
    )


class TalkForm(ResourceForm):
    """A talk together with the family."""

    there = forms.CharField(
        label="家族からだれが",
        max_length=200,
        help_text="例：母と陽花さん。こどもが席を外した時間も書きます。",
    )
    wished = words("家族の望み", hint="本人や家族のことばで。「ふつうは難しい」と思うことも、そのまま。")
    can_do = words("できること", hint="相手が言ったこと。いつ、どのくらい、だれが。")
    difference = words(
        "望みとできることのちがい", required=False, hint="まだ埋まらないことと、どう埋めるか。"
    )
    agreed = words("決めたこと", required=False)
    fit = RowField(label="どの強み・資源の結びつきについて", required=False)
    step = RowField(label="どの取組について", required=False)

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.offer("fit", fits_of(viewer, case), lambda row: row.text[:60])
        self.offer("step", talkable(viewer, case), lambda row: row.text[:60])


class UseForm(ResourceForm):
    """One day on which it was used."""

    text = words("ようす", required=False, hint="例：はじめの10分は泣き、あとは一緒に洗濯物をたたんだ")


def _asked(key: str) -> str:
    return f"保護者に：{say(key, 'family')}　こどもに：{say(key, 'child')}"


class FeedbackForm(StatedForm):
    """What one person says of it."""

    dated = WHEN

    person = PersonField(label="だれに聞きましたか", help_text="一人ずつ、その人のことばで残します。")
    good = words("合っていること・よかったこと", required=False)
    other = words("変えたいこと・いやなこと", required=False)
    go_on = forms.ChoiceField(label="これから", required=False)
    unheard = forms.CharField(
        label="聞けなかったわけ", max_length=200, required=False, help_text="まだ聞けないときだけ書きます。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        for name in ("good", "other"):
            self.fields[name].help_text = _asked(f"feedback.{name}")
        self.choose("go_on", codes("feedback_wishes").choices())
