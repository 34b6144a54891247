"""Asking somebody, on one sheet."""

from typing import Any, cast

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.cases.models import Case
from tomoni.cases.telling import SINCE, RowField, StatedForm, words
from tomoni.meetings.forms import PostField
from tomoni.people.forms import PersonField
from tomoni.plans.queries import goals_of
from tomoni.resources.forms import OrganisationField, WholeDayField
from tomoni.sharing.forms import consent_label
from tomoni.sharing.queries import standing_consents
from tomoni.support.queries import takers


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
        help_text="先に「共有と同意」でたずねた返事から選びます。いま続いている同意だけが並びます。",
    )

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.offer("goal", goals_of(viewer, case), lambda row: row.text[:60])
        self.offer("consent", standing_consents(viewer, case.family), consent_label)
        field = cast(TakerField, self.fields["call_whom"])
        field.queryset, field.initial = takers(viewer, case, self.fact), case.lead_id
