"""Looking at one phase of the model: an answer to each of its boxes, and what was noticed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from tomoni.insight.actions import Said
from tomoni.insight.models import Rating
from tomoni.practice import Viewpoint, codes
from tomoni.practice.kinds import Box
from tomoni.ui.forms import Form, WordsField


class RateForm(Form):
    """What was answered before stands chosen; only what is new or changed is written."""

    marks = "nothing"

    def __init__(
        self, *args: Any, viewpoints: list[Viewpoint], before: Mapping[str, Rating], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.viewpoints, self.before = viewpoints, before
        choices = [("", "まだ選ばない"), *codes("rating_answers").choices()]
        for box in (box for viewpoint in viewpoints for box in viewpoint.boxes):
            known = before.get(box.id)
            self.fields[_answer(box)] = forms.ChoiceField(
                label=box.title, choices=choices, required=False, initial=known.answer if known else ""
            )
            self.fields[_text(box)] = WordsField(
                label="気づいたこと", required=False, widget=forms.Textarea({"rows": 1}), room=2000,
                initial=known.text if known else "",
            )  # fmt: skip

    @property
    def by_viewpoint(self) -> Iterator[tuple[Viewpoint, list[tuple[Box, BoundField, BoundField]]]]:
        """Each viewpoint with its boxes and their fields."""
        for each in self.viewpoints:
            yield each, [(box, self[_answer(box)], self[_text(box)]) for box in each.boxes]

    def clean(self) -> dict[str, Any]:
        """What is new, as ``said``; words without an answer are asked about."""
        given = super().clean() or {}
        boxes = [box for viewpoint in self.viewpoints for box in viewpoint.boxes]
        said = [Said(box.id, given.get(_answer(box), ""), given.get(_text(box), "")) for box in boxes]
        for box, each in zip(boxes, said, strict=True):
            if each.text and not each.answer and _answer(box) not in self.errors:
                self.add_error(
                    _answer(box), "どうだったかも選んでください。決められないときは「分からない」です。"
                )
            elif box.id in self.before and self.data.get(_answer(box)) == "":
                self.add_error(
                    _answer(box),
                    "前に答えたところです。空にはせず、決められないときは「分からない」を選んでください。",
                )
        return {"said": [each for each in said if each.answer and self._is_new(each)]}

    def _is_new(self, said: Said) -> bool:
        known = self.before.get(said.box)
        return known is None or (known.answer, known.text) != (said.answer, said.text)


def _answer(box: Box) -> str:
    return f"b{box.id.replace('.', '_').replace('-', '_')}"


def _text(box: Box) -> str:
    return f"{_answer(box)}_text"
