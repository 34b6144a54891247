"""Asking one person whether something may be passed on; what was passed on, and telling the family."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, not_future, today
from tomoni.calendar.fields import DayFormField
from tomoni.cases.telling import RowField, day_it_took_place
from tomoni.cases.telling import words as _words
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.forms import WholeDayField
from tomoni.resources.queries import picked
from tomoni.sharing.models import Consent, Disclosure, PassedOn
from tomoni.sharing.queries import yeses
from tomoni.ui.forms import ComboField, Form, WordsField
from tomoni.ui.picks import Pick

NOT_OURS = "この家庭の人を選んでください。"
TOLD = [("yes", "話した"), ("not_yet", "まだ話していない")]


class AskForm(Form):
    """Cleans to the arguments of ``actions.record_consent``."""

    person = forms.ChoiceField(
        label="だれにたずねましたか",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_OURS},
        help_text="こどもの気持ちと保護者の気持ちは、一人ずつ別に記録します。",
    )
    what = forms.CharField(
        label="何を伝えてよいか、たずねましたか",
        max_length=300,
        help_text="例：朝起きられない日があること。必要な分だけを、具体的に。",
    )
    recipient = ComboField(
        "resources:suggest",
        label="だれに伝えますか",
        help_text="機関の名前の一部を書くと候補が出ます。登録のない人や機関は、そのまま書いてください。",
    )
    given = forms.ChoiceField(
        label="こたえ",
        choices=[("yes", "伝えてよい"), ("no", "伝えてほしくない")],
        widget=forms.RadioSelect,
    )
    until = DayFormField(
        label="いつまで", required=False, help_text="例：R9.3.31。空にしておくと、取りやめるまで続きます。"
    )
    words = WordsField(
        label="本人のことば",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="話されたとおりに書きます。",
    )

    def __init__(self, *args: Any, viewer: Viewer, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.people = viewer, {str(person.ref): person for person in people}
        names = [(ref, person.name) for ref, person in self.people.items()]
        self.fields["person"].choices = names  # type: ignore[attr-defined]

    def clean_person(self) -> Person:
        """The member chosen."""
        return self.people[self.cleaned_data["person"]]

    def clean_given(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["given"] == "yes")

    def clean_until(self) -> date | None:
        """A day known to the day, from today on."""
        return last_day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        """A registered organisation, or the words as they stand."""
        given = super().clean() or self.cleaned_data
        return {**given, **to_whom(self.viewer, given.get("recipient"))}


def last_day(day: Day | None) -> date | None:
    """Until when a yes is to last: a day known to the day, from today on."""
    if day is None:
        return None
    if day.date is None or day.earliest != day.latest:
        raise ValidationError("年月日まで入力してください（例：R9.3.31）。")
    if day.date < today():
        raise ValidationError("今日より前の日です。今日からあとの日を書くか、空にしてください。")
    return day.date


def to_whom(viewer: Viewer, pick: Pick | None) -> dict[str, Any]:
    """A registered organisation, or the words as they stand."""
    found = picked(viewer, pick.text, pick.ref) if pick else []
    organisation = found[0] if len(found) == 1 else None
    return {"organisation": organisation, "recipient": "" if organisation or not pick else pick.text}


def like(consent: Consent) -> dict[str, Any]:
    """The same question for somebody else: what, to whom, until when. Never the answer."""
    organisation = consent.organisation
    pick = Pick(organisation.name, organisation.ref) if organisation else Pick(consent.recipient)
    until = Day(consent.until) if consent.until and consent.until >= today() else None
    return {"what": consent.what, "recipient": pick, "until": until}


def consent_label(row: Consent) -> str:
    """Who agreed to what."""
    return f"{row.person.name}さん：{row.what[:60]}（{row.organisation or row.recipient}へ）"


class PassOnForm(Form):
    """Cleans to the arguments of ``actions.pass_on``."""

    recipient = ComboField(
        "resources:suggest",
        label="どこに伝えましたか",
        help_text="機関の名前の一部を書くと候補が出ます。登録のない人や所は、そのまま書いてください。",
    )
    who = forms.CharField(label="そこのだれに", max_length=90, required=False, help_text="例：教頭 岡田先生")
    on = day_it_took_place("伝えた日")
    what = _words(
        "伝えたこと",
        hint="必要な分だけを、項目で。例：朝起きられない日があること、いまの住所。"
        "秘匿の住所や電話、知らせてくれた人の名前そのものは書きません。",
    )
    purpose = _words("何のために", hint="例：朝の声かけのしかたを一緒に考えるため")
    basis = forms.ChoiceField(label="何にもとづいて")
    consent = RowField(
        label="どの同意によるか",
        required=False,
        help_text="「同意」を選んだとき。伝えた日に続いていた返事を選びます。",
    )
    legal = forms.CharField(
        label="根拠の補足", max_length=300, required=False, help_text="例：6月の個別ケース検討会議で"
    )
    told = forms.ChoiceField(label="家族に話しましたか", choices=TOLD, widget=forms.RadioSelect)
    told_on = WholeDayField(
        label="話した日",
        required=False,
        validators=[not_future],
        help_text="「話した」とき。空のままなら今日。",
    )
    told_words = _words("家族のことば", required=False, hint="話されたとおりに。")
    untold_why = _words(
        "まだ話していないわけ", required=False, hint="例：いま話すと、こどもがつらい思いをするおそれがある"
    )
    again_on = WholeDayField(
        label="もう一度考える日", required=False, help_text="「まだ」のとき。主担当の「すること」に入ります。"
    )

    def __init__(self, *args: Any, viewer: Viewer, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        grounds = [(group, _articles(group)) for group, _ in codes("disclosure_bases").grouped()]
        self.fields["basis"].choices = [("", "選んでください"), *grounds]  # type: ignore[attr-defined]
        self.fields["consent"].offer(yeses(viewer, family), consent_label)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """To whom as one; told on which day, or not yet."""
        given = super().clean() or self.cleaned_data
        whom, who = to_whom(self.viewer, given.get("recipient")), given.pop("who", "")
        named = "　".join(each for each in (whom["recipient"], who) if each)
        told = given.pop("told", "") == "yes"
        given["told_on"] = (given.get("told_on") or today()) if told else None
        given["again_on"] = None if told else given.get("again_on")
        return {**given, **whom, "recipient": named}


def _articles(group: str) -> list[tuple[str, str]]:
    rows = (code for code in codes("disclosure_bases") if code.group == group)
    return [(code.id, f"{code.label}（{code.page}）" if code.page else code.label) for code in rows]


class TellForm(Form):
    """On which day the family was told, and what it said."""

    on = day_it_took_place("話した日")
    words = _words("家族のことば", required=False, hint="話されたとおりに。言われなければ空のままで。")


def begun_by(told: PassedOn) -> dict[str, Any]:
    """The form begins with what another record passed on already."""
    pick = Pick(told.organisation.name, told.organisation.ref) if told.organisation else Pick(told.recipient)
    named = {"consent": str(told.consent.ref), "basis": "consent"} if told.consent else {}
    return {"recipient": pick, "what": told.what, "purpose": told.purpose, **named}


def anew(row: Disclosure) -> dict[str, Any]:
    """The form begins with one that was taken back, to be written as it was."""
    told = PassedOn(row.family, row.organisation, row.recipient, row.what, row.purpose, row.consent)
    begun = {**begun_by(told), "basis": row.basis, "legal": row.legal, "on": Day(row.on)}
    begun["who"] = row.recipient if row.organisation else ""
    if row.told_on:
        return {**begun, "told": "yes", "told_on": Day(row.told_on), "told_words": row.told_words}
    return {**begun, "told": "not_yet", "untold_why": row.untold_why}
