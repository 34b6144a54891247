"""Passages in a form: each a text with its kind, where it comes from, and, where wanted, about whom and hidden or not."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from tomoni.contacts.actions import NewPassage
from tomoni.contacts.rules import MOST_CHARACTERS, source_of
from tomoni.people.models import Person
from tomoni.practice import codes, current
from tomoni.ui.forms import WordsField

Value = list[dict[str, str]]

PARTS = ("kind", "text", "origin", "speaker_text", "about", "topic", "protected", "good")
BLANK = {"kind": "fact", "origin": "staff"}
OUTSIDE = ("agency", "third_party")
NOT_OURS = "この家庭の人を選んでください。"


class PassageForm(forms.Form):
    """One passage. ``origin`` is a person of the family or a code of ``passage_sources``."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="文の種類", widget=forms.RadioSelect, required=False)
    text = WordsField(
        label="見たこと・聞いたこと・思ったこと", required=False, strip=False, room=MOST_CHARACTERS
    )
    origin = forms.ChoiceField(
        label="だれの話・ことば", required=False, error_messages={"invalid_choice": NOT_OURS}
    )
    speaker_text = WordsField(
        label="登録のない人の名前や立場", required=False, max_length=100, widget=forms.TextInput
    )
    about = forms.ChoiceField(
        label="だれについて", required=False, error_messages={"invalid_choice": NOT_OURS}
    )
    topic = forms.ChoiceField(label="話題", required=False)
    protected = forms.BooleanField(label="この文を秘匿にする", required=False)
    good = forms.BooleanField(label="うれしい変化", required=False)

    def __init__(
        self, data: Mapping[str, str], *, people: Sequence[Person], prefix: str, auto_id: str
    ) -> None:
        super().__init__(
            {f"{prefix}-{part}": value for part, value in {**BLANK, **data}.items()},
            prefix=prefix,
            auto_id=auto_id,
            label_suffix="",
        )
        self.people = {str(person.ref): person for person in people}
        names = [(ref, person.name) for ref, person in self.people.items()]
        sources = codes("passage_sources")
        elsewhere = [(code, sources.label(code)) for code in OUTSIDE]
        choices: dict[str, Any] = {
            "kind": codes("passage_kinds").choices(),
            "origin": [("staff", sources.label("staff")), *names, *elsewhere],
            "about": [("", "選ばない"), *names],
            "topic": [("", "選ばない"), *current().interview.choices()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    @property
    def detailed(self) -> bool:
        """Whether one of the fields that are folded away says something."""
        return any(self[name].value() for name in ("speaker_text", "about", "topic", "protected"))

    def passage(self) -> NewPassage:
        """The passage of a valid form."""
        given = self.cleaned_data
        speaker, about = self.people.get(given["origin"]), self.people.get(given["about"])
        source = source_of(given["origin"] or "staff", speaker is not None, about not in {None, speaker})
        return NewPassage(
            given["text"],
            given["kind"] or "fact",
            source,
            speaker,
            given["speaker_text"],
            about,
            given["topic"],
            given["protected"],
            given["good"],
        )


class Passages(forms.Widget):
    """Any number of passages; ``detailed`` shows all their fields, otherwise kind and origin only; ``autofocus``: the page
    opens with the first text ready to be written.
    """

    template_name = "contacts/form/passages.html"
    detailed = autofocus = False
    auto_id = "id_%s"
    people: Sequence[Person] = ()

    def forms(self, name: str, value: Value | None) -> list[PassageForm]:
        """A form for each passage; an empty one where there is none yet."""
        found = [self.form(f"{name}-{place}", each) for place, each in enumerate(value or [{}])]
        if self.autofocus:
            found[0].fields["text"].widget.attrs["autofocus"] = True
        return found

    def form(self, prefix: str, data: Mapping[str, str]) -> PassageForm:
        """The form of one passage."""
        return PassageForm(data, people=self.people, prefix=prefix, auto_id=self.auto_id)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = {"forms": self.forms(name, value), "blank": self.form(f"{name}-__prefix__", {})}
        context["widget"] |= {**shown, "detailed": self.detailed}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Value:  # noqa: ARG002
        """The passages sent, in order, whatever their numbers are."""
        numbers = sorted(
            {int(found[1]) for key in data if (found := re.fullmatch(rf"{name}-(\d{{1,4}})-\w+", key))}
        )
        return [{part: data.get(f"{name}-{n}-{part}", "") for part in PARTS} for n in numbers]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-text" if id_ else id_


class PassagesField(forms.Field):
    """Cleans to a list of ``NewPassage`` without the empty ones; all together have room for 200,000 characters."""

    widget: Passages = Passages  # type: ignore[assignment]

    def clean(self, value: Value | None) -> list[NewPassage]:
        """Each passage by its own form; a wrong one is told beside it and in the summary."""
        sheets = self.widget.forms("passages", value)
        wrong = [f"{n}番めの文：{error}" for n, sheet in enumerate(sheets, 1) for error in _errors(sheet)]
        if wrong:
            raise forms.ValidationError(wrong)
        found = [sheet.passage() for sheet in sheets]
        over = sum(len(each.text) for each in found) - MOST_CHARACTERS
        if over > 0:
            raise forms.ValidationError(
                f"一つの記録に書けるのは{MOST_CHARACTERS:,}文字までです。{over:,}文字を減らすか、記録を二つに分けてください。"
                "書いた文はこの画面に残っています。"
            )
        return [each for each in found if each.text.strip()]


def _errors(sheet: PassageForm) -> list[str]:
    return [f"{sheet[name].label}：{error}" for name, errors in sheet.errors.items() for error in errors]
