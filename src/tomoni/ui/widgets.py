"""Controls that Django does not bring: a combobox with suggestions, a text with a room count."""

from typing import Any

from django.forms import HiddenInput, MultiWidget, Textarea, TextInput
from django.urls import reverse_lazy

from tomoni.ui.picks import Pick


class Combo(MultiWidget):
    """A text field with suggestions from the page named ``suggest``; posts the words and, when chosen, the reference."""

    template_name = "ui/form/combo.html"
    use_fieldset = False

    def __init__(self, suggest: str, attrs: dict[str, Any] | None = None) -> None:
        self.url = reverse_lazy(suggest)
        text = TextInput({"autocomplete": "off", **(attrs or {})})
        super().__init__({"": text, "ref": HiddenInput({"id": False})})

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def decompress(self, value: Any) -> list[str]:
        """Words and reference of a Pick; plain text stands for words without a reference."""
        if isinstance(value, Pick):
            return [value.text, str(value.ref or "")]
        return [value or "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = self.url
        return context


class CountedText(Textarea):
    """A text field that says how much room is left; nothing is cut off, the form judges."""

    template_name = "ui/form/count.html"

    def __init__(self, room: int, attrs: dict[str, Any] | None = None) -> None:
        self.room = room
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["room"] = self.room
        return context
