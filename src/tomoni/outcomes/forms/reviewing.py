"""Looking back on one sheet: every goal with a voice for each who was there."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from tomoni.access.viewer import Viewer
from tomoni.assessment.queries import Voice, voices_of
from tomoni.calendar import Day, today
from tomoni.cases.models import Case
from tomoni.cases.queries import usual
from tomoni.cases.rules import next_on
from tomoni.cases.telling import StatedForm, day_it_took_place, words
from tomoni.monitoring.models import Observation
from tomoni.outcomes.actions import Attained, Chosen
from tomoni.outcomes.queries import seen_since
from tomoni.plans.models import Goal, Levels
from tomoni.plans.queries import goals_of, levels_of
from tomoni.practice import codes
from tomoni.resources.forms import WholeDayField
from tomoni.ui.forms import Form, WordsField


def _named(goal: Goal, voice: Voice) -> str:
    """The fields of one voice on one goal. By the person, not by its place: somebody may join the case meanwhile."""
    return f"g{goal.ref.hex}_{voice.person.ref.hex if voice.person else 'centre'}"


def _level(goal: Goal) -> str:
    return f"g{goal.ref.hex}_level"


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
        ways = [("", "聞いていない"), *codes("goal_ways").choices()]
        for goal in self.goals:
            if agreed := self.levels.get(goal.pk):
                self._offer_levels(goal, agreed)
            for voice in self.voices:
                name = _named(goal, voice)
                self.fields[f"{name}_way"] = forms.ChoiceField(
                    label=f"{voice.label}：どこまで", choices=ways, required=False
                )
                self.fields[f"{name}_text"] = WordsField(
                    label=f"{voice.label}のことば", required=False, widget=forms.Textarea({"rows": 2})
                )

    def _offer_levels(self, goal: Goal, agreed: Levels) -> None:
        steps = [(str(level), sentence) for level, sentence in agreed.sentences.items()]
        self.fields[_level(goal)] = forms.ChoiceField(
            label="みんなで選んだ段", choices=[("", "選ばない"), *steps], required=False, widget=forms.RadioSelect,
            help_text="家族と決めた五つの文を一緒に読み、いまいちばん近いものを選びます。まとまらなければ、選びません。",
        )  # fmt: skip

    @property
    def by_goal(
        self,
    ) -> Iterator[tuple[Goal, list[Observation], BoundField | None, list[tuple[BoundField, BoundField]]]]:
        """Each goal with what was seen on it since the last review, its agreed levels, and the fields of its voices."""
        for goal in self.goals:
            names = [_named(goal, voice) for voice in self.voices]
            yield (
                goal,
                self.seen.get(goal.pk, []),
                self[_level(goal)] if goal.pk in self.levels else None,
                [(self[f"{name}_way"], self[f"{name}_text"]) for name in names],
            )

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
        return kept


class DecideForm(Form):
    """The organisation's decision."""

    outcome = forms.ChoiceField(label="決定", widget=forms.RadioSelect)
    reason = words("理由", hint="家族の希望をどう受けとめたかも。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = codes("review_outcomes").choices()  # type: ignore[attr-defined]
