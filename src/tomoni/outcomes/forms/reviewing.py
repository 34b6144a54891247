"""Looking back on one sheet: every goal with a voice for each who was there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Fit
from tomoni.assessment.queries import Voice, voices_of
from tomoni.calendar import Day, today
from tomoni.cases.models import Case
from tomoni.cases.queries import usual
from tomoni.cases.rules import next_on
from tomoni.cases.telling import RowsField, StatedForm, day_it_took_place, words
from tomoni.monitoring.models import Observation
from tomoni.outcomes.actions import Attained, Chosen, Helping
from tomoni.outcomes.queries import could_help, seen_since
from tomoni.plans.models import Goal, Levels, Step
from tomoni.plans.queries import goals_of, levels_of
from tomoni.plans.templatetags.plans import doer
from tomoni.practice import codes
from tomoni.resources.forms import WholeDayField
from tomoni.ui.forms import Form, WordsField


def _named(goal: Goal, voice: Voice) -> str:
    """The fields of one voice on one goal. By the person, not by its place: somebody may join the case meanwhile."""
    return f"g{goal.ref.hex}_{voice.person.ref.hex if voice.person else 'centre'}"


def _level(goal: Goal) -> str:
    return f"g{goal.ref.hex}_level"


def _called(row: Step | Fit) -> str:
    """A step, or a strength with what was adjusted, as it stands among what may have helped."""
    if isinstance(row, Step):
        return f"取組：{doer(row)}　{row.text[:60]}"
    return f"強み・資源：{row.strength.text[:40]}（{row.text[:40]}）"


@dataclass(frozen=True)
class GoalAsked:
    """A goal with what was seen on it since the last review, its agreed levels, and the fields of its voices: how far, words,
    what helped.
    """

    goal: Goal
    seen: list[Observation]
    level: BoundField | None
    voices: list[tuple[BoundField, BoundField, BoundField | None]]


class LookBackForm(StatedForm):
    """``about`` is the plan. Each goal has a way and words for every voice; what was not asked stays empty."""

    marks = "required"

    on = day_it_took_place("見直した日")
    with_whom = forms.CharField(
        label="いっしょに見直した人", max_length=200, help_text="例：母と陽花さん、自宅で"
    )
    family_wish = words("これからについての家族の希望", required=False)
    proposal = forms.ChoiceField(label="これからの案", widget=forms.RadioSelect)
    reason = words(
        "そう考えたわけ", hint="近づいたなら、何が力になったか。遠のいたなら、何が足りなかったか。"
    )
    review_on = WholeDayField(
        label="次に見直す日",
        required=False,
        help_text="センターの「ふだんのリズム」から入れてあります。空にすると、見直す日は決まっていないことになります。",
    )

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.choose("proposal", codes("review_outcomes").choices(), blank=False)
        again = next_on(today(), usual("plan_review"))
        self.fields["review_on"].initial = Day(again)
        self.goals: list[Goal] = [row for row in goals_of(viewer, case) if row.plan_id == self.about.pk]
        self.voices: list[Voice] = [each for each in voices_of(viewer, case) if not each.kept_from]
        self.seen = {goal.pk: rows for goal, rows in seen_since(viewer, case)[self.about.pk]}
        self.levels = levels_of(viewer, self.about)
        self.helps = could_help(viewer, self.about)
        ways = [("", "聞いていない"), *codes("goal_ways").choices()]
        for goal in self.goals:
            if agreed := self.levels.get(goal.pk):
                self._offer_levels(goal, agreed)
            for voice in self.voices:
                name = _named(goal, voice)
                self.fields[f"{name}_way"] = forms.ChoiceField(
                    label=f"{voice.label}：どこまで", choices=ways, required=False
                )
                self._offer_help(name, goal, voice)
                self.fields[f"{name}_text"] = WordsField(
                    label=f"{voice.label}のことば", required=False, widget=forms.Textarea({"rows": 2})
                )

    def _offer_help(self, name: str, goal: Goal, voice: Voice) -> None:
        if rows := self.helps.get(goal.pk):
            field = RowsField(
                label=f"{voice.label}から見て、力になったもの",
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            field.offer(rows, _called)
            self.fields[f"{name}_helped"] = field

    def _offer_levels(self, goal: Goal, agreed: Levels) -> None:
        steps = [(str(level), sentence) for level, sentence in agreed.sentences.items()]
        self.fields[_level(goal)] = forms.ChoiceField(
            label="みんなで選んだ段", choices=[("", "選ばない"), *steps], required=False, widget=forms.RadioSelect,
            help_text="家族と決めた五つの文を一緒に読み、いまいちばん近いものを選びます。まとまらなければ、選びません。",
        )  # fmt: skip

    @property
    def by_goal(self) -> Iterator[GoalAsked]:
        """Each goal with what is asked of it."""
        for goal in self.goals:
            names = [_named(goal, voice) for voice in self.voices]
            level = self[_level(goal)] if goal.pk in self.levels else None
            voices = [
                (
                    self[f"{name}_way"],
                    self[f"{name}_text"],
                    self[f"{name}_helped"] if goal.pk in self.helps else None,
                )
                for name in names
            ]
            yield GoalAsked(goal, self.seen.get(goal.pk, []), level, voices)

    def clean(self) -> dict[str, Any]:
        """What each voice said, as ``attained``."""
        given = super().clean() or {}
        kept = {name: value for name, value in given.items() if not name.startswith("g") or "_" not in name}
        kept["attained"] = [
            Attained(goal, given.get(f"{name}_way") or "unclear", text, voice.person)
            for goal in self.goals
            for voice in self.voices
            if (text := given.get(f"{(name := _named(goal, voice))}_text", "")) or given.get(f"{name}_way")
        ]
        kept["reached"] = [
            Chosen(self.levels[goal.pk], int(level))
            for goal in self.goals
            if (level := given.get(_level(goal)))
        ]
        kept["helped"] = [
            Helping(
                goal, row if isinstance(row, Step) else None, row if isinstance(row, Fit) else None, voice.person
            )
            for goal in self.goals
            for voice in self.voices
            for row in given.get(f"{_named(goal, voice)}_helped", [])
        ]  # fmt: skip
        return kept


class DecideForm(Form):
    """The organisation's decision."""

    outcome = forms.ChoiceField(label="決定", widget=forms.RadioSelect)
    reason = words("理由", hint="家族の希望をどう受けとめたかも。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = codes("review_outcomes").choices()  # type: ignore[attr-defined]
