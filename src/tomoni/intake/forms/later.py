"""What was not asked in the first minutes."""

from typing import Any, cast

from django import forms

from tomoni.intake.forms.fields import (
    WHOSE,
    CodeField,
    ForViewer,
    PeopleField,
    organisation_field,
    whose_field,
)
from tomoni.intake.queries.sheets import PROTECTED, Sheet
from tomoni.intake.rules import ALWAYS_OWN, LONGEST_HOURS
from tomoni.ui.forms import Form


class CompleteForm(ForViewer):
    """Cleans to the arguments of ``complete``. What identifies the caller is never shown here: only written anew."""

    marks = "nothing"

    own = whose_field("本人や家族からの相談は、断ることなくアセスメントへ進みます。")
    consultation_kind = CodeField("consultation_kinds", label="相談種別", required=False)
    harm_kind = CodeField("harm_kinds", label="心配の種類", required=False)
    route = CodeField("routes", label="経路（統計）", required=False)
    organisation = organisation_field("機関", required=False)
    whereabouts = forms.CharField(label="こどもの今いる所", max_length=200, required=False)
    wants_result = forms.BooleanField(label="その後の連絡を希望している", required=False)
    caller_name = forms.CharField(label="名前", max_length=200, required=False)
    caller_contact = forms.CharField(label="連絡先", max_length=200, required=False)
    caller_relation = forms.CharField(label="こどもとの関係", max_length=200, required=False)
    caller_agency = forms.CharField(label="機関", max_length=200, required=False)
    caller_route = CodeField("routes", label="経路（統計）", required=False)
    children = PeopleField(
        label="この受付票に加える人",
        required=False,
        help_text="きょうだいなど、この知らせにかかわると分かった人。通告では同じ期限で安全を確かめます。",
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notice = sheet.referral.is_notice
        for name in ("route", "organisation") if notice else ("caller_route", "caller_agency"):
            del self.fields[name]
        asked = not notice and not sheet.referral.outcome and sheet.referral.door not in ALWAYS_OWN
        if not asked:
            del self.fields["own"]
        else:
            cast(forms.TypedChoiceField, self.fields["own"]).choices = WHOSE
        there = {child.person.pk for child in sheet.children}
        others = [each.person for each in sheet.members if each.person.pk not in there]
        cast(PeopleField, self.fields["children"]).offer(others)
        if not others:
            del self.fields["children"]

    def clean(self) -> dict[str, Any]:
        """An empty field about the caller leaves what is there, as does no answer to whose it is."""
        given = super().clean() or self.cleaned_data
        left = {name for name in PROTECTED if not given.get(name)}
        if given.get("own") is None:
            left.add("own")
        return {name: value for name, value in given.items() if name not in left}


class RulesForm(Form):
    """Cleans to the argument of ``set_rules``."""

    safety_check_hours = forms.IntegerField(
        label="通告を受けてから、こども一人ひとりの姿を確かめるまで（時間）",
        min_value=1,
        max_value=LONGEST_HOURS,
        help_text="1から48まで。例：24",
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
        error_messages={
            "invalid": "時間を数字で書いてください（例：24）。",
            "min_value": "1時間より短くはできません。",
            "max_value": "指針の48時間より長くはできません。48以下で書いてください。",
        },
    )
