"""Forms of a case's dated levels."""

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.calendar import not_future
from tomoni.calendar.fields import DayFormField
from tomoni.cases.models import Case
from tomoni.cases.telling import StatedForm, words
from tomoni.practice import load


class InvolvementForm(StatedForm):
    """How closely we go along from a day on."""

    level = forms.ChoiceField(label="関与度", widget=forms.RadioSelect)
    reason = words("そうするわけ")
    agreed_with = forms.CharField(label="だれと話し合って決めたか", max_length=200, required=False)
    since = DayFormField(
        label="いつから", required=False, validators=[not_future], help_text="空のままなら今日から。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("level", load(case.pack).involvement.choices(), blank=False)


class PhaseForm(StatedForm):
    """Where the case is on the circle: the usual ways from here first, then every other phase."""

    phase = forms.ChoiceField(label="どこへ", widget=forms.RadioSelect)

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        pack = load(case.pack)
        ways = {way.end: f"{pack.phases.label(way.end)}（{way.label}）" for way in pack.ways_from(case.phase)}
        others = {phase.id: phase.label for phase in pack.phases if phase.id != case.phase}
        self.choose(
            "phase", (ways | {i: label for i, label in others.items() if i not in ways}).items(), blank=False
        )


class MarginForm(StatedForm):
    """How much margin the family has from a day on."""

    level = forms.ChoiceField(label="家族の余力", widget=forms.RadioSelect)
    reason = words(
        "そう見たわけ", hint="家族の点数ではありません。家族の見方と、こちらの見方を分けて残します。"
    )
    agreed_with = forms.CharField(
        label="だれの見方か", max_length=200, required=False, help_text="例：母、母と担当"
    )
    since = DayFormField(
        label="いつから", required=False, validators=[not_future], help_text="空のままなら今日から。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("level", load(case.pack).margin.choices(), blank=False)
