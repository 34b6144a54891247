"""Writing an observation."""

from typing import Any

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.calendar import not_future
from tomoni.calendar.fields import DayFormField
from tomoni.cases.models import Case
from tomoni.cases.telling import StatedForm, words
from tomoni.people.forms import PersonField
from tomoni.plans.queries import goals_of
from tomoni.practice import codes
from tomoni.resources.forms import OrganisationField
from tomoni.support.queries import running


class ObservationForm(StatedForm):
    """Who saw or said what, on which goal."""

    text = words("見たこと・聞いたこと", hint="ことばや行動を、そのまま。")
    kind = forms.ChoiceField(label="根拠", widget=forms.RadioSelect, initial="behaviour")
    way = forms.ChoiceField(
        label="目標に向けて", required=False, help_text="話してくれた人の感じ方で選びます。"
    )
    goal = forms.ChoiceField(label="どの目標について", required=False)
    request = forms.ChoiceField(label="どの依頼への返事", required=False)
    person = PersonField(
        label="家族のだれから", required=False, help_text="職員が見たことなら、だれも選ばないままにします。"
    )
    organisation = OrganisationField(label="機関から", required=False)
    name = forms.CharField(label="登録のない人・所から", max_length=100, required=False)
    seen_on = DayFormField(
        label="いつのこと", required=False, validators=[not_future], help_text="空のままなら今日。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.goals = {str(row.ref): row for row in goals_of(viewer, case)}
        self.requests = {str(row.ref): row for row in running(viewer, case)}
        self.choose("kind", codes("evidence").choices(), blank=False)
        self.choose("way", codes("goal_ways").choices())
        self.choose("goal", [(ref, row.text[:60]) for ref, row in self.goals.items()])
        self.choose(
            "request", [(ref, f"{row.asked}：{row.look_at[:40]}") for ref, row in self.requests.items()]
        )

    def clean_goal(self) -> Any:
        """The row."""
        return self.goals.get(self.cleaned_data["goal"])

    def clean_request(self) -> Any:
        """The row."""
        return self.requests.get(self.cleaned_data["request"])
