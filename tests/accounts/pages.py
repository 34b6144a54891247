"""Reading pages as a browser does: what each form would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where a form goes and what it sends; radio buttons and check boxes are left alone unless they are set."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        # A page's line ends are read as LF and sent as CRLF.
        self.fields.setdefault(name, []).append(value.replace("\n", "\r\n"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.area: tuple[str, str] | None = None
        self.button: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(known.get("action", "")))
        elif tag == "input" and "name" in known and known.get("type") not in {"checkbox", "radio"}:
            self.forms[-1].add(known["name"], known.get("value", ""))
        elif tag == "textarea" and "name" in known:
            self.area = (known["name"], "")
        elif tag == "button":
            self.button = known.get("formaction", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area = (self.area[0], self.area[1] + data)
        elif self.button is not None and self.forms:
            self.forms[-1].buttons[data.strip()] = self.button or self.forms[-1].action

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            name, text = self.area
            self.area = None
            self.forms[-1].add(name, text.removeprefix("\n"))
        self.button = None if tag == "button" else self.button


def forms_of(html: str) -> list[Form]:
    """The forms of a page, in order."""
    reader = _Reader()
    reader.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    reader.close()
    return reader.forms


def form_with(html: str, name: str) -> Form:
    """The one form that has a field of this name."""
    [found] = [form for form in forms_of(html) if name in form.fields]
    return found
