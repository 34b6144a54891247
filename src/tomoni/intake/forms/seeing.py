"""Forms for meeting child and family: seen, explained, first interview."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django import forms
from django.forms import BoundField

from tomoni.contacts.actions import Met, NewPassage, Note, Promise
from tomoni.intake.actions.seeing import LATE
from tomoni.intake.forms.fields import (
    CodeField,
    ForViewer,
    PeopleField,
    clock_field,
    day_field,
    organisation_field,
)
from tomoni.intake.queries.choosing import caseworkers
from tomoni.intake.queries.sheets import Sheet
from tomoni.intake.rules import late
from tomoni.meetings.forms import PostField, moment
from tomoni.people.models import Person
from tomoni.practice import current
from tomoni.practice.kinds import Prompt
from tomoni.ui.forms import Form, WordsField

WHO = (("us", "職員が会った"), ("agency", "頼んだ機関が会った"))
STATES = {"running": "（まだ会えていません）", "late": "（まだ会えていません・期限を過ぎています）"}
VOICES = 2
STAFF = "staff"


class SafetyForm(ForViewer):
    """Cleans to the arguments of ``confirm_safety``."""

    children = PeopleField(label="姿を確かめたこども")
    seen_on = day_field("確かめた日")
    seen_time = clock_field()
    who = forms.ChoiceField(label="だれが", choices=WHO, widget=forms.RadioSelect, initial="us")
    seen_by = PostField(label="会った職員", required=False, empty_label="選んでください")
    organisation = organisation_field("会った機関", required=False)
    place = CodeField("places", label="場所")
    how = forms.CharField(
        label="どのように", max_length=200, help_text="例：玄関先で顔を見て、名前を呼んで話した"
    )
    result = WordsField(
        label="ようす",
        widget=forms.Textarea({"rows": 4}),
        help_text="見えたこと、こどものことば。服を脱がせて確かめることはしません。けがの心配があるときは、開かれた問いで一度だけ聞きます。",
    )
    late_reason = forms.CharField(
        label="期限を過ぎた理由",
        max_length=300,
        required=False,
        help_text="期限のあとに確かめたときだけ書きます。",
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        notes = {child.person.pk: STATES.get(child.state, "") for child in sheet.children}
        offered = cast(PeopleField, self.fields["children"])
        offered.offer([child.person for child in sheet.children], notes)
        cast(PostField, self.fields["seen_by"]).queryset = caseworkers(self.viewer)
        self.fields["seen_by"].initial = self.viewer.post.pk
        unseen = [str(child.person.ref) for child in sheet.unseen]
        self.fields["children"].initial = unseen if len(unseen) == 1 else []

    def clean(self) -> dict[str, Any]:
        """Either a post or an agency has seen them."""
        given = super().clean() or self.cleaned_data
        given["seen_at"] = moment(given, "seen")
        agency, who = given.pop("organisation", None), given.pop("who", "")
        if who == "agency" and agency is None and "organisation" not in self.errors:
            self.add_error("organisation", "どの機関が会ったかを選んでください。")
        seen_at, due_at = given["seen_at"], self.sheet.referral.safety_due_at
        if seen_at and late(due_at, seen_at) and not given.get("late_reason"):
            self.add_error("late_reason", LATE)
        given["agency"] = agency if who == "agency" else None
        given["seen_by"] = None if who == "agency" else given.get("seen_by")
        return given


class ExplainForm(Form):
    """Cleans to the arguments of ``explain``. The words beside each item are for a child or for a parent."""

    items = forms.MultipleChoiceField(label="説明したこと", widget=forms.CheckboxSelectMultiple)
    at_on = day_field("説明した日")
    at_time = clock_field()
    response = WordsField(
        label="受けとめ・質問",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="うなずいた、首をかしげた、なども。分からなかったことは、次に言い直せるように書きます。",
    )

    def __init__(self, *args: Any, to_child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to_child = to_child
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = current().explanations.choices()

    def offered(self) -> Iterator[tuple[Any, str]]:
        """Each item's checkbox with words in which it can be said to this person."""
        for box, prompt in zip(self["items"], current().explanations, strict=True):
            yield box, prompt.for_child if self.to_child else prompt.for_parent

    def clean(self) -> dict[str, Any]:
        """One moment."""
        given = super().clean() or self.cleaned_data
        given["at"] = moment(given, "at")
        return given


class InterviewForm(Form):
    """Cleans to the arguments of ``hold_interview``: passages by prompt, each with whose words they are."""

    marks = "required"

    at_on = day_field("会った日")
    at_time = clock_field()
    method = CodeField("contact_methods", label="方法", initial="visit")
    place = CodeField("places", label="場所", required=False)
    seen = PeopleField(label="会った人", required=False)
    alone = PeopleField(label="家族を交えずに話を聞いた人", required=False)
    agreed = WordsField(label="約束したこと", required=False, widget=forms.Textarea({"rows": 2}))
    next_what = forms.CharField(label="次に会う約束", max_length=300, required=False, initial="次に会う")
    next_on = day_field("次に会う日", required=False, initial=None, help_text="例：R8.4.8")
    next_time = clock_field(required=False, initial="")
    level = forms.ChoiceField(label="はじめの関与度", required=False)
    level_reason = forms.CharField(label="そう決めた理由", max_length=300, required=False)
    agreed_with = forms.CharField(label="だれと決めたか", max_length=200, required=False)

    def __init__(self, *args: Any, people: list[Person], has_case: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.ref): person for person in people}
        whose = [("", "選んでください"), *((ref, each.name) for ref, each in self.people.items())]
        for prompt in self.prompts:
            for voice in range(VOICES):
                name = f"{prompt.id}_{voice}"
                self.fields[f"{name}_text"] = WordsField(
                    label=prompt.label, required=False, widget=forms.Textarea({"rows": 2})
                )
                self.fields[f"{name}_whose"] = forms.ChoiceField(
                    label=f"{prompt.label}：だれのことば",
                    required=False,
                    choices=[*whose, (STAFF, "職員が見て気づいたこと")],
                    error_messages={"invalid_choice": "この家庭の人を選んでください。"},
                )
        for name in ("seen", "alone"):
            cast(PeopleField, self.fields[name]).offer(people)
        self._levels(has_case)

    def _levels(self, has_case: bool) -> None:
        if has_case:
            cast(forms.ChoiceField, self.fields["level"]).choices = [
                ("", "あとで決める"),
                *current().involvement.choices(),
            ]
        else:
            for name in ("level", "level_reason", "agreed_with"):
                del self.fields[name]

    @property
    def prompts(self) -> list[Prompt]:
        """What to talk about."""
        return list(current().interview)

    def voices(self) -> Iterator[tuple[Prompt, list[tuple[BoundField, BoundField]]]]:
        """Each prompt with its fields: text and whose words, the second pair for another voice."""
        for prompt in self.prompts:
            names = [f"{prompt.id}_{voice}" for voice in range(VOICES)]
            yield prompt, [(self[f"{name}_text"], self[f"{name}_whose"]) for name in names]

    def clean(self) -> dict[str, Any]:
        """Put together the record of contact."""
        given = super().clean() or self.cleaned_data
        passages = list(self._passages(given))
        at, promise = moment(given, "at"), self._promise(given)
        if given.get("level") and not given.get("level_reason"):
            self.add_error("level_reason", "関与度をそう決めた理由を書いてください。")
        if self.errors or at is None:
            return given
        note = self._note(given, at, passages, promise)
        levels = {name: given.get(name, "") for name in ("level", "level_reason", "agreed_with")}
        return {"note": note, **levels}

    def _passages(self, given: dict[str, Any]) -> Iterator[NewPassage]:
        for prompt in self.prompts:
            for voice in range(VOICES):
                name = f"{prompt.id}_{voice}"
                text, whose = given.get(f"{name}_text") or "", given.get(f"{name}_whose") or ""
                if text.strip() and not whose and f"{name}_whose" not in self.errors:
                    self.add_error(f"{name}_whose", "だれのことばかを選んでください。")
                speaker = self.people.get(whose)
                kind, source = ("quotation", "self") if speaker else ("fact", STAFF)
                yield NewPassage(text, kind, source, speaker, topic=prompt.id)

    def _promise(self, given: dict[str, Any]) -> Promise | None:
        what, due = given.pop("next_what", ""), moment(given, "next")
        return Promise(what.strip() or "次に会う", due) if due else None

    def _note(
        self, given: dict[str, Any], at: datetime, passages: list[NewPassage], promise: Promise | None
    ) -> Note:
        alone = given["alone"]
        met = [
            Met(each, seen=True, heard=each in alone, alone=each in alone)
            for each in [*given["seen"], *alone]
        ]
        spoke = {p.speaker.pk for p in passages if p.speaker and p.text.strip()}
        met = [
            Met(each.person, True, each.heard or each.person.pk in spoke, each.alone)
            for each in reversed(met)
        ]
        return Note(
            at=at,
            method=given["method"],
            place=given["place"],
            passages=passages,
            met=met[::-1],
            purpose="first_interview",
            title="初回の面接",
            agreed=given["agreed"],
            promise=promise,
        )
