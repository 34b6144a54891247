"""Writing an observation."""

from typing import Any

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, not_future
from tomoni.calendar.fields import DayFormField
from tomoni.cases.models import Case
from tomoni.cases.telling import RowField, StatedForm, words
from tomoni.contacts.models import Passage
from tomoni.people.forms import PersonField
from tomoni.plans.queries import goals_of
from tomoni.practice import codes
from tomoni.resources.forms import OrganisationField
from tomoni.support.queries import running
from tomoni.ui.picks import Pick

TELLERS = (
    "person",
    "organisation",
    "name",
)  # of hidden words nobody is shown who told them; they stay as they are


class ObservationForm(StatedForm):
    """Who saw or said what, on which goal."""

    text = words("見たこと・聞いたこと", hint="ことばや行動を、そのまま。")
    kind = forms.ChoiceField(label="根拠", widget=forms.RadioSelect, initial="behaviour")
    way = forms.ChoiceField(
        label="目標に向けて", required=False, help_text="話してくれた人の感じ方で選びます。"
    )
    goal = RowField(label="どの目標について", required=False)
    request = RowField(label="どの依頼への返事", required=False)
    person = PersonField(
        label="家族のだれから", required=False, help_text="職員が見たことなら、だれも選ばないままにします。"
    )
    organisation = OrganisationField(label="機関から", required=False)
    name = forms.CharField(label="登録のない人・所から", max_length=100, required=False)
    seen_on = DayFormField(
        label="いつのこと", required=False, validators=[not_future], help_text="空のままなら今日。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:
        for name in TELLERS if self.fact and self.fact.hidden else ():
            del self.fields[name]
        self.choose("kind", codes("evidence").choices(), blank=False)
        self.choose("way", codes("goal_ways").choices())
        self.offer("goal", goals_of(viewer, case), lambda row: row.text[:60])
        self.offer("request", running(viewer, case), lambda row: f"{row.asked}：{row.look_at[:40]}")


def begun_with(passage: Passage) -> dict[str, Any]:
    """The form as a passage of a record fills it: its words, who told them, on which day. Nothing of a protected one."""
    if passage.hidden:
        return {}
    told = {
        "text": passage.text,
        "kind": "words" if passage.kind == "quotation" else "behaviour",
        "seen_on": Day(passage.contact.at.astimezone(TOKYO).date()),
    }
    organisation = passage.contact.organisation if passage.source == "agency" else None
    if passage.speaker:
        return {**told, "person": str(passage.speaker.ref)}
    if organisation:
        return {**told, "organisation": Pick(organisation.name, organisation.ref)}
    return {**told, "name": passage.speaker_text}
