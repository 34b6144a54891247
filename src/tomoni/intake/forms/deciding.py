"""Forms for deciding: bringing to a meeting, beginning a case, leaving to others, deciding again."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.forms import BoundField

from tomoni.calendar import Day, add_months, today
from tomoni.cases.models import Case
from tomoni.cases.rules import unfit
from tomoni.families.choices import Relation
from tomoni.intake.actions import Asked, Beginning, Leaving, Verdict
from tomoni.intake.forms.fields import (
    EMPTY,
    ForViewer,
    PersonField,
    clock_field,
    day_field,
    organisation_field,
)
from tomoni.intake.queries.choosing import caseworkers, running_case
from tomoni.intake.queries.sheets import Sheet
from tomoni.intake.rules import ACCEPTED, GUIDANCE_CENTRE, LOOK_BACK_MONTHS, NEEDS_TAKER, ON_CONSENT, PENDING
from tomoni.meetings.forms import PostField, PostsField, ReasonForm, moment
from tomoni.meetings.queries import staff
from tomoni.people.models import Person
from tomoni.practice import codes, current
from tomoni.sharing.queries import standing_consents
from tomoni.ui.forms import WordsField

INTAKE_MEETINGS = ("emergency_intake", "intake")
JOIN = (("join", "いま動いているケースに加える"), ("new", "新しいケースを始める"))

EXPECTING = {Relation.MOTHER, Relation.SELF}


class AgendaForm(ForViewer):
    """Cleans to the arguments of ``bring_to_meeting``."""

    meeting = forms.ChoiceField(label="どの会議で", widget=forms.RadioSelect)
    at_on = day_field("開く日", required=False)
    at_time = clock_field(required=False)
    place = forms.CharField(label="場所", max_length=100, required=False)
    attendees = PostsField(label="出席する人", required=False)
    proposal = WordsField(
        label="担当の案",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="受け入れるか、どのくらいの濃さでかかわるか、家族は何を望んでいるか。",
    )

    def __init__(self, *args: Any, coming: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = codes("meeting_kinds")
        self.coming = {str(row.ref): row for row in coming}
        called = [
            (
                ref,
                f"{kinds.label(row.kind)}　{Day(row.at.astimezone().date()).short()} {row.at.astimezone():%H:%M}",
            )
            for ref, row in self.coming.items()
        ]
        new = [(kind, f"{kinds.label(kind)}を新しく開く") for kind in INTAKE_MEETINGS]
        cast(forms.ChoiceField, self.fields["meeting"]).choices = [*called, *new]
        self.fields["meeting"].initial = called[0][0] if called else INTAKE_MEETINGS[0]
        cast(PostsField, self.fields["attendees"]).queryset = staff(self.viewer)

    def clean(self) -> dict[str, Any]:
        """A meeting already called, or the kind and moment of a new one."""
        given = super().clean() or self.cleaned_data
        chosen, at = given.pop("meeting", ""), moment(given, "at")
        if chosen in self.coming:
            return {"meeting": self.coming[chosen], "proposal": given.get("proposal", "")}
        return {**given, "kind": chosen, "at": at}


class ForReferral(ForViewer):
    """A form about what follows for one referral when it ends in this way."""

    def __init__(self, *args: Any, sheet: Sheet, outcome: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.outcome = sheet, outcome


def _with_status(sheet: Sheet) -> Iterator[tuple[Person, list[tuple[str, str]]]]:
    """Who can have a legal status, and which: the children and women of the sheet, and who expects an unborn one of it."""
    about = [child.person for child in sheet.children]
    if any(person.unborn for person in about):
        known = {person.pk for person in about}
        about += [each.person for each in sheet.members
                  if each.member.relation in EXPECTING and each.person.pk not in known]  # fmt: skip
    day = Day(today())
    for person in about:
        fits = [
            code for code in codes("statuses").choices()
            if not unfit(code[0], person.birth, unborn=person.unborn, on=day)
        ]  # fmt: skip
        if fits:
            yield person, fits


class BeginForm(ForReferral):
    """Cleans to ``beginning``. One choice of legal status for each child; a reason of the family; the first involvement."""

    join = forms.ChoiceField(
        label="この家庭ではいまケースが動いています", choices=JOIN, widget=forms.RadioSelect, initial="join"
    )
    lead = PostField(
        label="主担当",
        empty_label=None,
        help_text="ほかの人を選ぶと、この家庭でまだ済んでいないこと（安全確認など）もその人に移ります。",
    )
    kind = forms.ChoiceField(label="家庭としてかかわる理由", required=False)
    attitude = forms.ChoiceField(label="かかわりへの家族の態度", required=False)
    kind_text = forms.CharField(label="補足", max_length=300, required=False)
    level = forms.ChoiceField(label="はじめの関与度", widget=forms.RadioSelect)
    level_reason = forms.CharField(label="そう決めた理由", max_length=300)
    agreed_with = forms.CharField(
        label="だれと決めたか", max_length=200, required=False, help_text="例：母と相談して、会議で"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running: Case | None = running_case(self.viewer, self.sheet.referral.family)
        pack = current()
        offers: dict[str, list[tuple[str, str]]] = {
            "kind": [EMPTY, *pack.families.choices()],
            "attitude": [EMPTY, *pack.attitudes.choices()],
            "level": [(each.id, f"{each.label}：{each.text}") for each in pack.involvement],
        }
        for name, choices in offers.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        cast(PostField, self.fields["lead"]).queryset = caseworkers(self.viewer)
        self.fields["lead"].initial = self.viewer.post.pk
        self.of_whom = list(_with_status(self.sheet))
        for person, choices in self.of_whom:
            self.fields[f"status_{person.ref.hex}"] = forms.ChoiceField(
                label=f"{person.name}さんの区分",
                choices=[("", "どれにもあたらない"), *choices],
                required=False,
            )
        self._for_running()

    def _for_running(self) -> None:
        if self.running is None:
            del self.fields["join"]
        else:
            self.fields["level"].required = self.fields["level_reason"].required = False

    def statuses(self) -> Iterator[BoundField]:
        """The fields of the children's legal status."""
        return (self[name] for name in self.fields if name.startswith("status_"))

    def clean(self) -> dict[str, Any]:
        """Put together how the case begins."""
        given = super().clean() or self.cleaned_data
        chosen = [(person, given.pop(f"status_{person.ref.hex}", "")) for person, _ in self.of_whom]
        case = self.running if given.pop("join", "new") == "join" else None
        statuses = [(person, kind) for person, kind in chosen if kind]
        if case is None and not statuses and not given.get("kind"):
            self.add_error("kind", "こどもの区分か、家庭としてかかわる理由のどちらかを選んでください。")
        begins = case is None and "level" in given
        if begins and not given["level"]:
            self.add_error("level", "はじめの関与度を選んでください。あとからいつでも変えられます。")
        if given.get("level") and not given.get("level_reason") and "level_reason" not in self.errors:
            self.add_error("level_reason", "関与度をそう決めた理由を書いてください。")
        given["beginning"] = Beginning(
            lead=given.pop("lead", None),
            case=case,
            statuses=statuses,
            reason=given.pop("kind", ""),
            reason_text=given.pop("kind_text", ""),
            **{name: given.pop(name, "") for name in ("attitude", "level", "level_reason", "agreed_with")},
        )
        return given


class LeaveForm(ForReferral):
    """Cleans to ``leaving``: who takes over, on whose yes, when we look back. What an outcome does not need is left out."""

    organisation = organisation_field("引き継ぐ先", required=False)
    what = WordsField(label="お願いすること", required=False, widget=forms.Textarea({"rows": 3}))
    consent = forms.ChoiceField(label="すでにある同意", required=False)
    consent_person = PersonField(label="同意した人", required=False)
    consent_words = WordsField(label="同意のことば", required=False, widget=forms.Textarea({"rows": 2}))
    consent_until = day_field("いつまで", required=False, initial=None, help_text="例：R9.3.31")
    look_back_on = day_field(
        "振り返る日", required=False, initial=None, help_text="例：R8.7.6。空にすると三か月後。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family, outcome = self.sheet.referral.family, self.outcome
        self.consents = {str(row.ref): row for row in standing_consents(self.viewer, family)}
        said = [(ref, f"{row.person.name}：{row.what}") for ref, row in self.consents.items()]
        cast(forms.ChoiceField, self.fields["consent"]).choices = [("", "いま記録する"), *said]
        cast(PersonField, self.fields["consent_person"]).offer([each.person for each in self.sheet.members])
        self.fields["look_back_on"].initial = Day(add_months(today(), LOOK_BACK_MONTHS))
        self.fields["organisation"].required = self.fields["what"].required = outcome in NEEDS_TAKER
        for name in self._needless():
            del self.fields[name]

    def _needless(self) -> list[str]:
        consent = [name for name in self.fields if name.startswith("consent")]
        if self.outcome in ON_CONSENT:
            return consent[:1] if not self.consents else []
        taker = [] if self.outcome in NEEDS_TAKER else ["organisation", "what"]
        return [*consent, *taker]

    @property
    def to_guidance_centre(self) -> bool:
        """Whether the law sends it on (児福法25条の7)."""
        return self.outcome in GUIDANCE_CENTRE

    def clean(self) -> dict[str, Any]:
        """Put together who takes over."""
        given = super().clean() or self.cleaned_data
        consent = self.consents.get(given.pop("consent", ""))
        person, words = given.pop("consent_person", None), given.pop("consent_words", "")
        until, back = given.pop("consent_until", None), given.pop("look_back_on", None)
        organisation, what = given.pop("organisation", None), given.pop("what", "")
        if organisation and not what and "what" not in self.errors:
            self.add_error("what", "引き継ぐ先にお願いすることを書いてください。")
        if organisation and self.outcome in ON_CONSENT and not (consent or person):
            self.add_error("consent_person", "引き継ぐには家族の同意が要ります。同意した人を選んでください。")
        if back and back.date <= today():
            self.add_error("look_back_on", "振り返る日は明日以降の日にしてください。")
        asked = Asked(person, words, until.date if until else None) if person and not consent else None
        given["leaving"] = Leaving(organisation, what, consent, asked, back.date if back else None)
        return given


class AgainForm(ForReferral):
    """Cleans to ``again_on``: until when what is missing is looked into."""

    again_on = day_field(
        "改めて決める日", initial=None, help_text="例：R8.4.8。足りない情報と、だれが調べるかは理由の欄に。"
    )

    def clean_again_on(self) -> Any:
        """A day from today on."""
        day: Day = self.cleaned_data["again_on"]
        if day.date is None or day.date < today():
            raise forms.ValidationError("今日以降の日を入力してください。")
        return day.date


class VerdictForm(ReasonForm, ForReferral):
    """Cleans to ``verdict``, beside what follows; the outcome was chosen on the page before."""

    def clean(self) -> dict[str, Any]:
        """Put together what was decided."""
        given = super().clean()
        texts = {name: given.pop(name, "") for name in ("reason", "family_wish", "learned")}
        given["verdict"] = Verdict(self.outcome, borderline=given.pop("borderline", False), **texts)
        return given


class DecideBegin(VerdictForm, BeginForm):
    """Accepted."""


class DecideLeave(VerdictForm, LeaveForm):
    """Without a case."""


class DecideAgain(VerdictForm, AgainForm):
    """Not yet."""


def consequence(outcome: str) -> type[ForReferral]:
    """The form for what follows from an outcome."""
    if outcome in ACCEPTED:
        return BeginForm
    return AgainForm if outcome == PENDING else LeaveForm


def verdict(outcome: str, *, carried_out: bool) -> type[ForReferral]:
    """The form for a decision; with what follows from it, where whoever decides also writes."""
    if not carried_out:
        return VerdictForm
    if outcome in ACCEPTED:
        return DecideBegin
    return DecideAgain if outcome == PENDING else DecideLeave
