"""Forms about families: taking one in, and stating who belongs to whom."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, not_future
from tomoni.calendar.fields import DayFormField
from tomoni.families import actions
from tomoni.families.actions import NewPerson
from tomoni.families.choices import ParentKind, Relation, UnionEnd, UnionKind
from tomoni.families.models import Family
from tomoni.families.queries import Known, households, known_before, people_of
from tomoni.people.actions import correct
from tomoni.people.forms import NameField, PersonField
from tomoni.people.models import Person
from tomoni.ui.forms import Form

MOST, FIRST = 12, 4
PARTS = ("name", "kana", "birth", "relation", "unborn")
UNBORN = "おなかの赤ちゃん"
NAMELESS = "氏名を書いてください。分からないときは「不明（小2男児）」のように書けます。"
NO_DAY = "出産予定日を書いてください（例：R9.3.1、R9.3）。"
USUAL = (Relation.SELF, Relation.MOTHER, Relation.FATHER, *[Relation.SIBLING] * MOST)


@dataclass(frozen=True)
class Line:
    """The fields of one person."""

    number: int
    name: BoundField
    kana: BoundField
    birth: BoundField
    relation: BoundField
    unborn: BoundField

    @property
    def fields(self) -> tuple[BoundField, ...]:
        """All of them, in order."""
        return (self.name, self.kana, self.birth, self.relation, self.unborn)


class PersonLines(Form):
    """One line for each person; cleans to ``persons``, a list of ``NewPerson``. To be extended by forms that need people.

    ``more_lines`` among what was sent asks for one more line: nothing is judged then, what was typed stays. Families
    known before are offered once (``known``): whoever sends the form again with them in ``passed`` goes on.
    """

    lines = forms.IntegerField(widget=forms.HiddenInput, initial=FIRST, required=False)

    def __init__(self, data: Any = None, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.more_asked = data is not None and "more_lines" in data
        super().__init__(_with_one_more(data) if self.more_asked else data, *args, **kwargs)
        self.viewer = viewer
        self.known: Known | None = None
        lines = {f"p{n}_{part}": field for n in range(MOST) for part, field in _line(n).items()}
        self.line_names = frozenset(lines)
        self.fields.update(lines)

    @property
    def shown(self) -> int:
        """How many lines are on the screen."""
        return min(max(_number(self["lines"].value()), 1), MOST)

    @property
    def person_lines(self) -> list[Line]:
        """The lines on the screen."""
        return [Line(n + 1, *(self[f"p{n}_{part}"] for part in PARTS)) for n in range(self.shown)]

    @property
    def can_have_more(self) -> bool:
        """Whether there is room for one more line."""
        return self.shown < MOST

    @property
    def others(self) -> Iterator[BoundField]:
        """The visible fields that are not of a line."""
        return (field for field in self.visible_fields() if field.name not in self.line_names)

    def is_valid(self) -> bool:
        """Complete, and no family known before is left to be asked about."""
        return super().is_valid() and not self.more_asked and self.known is None

    def full_clean(self) -> None:
        """Nothing is wrong with a form on which somebody only asked for one more line."""
        super().full_clean()
        if self.more_asked:
            self.errors.clear()

    def clean(self) -> dict[str, Any]:
        """The lines as persons; errors stand at their line."""
        given = super().clean() or {}
        found = [self._person(number, given) for number in range(MOST)]
        given = {name: value for name, value in given.items() if name not in {*self.line_names, "lines"}}
        given["persons"] = [person for person in found if person]
        if not self.errors and not given["persons"]:
            self.add_error("p0_name", "ひとり以上書いてください。" + NAMELESS)
        if not self.errors and not self.more_asked:
            self._ask(given["persons"])
        return given

    def _person(self, number: int, given: dict[str, Any]) -> NewPerson | None:
        name, kana, relation = (given.get(f"p{number}_{part}") or "" for part in ("name", "kana", "relation"))
        day, unborn = given.get(f"p{number}_birth"), given.get(f"p{number}_unborn")
        if not (name or kana or day or unborn) or {f"p{number}_name", f"p{number}_birth"} & set(self.errors):
            return None
        try:
            if unborn:
                return NewPerson(name or UNBORN, kana, None, relation or Relation.OTHER, _expected(day))
            not_future(day)
        except ValidationError as error:
            self.add_error(f"p{number}_birth", error)
            return None
        if not name:
            self.add_error(f"p{number}_name", NAMELESS)
        return NewPerson(name, kana, day, relation or Relation.OTHER)

    def _ask(self, persons: list[NewPerson]) -> None:
        """Offer what was known before, unless it was offered and passed already."""
        known = known_before(self.viewer, persons)
        passed = set(self.data.getlist("passed")) if hasattr(self.data, "getlist") else set()
        if {str(offer.family.ref) for offer in known.offers} - passed or (
            known.ask_coordinator and "sealed" not in passed
        ):
            self.known = known


def _with_one_more(data: Any) -> Any:
    """What was sent, with room for one more line that begins as any other does."""
    data, count = data.copy(), min(_number(data.get("lines")) + 1, MOST)
    data["lines"] = str(count)
    data.setdefault(f"p{count - 1}_relation", USUAL[count - 1])
    return data


def _number(value: Any) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 4 else FIRST


def _expected(day: Day | None) -> Day:
    if day is None or day.date is None:
        raise ValidationError(NO_DAY)
    return day


def _line(number: int) -> dict[str, forms.Field]:
    who = f"{number + 1}人目の"
    kinds = Relation.choices
    return {
        "name": NameField(label=f"{who}氏名", required=False),
        "kana": NameField(label=f"{who}ふりがな", required=False),
        "birth": DayFormField(label=f"{who}生年月日", required=False, help_text=""),
        "relation": forms.ChoiceField(
            label=f"{who}続柄", choices=kinds, initial=USUAL[number], required=False
        ),
        "unborn": forms.BooleanField(label=f"{who}日付は出産予定日（おなかの子）", required=False),
    }


class TakeInForm(PersonLines):
    """A family in one go."""

    label = forms.CharField(
        label="家庭の呼び名",
        max_length=100,
        required=False,
        help_text="空のままなら「青木さんの家庭」のようになります。",
    )


class RelationForm(Form):
    """Something stated about a family: a new fact, or with ``row`` the correction of one that stands."""

    def __init__(self, *args: Any, viewer: Viewer, family: Family, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(viewer, family)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.offer(people)
        self.settle(viewer, family, row)

    def settle(self, viewer: Viewer, family: Family, row: Any) -> None:
        """What depends on the family and on what stands already."""


class HomeField(forms.ChoiceField):
    """One of the family's homes; cleans to the row, or None."""

    rows: dict[str, Any] = {}

    def offer(self, viewer: Viewer, family: Family) -> None:
        """Which homes can be chosen."""
        self.rows = {str(row.ref): row for row in households(viewer, family)}
        blank = [("", "選んでください" if self.required else "決めない")]
        self.choices = [*blank, *((ref, row.label) for ref, row in self.rows.items())]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class MemberForm(RelationForm):
    """One more person of the family, or a corrected relation."""

    name = NameField(label="氏名", help_text="分からないときは「不明（小2男児）」のように書けます。")
    kana = NameField(label="ふりがな", required=False)
    birth = DayFormField(label="生年月日", required=False)
    unborn = forms.BooleanField(label="日付は出産予定日（おなかの子）", required=False)
    relation = forms.ChoiceField(label="続柄", choices=Relation.choices)
    home = HomeField(label="いっしょに暮らす世帯", required=False)
    valid_from = DayFormField(label="いつから", required=False)
    valid_until = DayFormField(label="いつまで", required=False)

    def settle(self, viewer: Viewer, family: Family, row: Any) -> None:
        told = ("name", "kana", "birth", "unborn", "home")
        for name in told if row else ("valid_from", "valid_until"):
            del self.fields[name]
        if not row:
            self.fields["home"].offer(viewer, family)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Arguments of ``add_member``, or the corrected relation."""
        given = super().clean() or {}
        if "name" not in self.fields or self.errors:
            return given
        try:
            day, unborn = given["birth"], given["unborn"]
            if not unborn:
                not_future(day)
            new = NewPerson(
                given["name"],
                given["kana"],
                None if unborn else day,
                given["relation"],
                _expected(day) if unborn else None,
            )
        except ValidationError as error:
            self.add_error("birth", error)
            return given
        return {"new": new, "home": given["home"]}


class HouseholdForm(Form):
    """A home."""

    label = NameField(label="世帯の呼び名", max_length=60, help_text="例：いまの家、父の家、祖父母の家")


class LabelForm(Form):
    """What the family is called."""

    label = NameField(label="家庭の呼び名")


class StayForm(RelationForm):
    """A person lives in a home."""

    person = PersonField(label="だれが")
    household = HomeField(label="どの世帯で")
    part_time = forms.BooleanField(label="ときどき（二つの家を行き来するなど）", required=False)
    valid_from = DayFormField(label="いつから", required=False)
    valid_until = DayFormField(label="いつまで", required=False)

    def settle(self, viewer: Viewer, family: Family, row: Any) -> None:
        for name in ("person", "household") if row else ("valid_until",):
            del self.fields[name]
        if not row:
            self.fields["household"].offer(viewer, family)  # type: ignore[attr-defined]


class UnionForm(RelationForm):
    """Two persons are or were together."""

    one = PersonField(label="ひとり目")
    two = PersonField(label="ふたり目")
    kind = forms.ChoiceField(label="関係", choices=UnionKind.choices)
    valid_from = DayFormField(label="いつから", required=False)
    end = forms.ChoiceField(label="終わり方", choices=[("", "続いている"), *UnionEnd.choices], required=False)
    valid_until = DayFormField(label="いつまで", required=False)

    def settle(self, viewer: Viewer, family: Family, row: Any) -> None:  # noqa: ARG002
        for name in ("one", "two") if row else ("end", "valid_until"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """An end has both a day and a way."""
        given = super().clean() or {}
        if given.get("end") and not given.get("valid_until"):
            self.add_error("valid_until", "いつまでかを書いてください。分からないときは「不明」と書けます。")
        if given.get("valid_until") and not given.get("end"):
            self.add_error("end", "終わり方を選んでください。")
        return given


class ParentForm(RelationForm):
    """Somebody is a parent of a child, in one or several ways at once."""

    parent = PersonField(label="親")
    child = PersonField(label="子")
    kinds = forms.MultipleChoiceField(
        label="親子関係",
        choices=ParentKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="いくつでも選べます。",
    )
    kind = forms.ChoiceField(label="親子関係", choices=ParentKind.choices)
    valid_from = DayFormField(label="いつから", required=False)
    valid_until = DayFormField(label="いつまで", required=False)

    def settle(self, viewer: Viewer, family: Family, row: Any) -> None:  # noqa: ARG002
        for name in ("parent", "child", "kinds") if row else ("kind", "valid_until"):
            del self.fields[name]


class EndForm(RelationForm):
    """The day on which it ended; for partners also how."""

    on = DayFormField(label="いつまで")
    end = forms.ChoiceField(label="終わり方", choices=UnionEnd.choices)

    def settle(self, viewer: Viewer, family: Family, row: Any) -> None:  # noqa: ARG002
        if not hasattr(row, "end"):
            del self.fields["end"]


@dataclass(frozen=True)
class Kind:
    """A kind of relation: its form, and what carries out what the form gives. ``told`` names its correctable fields."""

    noun: str
    form: type[RelationForm]
    add: Callable[..., Any]
    told: tuple[str, ...]

    def initial(self, row: Any) -> dict[str, Any]:
        """The form of a correction begins with what stands."""
        return {name: getattr(row, name) for name in (*self.told, "valid_from", "valid_until")}


def _move_in(viewer: Viewer, valid_from: Day | None, **given: Any) -> Any:
    return actions.move_in(viewer, since=valid_from, **given)


def _join(viewer: Viewer, valid_from: Day | None, **given: Any) -> Any:
    return actions.join_partners(viewer, since=valid_from, **given)


def _link(viewer: Viewer, parent: Person, child: Person, kinds: list[str], valid_from: Day | None) -> Any:
    return actions.link_parents(viewer, parent=parent, child=child, kinds=kinds, since=valid_from)


KINDS = {
    "member": Kind("家族", MemberForm, actions.add_member, ("relation",)),
    "stay": Kind("同居", StayForm, _move_in, ("part_time",)),
    "union": Kind("パートナー関係", UnionForm, _join, ("kind", "end")),
    "parent": Kind("親子関係", ParentForm, _link, ("kind",)),
}


def finish(viewer: Viewer, row: Any, on: Day, end: str = "") -> Any:
    """Carry out an ``EndForm``."""
    if end:
        return actions.end_union(viewer, union=row, end=UnionEnd(end), on=on)
    return correct(viewer, fact=row, valid_until=on)
