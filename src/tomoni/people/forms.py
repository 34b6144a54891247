"""Forms about a person: what was typed becomes the arguments of an action."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.calendar import not_future
from tomoni.calendar.fields import DayFormField
from tomoni.people import actions
from tomoni.people.choices import AddressKind, NameKind, PointKind, ProtectionKind, Sex
from tomoni.people.models import Person
from tomoni.people.queries import Near, persons
from tomoni.people.rules import clean_name
from tomoni.resources.forms import OrganisationField, WholeDayField
from tomoni.ui.forms import ComboField, Form, WordsField
from tomoni.ui.picks import Pick

KEPT = "秘匿されている内容は表示しません。変えるときだけ書いてください。空のままなら、いまの内容が残ります。"
NAME_LENGTH = 100


class NameField(forms.CharField):
    """A name or reading exactly as typed; control characters and outer blanks go."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": NAME_LENGTH, "strip": False, **kwargs})

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")


APART = "（秘匿の相手方。渡す前に統括支援員に相談）"


class PersonField(forms.ChoiceField):
    """One of the persons offered; cleans to the row, or None when left empty. Other references are no choice."""

    rows: dict[str, Person] = {}

    def offer(self, people: Iterable[Person], apart: Collection[int] = ()) -> None:
        """Who can be chosen on this form; those ``apart`` are marked: others of the family hide from them."""
        self.rows = {str(person.ref): person for person in people}
        named = [(ref, f"{row.name}{APART if row.pk in apart else ''}") for ref, row in self.rows.items()]
        self.choices = [("", "選んでください"), *named]

    def clean(self, value: Any) -> Person | None:
        return self.rows.get(super().clean(value))


class PersonForm(Form):
    """The person's own row. Marriage and the like is a new name, not a correction."""

    name = NameField(
        label="氏名", help_text="書きまちがいを直す欄です。結婚などで変わったときは「氏名が変わった」から。"
    )
    kana = NameField(label="ふりがな", required=False)
    birth = DayFormField(label="生年月日", required=False, validators=[not_future])
    expected_on = DayFormField(label="出産予定日", required=False)
    death = DayFormField(label="死亡日", required=False, validators=[not_future])
    sex = forms.ChoiceField(label="性別", choices=Sex.choices, widget=forms.RadioSelect)
    note = WordsField(
        label="備考",
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text="住所や電話番号は書かないでください。",
    )

    def __init__(self, *args: Any, unborn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("birth", "death") if unborn else ("expected_on",):
            del self.fields[name]


class RenameForm(Form):
    """A new name; the old one stays."""

    name = NameField(label="新しい氏名")
    kana = NameField(label="新しいふりがな", required=False)
    kind = forms.ChoiceField(label="これまでの氏名は", choices=NameKind.choices, initial=NameKind.FORMER)
    on = DayFormField(label="いつまで前の氏名でしたか", required=False)


class BornForm(Form):
    """The expected child is born."""

    birth = DayFormField(label="生年月日", validators=[not_future])
    name = NameField(label="氏名", required=False, help_text="まだ決まっていなければ空のままで構いません。")
    kana = NameField(label="ふりがな", required=False)
    sex = forms.ChoiceField(
        label="性別", choices=[("", "あとで"), *Sex.choices], required=False, widget=forms.RadioSelect
    )


class ToldForm(Form):
    """A fact told of a person: a new one, or the correction of ``row``."""

    def __init__(self, *args: Any, viewer: Viewer, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settle(viewer, row)

    def settle(self, viewer: Viewer, row: Any) -> None:
        """What depends on who writes and on what stands already."""


class NameForm(ToldForm):
    """Another name."""

    kind = forms.ChoiceField(label="種類", choices=NameKind.choices)
    name = NameField(label="氏名")
    kana = NameField(label="ふりがな", required=False)
    valid_until = DayFormField(label="いつまで使っていましたか", required=False)


class ReachForm(ToldForm):
    """What can be hidden. For a row already told hiding has its own button, and hidden words are never shown."""

    words = ""

    hide = forms.BooleanField(
        label="秘匿する（だれの画面にも伏せて表示します）",
        required=False,
        help_text="秘匿の申し出がある人のものは、印をつけなくても必ず秘匿になります。",
    )

    def settle(self, viewer: Viewer, row: Any) -> None:  # noqa: ARG002
        if row is not None:
            del self.fields["hide"]
            if row.hidden:
                self.fields[self.words].required = False
                self.fields[self.words].help_text = KEPT


class PhoneForm(ReachForm):
    """A telephone number or the like."""

    words = "value"
    kind = forms.ChoiceField(label="種類", choices=PointKind.choices)
    value = forms.CharField(label="番号・アドレス", max_length=200)
    note = forms.CharField(label="かけてよい時間など", max_length=200, required=False)
    field_order = ("kind", "value", "note", "hide")


class AddressForm(ReachForm):
    """Where the person lives, is registered or stays."""

    words = "text"
    kind = forms.ChoiceField(label="種類", choices=AddressKind.choices)
    text = forms.CharField(label="住所", max_length=300)
    valid_from = DayFormField(label="いつから", required=False)
    field_order = ("kind", "text", "valid_from", "hide")


class SchoolForm(ToldForm):
    """School or nursery and this school year's class."""

    organisation = OrganisationField(label="園・学校など")
    class_name = forms.CharField(
        label="今年度の組",
        max_length=40,
        required=False,
        help_text="学年は生年月日から分かり、毎年4月に自動で上がります。",
    )
    since = DayFormField(label="いつから", required=False)

    def settle(self, viewer: Viewer, row: Any) -> None:  # noqa: ARG002
        self.fields["organisation"].viewer = viewer  # type: ignore[attr-defined]


class EndForm(Form):
    """The day on which something ended."""

    on = DayFormField(label="いつまで")


@dataclass(frozen=True)
class Kind:
    """A kind of fact told of a person: its form, and the actions that take what the form gives."""

    noun: str
    form: type[ToldForm]
    add: Callable[..., Any]
    correct: Callable[..., Any]
    initial: Callable[[Any], dict[str, Any]]


KINDS = {
    "name": Kind(
        "別の氏名",
        NameForm,
        actions.add_name,
        lambda viewer, row, **given: actions.correct(viewer, fact=row, **given),
        lambda row: {"kind": row.kind, "name": row.name, "kana": row.kana, "valid_until": row.valid_until},
    ),
    "phone": Kind(
        "連絡先",
        PhoneForm,
        actions.add_contact_point,
        lambda viewer, row, value, **given: actions.correct_reach(viewer, row=row, text=value, **given),
        lambda row: {"kind": row.kind, "value": row.value, "note": row.note},
    ),
    "address": Kind(
        "住所",
        AddressForm,
        actions.add_address,
        lambda viewer, row, text, **given: actions.correct_reach(viewer, row=row, text=text, **given),
        lambda row: {"kind": row.kind, "text": row.text, "valid_from": row.valid_from},
    ),
    "school": Kind(
        "所属",
        SchoolForm,
        actions.enrol,
        lambda viewer, row, since, **given: actions.set_class(
            viewer, enrolment=row, valid_from=since, **given
        ),
        lambda row: {
            "organisation": Pick(row.organisation.name, row.organisation.ref),
            "since": row.valid_from,
        },
    ),
}


class ProtectForm(Form):
    """From whom, for whom, until when."""

    kind = forms.ChoiceField(label="根拠", choices=ProtectionKind.choices, widget=forms.RadioSelect)
    against = ComboField(
        "people:suggest",
        label="相手方（だれに知られてはいけないか）",
        help_text="登録のある人は候補から選んでください。登録のない人は、続柄や名前を書いてください（例：別居している父）。",
    )
    others = forms.MultipleChoiceField(
        label="いっしょに秘匿する人",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="同じ世帯や同じ住所の人には、はじめから印がついています。相手方の印は外してください。",
    )
    ends_on = WholeDayField(
        label="期限", required=False, help_text="空のままなら、今日から1年です（例：R9.3.31）。"
    )

    def __init__(self, *args: Any, viewer: Viewer, near: list[Near], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.near = {str(each.person.ref): each.person for each in near}
        self.fields["others"].choices = [(ref, row.name) for ref, row in self.near.items()]  # type: ignore[attr-defined]
        if not near:
            del self.fields["others"]

    def clean(self) -> dict[str, Any]:
        """Arguments of ``protect`` besides the person."""
        given = super().clean() or {}
        pick: Pick = given.pop("against", None) or Pick("")
        found = persons(self.viewer, Level.CARD).filter(ref=pick.ref).first() if pick.ref else None
        if pick.ref and found is None:
            self.add_error("against", "選んだ人が見つかりません。もう一度候補から選んでください。")
        others = [row for ref in given.pop("others", []) if (row := self.near[ref]) != found]
        return {**given, "against": found, "against_text": "" if found else pick.text, "others": others}


class RenewForm(Form):
    """Another year."""

    ends_on = WholeDayField(label="新しい期限")


class JoinForm(Form):
    """Why two records are one person."""

    reason = forms.CharField(
        label="同じ人だと分かった理由", max_length=200, help_text="例：母子健康手帳で確かめた"
    )
