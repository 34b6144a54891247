"""Forms of a case's dated levels."""

from typing import Any

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.calendar import not_future
from tomoni.calendar.fields import DayFormField, WholeDayField
from tomoni.cases.models import Case
from tomoni.cases.queries import usual_kinds
from tomoni.cases.rules import SPANS, span_of
from tomoni.cases.telling import StatedForm, words
from tomoni.people.forms import PersonField
from tomoni.practice import codes, load
from tomoni.resources.forms import OrganisationField
from tomoni.ui.forms import Form

SPAN_CHOICES = [(every, f"{span_of(every)}ごと") for every in SPANS]


class InvolvementForm(StatedForm):
    """How closely we go along from a day on."""

    level = forms.ChoiceField(label="関与度", widget=forms.RadioSelect)
    reason = words("そうするわけ")
    agreed_with = forms.CharField(label="だれと話し合って決めたか", max_length=200, required=False)
    since = WholeDayField(
        label="いつから", required=False, validators=[not_future], help_text="空のままなら今日から。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("level", load(case.pack).involvement.choices(), blank=False)


class RhythmForm(StatedForm):
    """How often we are in touch, with whom, and why."""

    organisation = OrganisationField(label="家族ではなく、機関と", required=False)
    every = forms.ChoiceField(label="どのくらいごとに", widget=forms.RadioSelect)
    reason = words("そうするわけ", hint="家族と話して決めたことばで。困りごとがなくても連絡します。")

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("every", SPAN_CHOICES, blank=False)


class UsualForm(Form):
    """The municipality's own rhythm for one kind of thing to do."""

    kind = forms.ChoiceField(label="何のリズムか", widget=forms.RadioSelect)
    every = forms.ChoiceField(label="どのくらいごとに", choices=SPAN_CHOICES, widget=forms.RadioSelect)
    reason = words("そうするわけ")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.id, kind.label) for kind in usual_kinds()]  # type: ignore[attr-defined]


class PhaseForm(StatedForm):
    """Where the case is on the circle: the usual ways from here first, then every other phase."""

    phase = forms.ChoiceField(label="どこへ", widget=forms.RadioSelect)

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        pack = load(case.pack)
        ways = {
            way.end: f"{pack.phases.label(way.end)}（{way.label}{f'。{way.when}とき' if way.when else ''}）"
            for way in pack.ways_from(case.phase)
        }
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
        label="だれの見方か",
        max_length=200,
        required=False,
        help_text="例：母、母と担当。空のままなら、書く人（実践者）の見方です。",
    )
    since = WholeDayField(
        label="いつから", required=False, validators=[not_future], help_text="空のままなら今日から。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("level", load(case.pack).margin.choices(), blank=False)


class StatusForm(StatedForm):
    """The legal status of a child or woman from a day on."""

    person = PersonField(label="だれの区分か", help_text="特定妊婦は、妊娠している本人を選びます。")
    kind = forms.ChoiceField(label="区分", widget=forms.RadioSelect)
    reason = forms.CharField(label="そう判断したわけ", max_length=300, required=False)
    since = WholeDayField(
        label="いつから",
        required=False,
        validators=[not_future],
        help_text="空のままなら今日から。要保護と要支援は同時に付かず、前の区分は前の日で終わります。",
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        told = [(code.id, f"{code.label}：{code.text}") for code in codes("statuses")]
        self.choose("kind", told, blank=False)


class ReasonForm(StatedForm):
    """Why we are engaged with the family beside any legal status, and how it stands to it."""

    kind = forms.ChoiceField(label="かかわる理由", widget=forms.RadioSelect)
    attitude = forms.ChoiceField(label="かかわりへの家族の態度", required=False)
    text = forms.CharField(label="補足", max_length=300, required=False)
    since = WholeDayField(
        label="いつから",
        required=False,
        validators=[not_future],
        help_text="空のままなら今日から。同じ理由で家族の態度が変わったときは、前のものが前の日で終わります。",
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        pack = load(case.pack)
        self.choose("kind", pack.families.choices(), blank=False)
        self.choose("attitude", pack.attitudes.choices())


class ChildForm(StatedForm):
    """Whom the case is about."""

    child = PersonField(label="対象にするこども・妊産婦")
    since = DayFormField(
        label="いつから",
        required=False,
        validators=[not_future],
        help_text="空のままなら、ケースの始まりから。",
    )
