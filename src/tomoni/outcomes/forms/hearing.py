"""The sheet of one voice: the seven questions, and whether it was good to use what is in use."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from tomoni.assessment.queries import Voice
from tomoni.cases.telling import day_it_took_place
from tomoni.outcomes.actions import Answered
from tomoni.outcomes.models import Answer, Hearing
from tomoni.outcomes.queries import Service
from tomoni.practice import codes
from tomoni.practice.words import say
from tomoni.ui.forms import Form, WordsField


class HearForm(Form):
    """What one voice says; what was not asked stays empty. ``services`` are all that can be answered, ``asked`` the keys of
    those that stand on the sheet: the name of a place that somebody does not know of must not.
    """

    marks = "nothing"

    on = day_it_took_place("聞いた日")

    def __init__(
        self, *args: Any, voice: Voice, services: list[Service], asked: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.voice, self.services, self.asked = voice, services, asked
        for code in codes("review_questions"):
            label = self._says(code.id) or code.text
            self._field(f"q_{code.id}", label, "hearing_ways", "way")
        for service in services:
            worth = self._says("worth") or "この家庭が使ってよかったか"
            self._field(f"s_{service.key}", f"{service.who}：{worth}", "worth_ways", "worth")

    def _says(self, key: str) -> str:
        """In words for this voice; the centre's own sheet has none of these."""
        return say(f"hearing.{key}", self.register) if self.voice.person else ""

    @property
    def register(self) -> str:
        """For whom the words are."""
        return "child" if self.voice.is_child else "family"

    def _field(self, name: str, label: str, listing: str, kind: str) -> None:
        ways = [(code.id, self._says(f"{kind}.{code.id}") or code.label) for code in codes(listing)]
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, widget=forms.RadioSelect,
            choices=[("", self._says("way.none") or "まだ書かない"), *ways],
        )  # fmt: skip
        self.fields[f"{name}_text"] = WordsField(
            label=self._says("text") or "そう見るわけ", required=False, widget=forms.Textarea({"rows": 2})
        )

    @property
    def questions(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The seven, each with its words."""
        return ((self[f"q_{c.id}"], self[f"q_{c.id}_text"]) for c in codes("review_questions"))

    @property
    def used(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The services on the sheet: those chosen for this voice, and any that something was already written of."""
        for service in self.services:
            way, text = self[f"s_{service.key}"], self[f"s_{service.key}_text"]
            if service.key in self.asked or way.value() or text.value():
                yield way, text

    def clean(self) -> dict[str, Any]:
        """What was said, as ``answers``."""
        given = super().clean() or {}
        places = [(f"q_{code.id}", Answered(code.id)) for code in codes("review_questions")]
        places += [
            (f"s_{each.key}", Answered(Answer.WORTH, organisation=each.organisation, name=each.name))
            for each in self.services
        ]
        said = [
            Answered(
                about.question,
                given.get(name, ""),
                given.get(f"{name}_text", ""),
                about.organisation,
                about.name,
            )
            for name, about in places
        ]
        return {"on": given.get("on"), "answers": [each for each in said if each.way or each.text.strip()]}

    @staticmethod
    def beginning(hearing: Hearing | None) -> dict[str, Any]:
        """As it was said in the hearing that was taken back."""
        start: dict[str, Any] = {}
        for answer in hearing.answers.all() if hearing else ():
            of = Service(answer.name, answer.organisation).key if answer.question == Answer.WORTH else ""
            name = f"s_{of}" if of else f"q_{answer.question}"
            start |= {name: answer.way, f"{name}_text": answer.text}
        return start
