"""Two people changed the same record: both texts are shown, and one person chooses. Nothing is lost, nothing overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from uuid import uuid4

from django.forms import BoundField, ChoiceField, Form, Textarea, TextInput
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.choices import flatten_choices

_OWN = ("csrfmiddlewaretoken", "worn", "submission", "version")


@dataclass(frozen=True)
class Difference:
    """One field in which my text and the stored text differ; several values for fields with several choices."""

    name: str
    label: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    mine_text: str
    theirs_text: str
    mergeable: bool

    @property
    def merged(self) -> str:
        """A first proposal that loses no line: common lines once, then theirs before mine where they differ."""
        return merged("\n".join(self.theirs), "\n".join(self.mine))


@dataclass
class Conflict(Exception):
    """What the conflict page shows; ``carried`` are the other posted values, sent along unseen."""

    differences: tuple[Difference, ...]
    carried: tuple[tuple[str, str], ...]
    changed_by: str = ""
    changed_at: datetime | None = None


def merged(first: str, second: str) -> str:
    """Every line of both texts once, in order; where they differ, the lines of the first come first."""
    one, two = first.splitlines(), second.splitlines()
    lines: list[str] = []
    for kind, one_from, one_to, two_from, two_to in SequenceMatcher(
        None, one, two, autojunk=False
    ).get_opcodes():
        lines += one[one_from:one_to]
        lines += [] if kind == "equal" else two[two_from:two_to]
    return "\n".join(lines)


def differences(form: Form, stored: Mapping[str, object]) -> tuple[Difference, ...]:
    """The fields named in ``stored`` (name to value, or list of values) whose posted text is another one."""
    found = [_difference(form[name], _texts(value)) for name, value in stored.items()]
    return tuple(each for each in found if each.mine != each.theirs)


def conflict(
    form: Form, stored: Mapping[str, object], version: str, by: str = "", at: datetime | None = None
) -> Conflict:
    """The conflict between a bound form and the stored record, whose current version token is ``version``."""
    found = differences(form, stored)
    skipped = {*_OWN, *(each.name for each in found)}
    posted = [
        (name, value) for name in form.data if name not in skipped for value in _posted(form.data, name)
    ]
    own = [("submission", str(uuid4())), ("version", version)]
    return Conflict(found, tuple(posted + own), by, at)


def conflict_page(request: HttpRequest, found: Conflict) -> HttpResponse:
    """The page where both texts stand side by side; it posts to the same address, to be read with ``resolved``."""
    return render(request, "ui/conflict.html", {"conflict": found}, status=409)


def resolved(posted: QueryDict) -> QueryDict:
    """What was posted, with the choices of a conflict page carried out; any other post is returned as it is."""
    chosen = {key.removeprefix("keep-"): posted[key] for key in posted if key.startswith("keep-")}
    if not chosen:
        return posted
    data = posted.copy()
    for name, side in chosen.items():
        if side in {"mine", "theirs"}:
            data.setlist(name, posted.getlist(f"{side}-{name}"))
        for used in (f"keep-{name}", f"mine-{name}", f"theirs-{name}"):
            data.pop(used, None)
    return data


def _difference(bound: BoundField, theirs: tuple[str, ...]) -> Difference:
    mine = _texts(bound.value())
    return Difference(
        bound.html_name,
        str(bound.label),
        mine,
        theirs,
        _shown(bound, mine),
        _shown(bound, theirs),
        isinstance(bound.field.widget, Textarea | TextInput),
    )


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(each).replace("\r\n", "\n") for each in values if each not in {None, ""})


def _shown(bound: BoundField, values: tuple[str, ...]) -> str:
    choices: Any = bound.field.choices if isinstance(bound.field, ChoiceField) else ()
    labels: dict[Any, Any] = dict(flatten_choices(choices))
    return "、".join(str(labels.get(value, value)) for value in values)


def _posted(data: Mapping[str, object], name: str) -> list[str]:
    return data.getlist(name) if isinstance(data, QueryDict) else [str(data[name])]
