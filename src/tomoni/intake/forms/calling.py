"""A new call: one form on three screens, each carrying the words of the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from tomoni.accounts.models import Post
from tomoni.accounts.rules import as_uuid
from tomoni.calendar import Day, add_clock_hours, now, today
from tomoni.calendar.fields import DayFormField
from tomoni.cases.actions.leading import SHORTEST_REASON, WHY
from tomoni.contacts.rules import MOST_CHARACTERS
from tomoni.families.actions import NewPerson
from tomoni.families.choices import Relation
from tomoni.families.models import Family
from tomoni.families.queries import Relative, relatives
from tomoni.intake.actions import Call, Whom, safety_hours
from tomoni.intake.forms.fields import (
    CodeField,
    ForViewer,
    PeopleField,
    clock_field,
    day_field,
    organisation_field,
    whose_field,
)
from tomoni.intake.queries.choosing import running_case
from tomoni.intake.queries.known import Known, chosen, known, way_to
from tomoni.intake.queries.likeness import Somebody, Told
from tomoni.intake.queries.past import Heard, left_behind
from tomoni.intake.rules import own, own_consultation
from tomoni.meetings.forms import moment
from tomoni.people.rules import clean_name
from tomoni.search.fold import Name, matches
from tomoni.ui.forms import WordsField

ROWS, SHOWN_ROWS = 10, 4
PARTS = ("name", "kana", "birth", "relation", "about")
NOT_ON_CALL = ("submission", "version", "words", "family", "children", "standing_in")
USUAL = (Relation.SELF, Relation.MOTHER, Relation.FATHER)
NATURES = (
    ("notice", "通告（こどもの安全や暮らしを心配した知らせ）"),
    ("consultation", "相談"),
)
NO_NAME = "名前を書いてください。分からないときは「不明（小2男児）」のように書けます。"
NOBODY = "どのこども（または妊婦）のことか、ひとり以上選んでください。"
NOT_OPEN = "この家庭には書けません。問い合わせ先のチームか統括支援員に伝えるか、さがし直してください。"


@dataclass(frozen=True)
class Line:
    """The fields of one person told now."""

    name: BoundField
    kana: BoundField
    birth: BoundField
    relation: BoundField
    about: BoundField


class NewCall(ForViewer):
    """Cleans to ``call`` and ``whom``, the arguments of ``take_call``. Valid only when saved from the last screen."""

    nature = forms.ChoiceField(
        label="どちらですか",
        choices=NATURES,
        widget=forms.RadioSelect,
        help_text="こども本人や家族からでも、たたかれた・けがをしたなどの心配があるときは「通告」です。期限までに姿を確かめます。",
    )
    door = CodeField("doors", label="どこから")
    own = whose_field(
        "相談のときだけ。空のままなら「どこから」から決めます（健診・ひろば・親族・夜間の窓口は本人・家族から）。"
    )
    method = CodeField("contact_methods", label="方法", initial="phone")
    received_on = day_field("受けた日")
    received_time = clock_field()
    complaint = WordsField(
        label="内容",
        room=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 6}),
        help_text="話されたことばのまま、短くてもかまいません。聞いたこと・見たことと、推測を分けて書きます。"
        "通告では、だれからの知らせかが分かることばは、ここではなく下の欄に書きます。",
    )
    anonymous = forms.BooleanField(label="匿名を希望", required=False)
    caller_name = forms.CharField(label="名前", max_length=200, required=False)
    caller_contact = forms.CharField(label="連絡先", max_length=200, required=False)
    caller_relation = forms.CharField(label="こどもとの関係", max_length=200, required=False)
    organisation = organisation_field("機関", required=False)
    wants_result = forms.BooleanField(label="その後の連絡を希望している", required=False)
    whereabouts = forms.CharField(label="こどもの今いる所", max_length=200, required=False)
    consultation_kind = CodeField("consultation_kinds", label="相談種別", required=False)
    harm_kind = CodeField("harm_kinds", label="心配の種類", required=False)
    route = CodeField("routes", label="経路（統計）", required=False)

    words = forms.CharField(label="名前・よみ・電話", max_length=200, required=False)
    family = forms.UUIDField(required=False, widget=forms.HiddenInput)
    children = PeopleField(label="だれのことですか", required=False)
    standing_in = forms.CharField(
        label="代わりに受ける理由",
        max_length=150,
        required=False,
        help_text=f"{SHORTEST_REASON}文字以上。例：佐藤が休みのため、母からの電話を受ける",
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_turned(data), *args, **kwargs)
        self.on_call = [name for name in self.fields if name not in NOT_ON_CALL]
        for place in range(ROWS):
            self.fields.update(_line(place))
        self.on_family = [
            name for name in self.fields if name not in {*self.on_call, "submission", "version"}
        ]
        cast(PeopleField, self.fields["children"]).offer([each.person for each in self.members])
        if not self.stands_in:
            del self.fields["standing_in"]
            self.on_family.remove("standing_in")
        if "choose" in self.data:
            self._forget_known_lines()

    def _forget_known_lines(self) -> None:
        """Names by which the family was found are its members, nobody new."""
        names = [Name(each.person.name, each.person.kana) for each in self.members]
        for place in range(ROWS):
            typed = [str(self.data.get(f"p{place}_{part}", "")) for part in ("name", "kana")]
            if any(matches(text, names) for text in typed if text.strip()):
                for part in ("name", "kana", "birth", "about"):
                    cast(QueryDict, self.data).setlist(f"p{place}_{part}", [])

    # What is on the screen

    @property
    def go(self) -> str:
        """Where the pressed button leads: call, family, check or save."""
        return str(self.data.get("go", "check")) if self.is_bound else "call"

    @property
    def screen(self) -> str:
        """The screen to show: the one that was asked for, or the first on which something is wrong."""
        for screen, names in (("call", self.on_call), ("family", self.on_family)):
            if set(names) & set(self.errors):
                return screen
        return self.go if self.go in {"call", "family"} else "check"

    @property
    def turning(self) -> bool:
        """Whether somebody only turned to another screen and nothing is wrong."""
        return self.is_bound and self.go != "save" and not self.errors

    def carried(self) -> Iterator[BoundField]:
        """Fields of the other screens, to be sent along unseen."""
        shown = {"call": self.on_call, "family": self.on_family}.get(self.screen, [])
        return (self[name] for name in (*self.on_call, *self.on_family) if name not in shown)

    def lines(self) -> list[Line]:
        """The rows for persons."""
        return [Line(*(self[f"p{place}_{part}"] for part in PARTS)) for place in range(ROWS)]

    @property
    def first_lines(self) -> list[Line]:
        """Rows that are shown at once."""
        return self.lines()[:SHOWN_ROWS]

    @property
    def more_lines(self) -> list[Line]:
        """Rows that can be opened."""
        return self.lines()[SHOWN_ROWS:]

    @property
    def later_filled(self) -> bool:
        """Whether something that can wait is there already."""
        return any(self[name].value() for name in ("whereabouts", "consultation_kind", "harm_kind", "route"))

    @property
    def told(self) -> bool:
        """Whether a person was entered."""
        return any(line.name.value() for line in self.lines())

    @property
    def told_more(self) -> bool:
        """Whether a person was entered in a row that can be opened."""
        return any(line.name.value() for line in self.more_lines)

    @cached_property
    def home(self) -> Family | None:
        """The family that was chosen."""
        given = self.data.get("family") if self.is_bound else self.initial.get("family")
        ref = as_uuid(str(given or ""))
        return chosen(self.viewer, ref) if ref else None

    @property
    def stands_in(self) -> bool:
        """Whether the call is taken for a colleague of the team."""
        return self.home is not None and way_to(self.viewer, self.home) == "stand_in"

    @property
    def lead(self) -> Post | None:
        """The worker of the family that was chosen."""
        case = running_case(self.viewer, self.home) if self.home else None
        return case.lead if case else None

    @cached_property
    def members(self) -> list[Relative]:
        """Its members."""
        return relatives(self.viewer, self.home) if self.home else []

    @cached_property
    def known(self) -> Known:
        """Earlier contacts with those of whom is told, and with whom calls when the family does."""
        theirs = own(self._typed("door")) and self._typed("nature") != "notice"
        caller = [Somebody(self._typed("caller_name"))] if theirs else []
        texts = [self._typed("words"), self._typed("caller_contact") if theirs else ""]
        heard = self._heard
        return known(self.viewer, Told([*caller, *self._lines()], texts, heard.words, heard.own))

    @cached_property
    def past(self) -> Any:
        """What ended engagements of the chosen family left behind."""
        return left_behind(self.viewer, [self.home], self._heard).get(self.home.pk) if self.home else None

    @property
    def _heard(self) -> Heard:
        door, is_notice = self._typed("door"), self._typed("nature") == "notice"
        asks = bool(door) and own_consultation(is_notice=is_notice, door=door, told=self._whose())
        return Heard("\n".join((self._typed("complaint"), self._typed("whereabouts"))), asks)

    def _typed(self, name: str) -> str:
        return str(self[name].value() or "").replace("\0", "")

    def _whose(self) -> bool | None:
        try:
            said: bool | None = self.fields["own"].clean(self["own"].value())
        except forms.ValidationError:
            return None
        return said

    def _lines(self) -> list[Somebody]:
        return [
            Somebody(self._typed(f"p{place}_name"), self._typed(f"p{place}_kana"), self._born(place))
            for place in range(ROWS)
        ]

    def _born(self, place: int) -> Day | None:
        """The birth as far as it can be read yet."""
        try:
            day: Day | None = self.fields[f"p{place}_birth"].clean(self[f"p{place}_birth"].value())
        except forms.ValidationError:
            return None
        return day

    @property
    def meant(self) -> list[NewPerson]:
        """Persons entered now whom the call is about."""
        whom: Whom = self.cleaned_data["whom"]
        return [whom.newcomers[place] for place in whom.about]

    @property
    def hours(self) -> int:
        """The municipality's limit."""
        return safety_hours(self.viewer)

    @property
    def due_at(self) -> datetime | None:
        """By when each child has to be seen."""
        call: Call | None = self.cleaned_data.get("call")
        hours = safety_hours(self.viewer)
        return (
            add_clock_hours(call.received_at, hours) if call and call.is_notice and call.received_at else None
        )

    # What was given

    def clean_organisation(self) -> Any:
        """Of a 通告 the words are enough: they go under cover, whether or not the directory knows them."""
        if self.cleaned_data.get("nature") != "notice":
            return super().clean_organisation()
        pick = self.cleaned_data.get("organisation")
        return pick.text.strip() if pick else ""

    def is_valid(self) -> bool:
        """Everything is right, and the last button was pressed."""
        return super().is_valid() and self.go == "save"

    def full_clean(self) -> None:
        """Judge the screens that were left; what comes later may still be empty."""
        super().full_clean()
        left = {"call": [], "family": self.on_call}.get(self.go) if self.is_bound else None
        if left is not None:
            for name in set(self.errors) - set(left) - {"__all__"}:
                del self.errors[name]

    def clean(self) -> dict[str, Any]:
        """Put together what the action takes."""
        given = super().clean() or self.cleaned_data
        self._clean_call(given)
        self._clean_family(given)
        if not set(self.errors) & set(self.on_call):
            given["call"] = self._call(given)
        if not set(self.errors) & set(self.on_family):
            given["whom"] = self._whom(given)
        return given

    def _clean_call(self, given: dict[str, Any]) -> None:
        given["received_at"] = moment(given, "received")
        future = given["received_at"] and given["received_at"] > now()
        if future and "received_time" not in self.errors:
            self.add_error("received_on", "受けた日時が未来になっています。日付と時刻を確かめてください。")

    def _clean_family(self, given: dict[str, Any]) -> None:
        if given.get("family") and self.home is None:
            self.add_error("words", NOT_OPEN)
        if self.stands_in and len((given.get("standing_in") or "").strip()) < SHORTEST_REASON:
            self.add_error("standing_in", WHY)
        told = self._told(given)
        for place in range(ROWS):
            others = [given.get(f"p{place}_{part}") for part in ("kana", "birth", "about")]
            if place not in told and any(others) and f"p{place}_name" not in self.errors:
                self.add_error(f"p{place}_name", NO_NAME)
        nobody = not given.get("children") and not self._about(given, told)
        if nobody and not set(self.errors) & set(self.on_family):
            self.add_error("children" if self.home else "p0_name", NOBODY if self.home or told else NO_NAME)

    def _told(self, given: dict[str, Any]) -> dict[int, NewPerson]:
        found = {}
        for place in range(ROWS):
            name = clean_name(given.get(f"p{place}_name") or "")
            if name:
                found[place] = _person(name, given, place)
        return found

    def _about(self, given: dict[str, Any], told: dict[int, NewPerson]) -> list[int]:
        """Places of those it is about: the ticked ones; in a new family otherwise those entered as 本人."""
        ticked = [place for place in told if given.get(f"p{place}_about")]
        if ticked or self.home:
            return ticked
        return [place for place, person in told.items() if person.relation == Relation.SELF]

    def _call(self, given: dict[str, Any]) -> Call:
        plain = {name: given[name] for name in Call.__dataclass_fields__ if name in given}
        is_notice = given["nature"] == "notice"
        if is_notice:
            plain["caller_agency"] = plain.pop("organisation")
        return Call(**plain, is_notice=is_notice)

    def _whom(self, given: dict[str, Any]) -> Whom:
        told = self._told(given)
        places = list(told)
        about = [places.index(place) for place in self._about(given, told)]
        why = given.get("standing_in", "")
        return Whom(self.home, given.get("children", []), list(told.values()), about, why)


def _turned(data: Any) -> Any:
    """What was sent, with a chosen family written into its field; choosing shows the same screen again."""
    if data is None or "choose" not in data:
        return data
    turned: QueryDict = data.copy()
    turned.setlist("family", [data.get("choose", "")])
    turned.setlist("go", ["family"])
    turned.setlist("children", [])
    return turned


def _line(place: int) -> dict[str, forms.Field]:
    number = f"{place + 1}人め"
    usual = USUAL[place] if place < len(USUAL) else Relation.SIBLING
    return {
        f"p{place}_name": forms.CharField(label=f"{number}の氏名", max_length=200, required=False),
        f"p{place}_kana": forms.CharField(label=f"{number}のよみ", max_length=200, required=False),
        f"p{place}_birth": DayFormField(label=f"{number}の生年月日", required=False, help_text=""),
        f"p{place}_relation": forms.ChoiceField(
            label=f"{number}の続柄", choices=Relation.choices, initial=usual, required=False
        ),
        f"p{place}_about": forms.BooleanField(label=f"{number}のことで", required=False),
    }


def _person(name: str, given: dict[str, Any], place: int) -> NewPerson:
    """A day that is still to come is the day a child is expected."""
    day: Day | None = given.get(f"p{place}_birth")
    expected = day if day and day.date and day.date > today() else None
    kana = clean_name(given.get(f"p{place}_kana") or "")
    relation = given.get(f"p{place}_relation") or Relation.OTHER
    return NewPerson(name, kana, None if expected else day, relation, expected)
