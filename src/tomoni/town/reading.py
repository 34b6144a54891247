"""Reading the town's files: YAML that keeps ``content/schema.json``, into frozen rows."""

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tomoni.town.offsets import Since, When
from tomoni.town.timeline import EVENTS, Event, Passage

CONTENT = Path(__file__).parent / "content"
_KINDS = {"fact": "fact", "quote": "quotation", "opinion": "opinion"}
T = TypeVar("T")


class ScriptError(ValueError):
    """A file of the town that does not keep its schema; the text names file and place."""


@cache
def _validator(definition: str) -> Draft202012Validator:
    schema = json.loads((CONTENT / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{definition}"})


def load(path: Path, definition: str) -> Any:
    """The plain content of a file, checked against one definition of the schema; else ``ScriptError``."""
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    problem = best_match(_validator(definition).iter_errors(content))
    if problem is not None:
        raise ScriptError(f"{path.name}: {problem.json_path}: {problem.message}")
    return content


def read(row: type[T], path: Path, definition: str) -> T:
    """A file as a row of that type."""
    built: T = _built(row, load(path, definition))
    return built


def _built(kind: Any, raw: Any) -> Any:
    if kind in (When, Since):
        return kind.read(raw)
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], part) for part in raw)
    if get_args(kind):
        return _built(get_args(kind)[0], raw)
    if is_dataclass(kind):
        return _row(kind, raw)
    return raw


def _row(kind: Any, raw: Mapping[str, Any]) -> Any:
    if kind is Event:
        kind = EVENTS[raw["event"]]
    if kind is Passage:
        raw = _passage(raw)
    hints = get_type_hints(kind)
    return kind(**{name: _built(hints[name], value) for name, value in raw.items()})


def _passage(raw: Mapping[str, Any]) -> dict[str, Any]:
    (word,) = _KINDS.keys() & raw.keys()
    rest = {name: value for name, value in raw.items() if name != word}
    return {"kind": _KINDS[word], "text": raw[word], **rest}
