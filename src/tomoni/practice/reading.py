"""Reading content files: strict YAML, checked against a JSON Schema, with messages that say where and what to do."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from referencing import Registry, Resource

from tomoni.content import FOLDER

# A line break inside a Japanese sentence is no space.
_FOLDED = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
WRITE_OTHERWISE = {
    "required": "必要な項目がありません: {0}",
    "additionalProperties": "知らない項目があります: {0}",
    "unevaluatedProperties": "知らない項目があります: {0}",
    "type": "値の種類が違います（{1} で書いてください）",
    "enum": "選べることばではありません（{1} のどれかにしてください）",
    "pattern": "書き方が違います（形は {1}）",
    "minLength": "空か、短すぎます",
    "minItems": "数が足りません",
}


class ContentError(Exception):
    """Content that cannot be used. The message is Japanese and says which file, where in it, and what to do."""


class _Loader(yaml.CSafeLoader):
    """YAML that refuses a key written twice."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = [(loader.construct_object(key, deep=True), value) for key, value in node.value]
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if key in found:
            raise yaml.MarkedYAMLError(problem=f"「{key}」が二度あります", problem_mark=node.start_mark)
        found[key] = loader.construct_object(value, deep=True)
    return found


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    value = str(loader.construct_scalar(node))
    many_lines = node.start_mark.line != node.end_mark.line and node.style != "|"
    return _FOLDED.sub("", value) if many_lines else value


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:str", _text)


def read(path: Path, schema: str) -> dict[str, Any]:
    """The content of a YAML file, checked against ``content/schema/<schema>.json``; ``ContentError`` otherwise."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  (a safe loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = (
            f"{line}行目あたりが YAML として読めません（{error.problem}）。字下げと「: 」を確かめてください。"
        )
        raise ContentError(f"{path}\n  {reason}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError(f"{path}\n  読めません。文字コードは UTF-8 にしてください。（{error}）") from error
    mistake = best_match(_validator(schema).iter_errors(found))
    if mistake:
        raise ContentError(
            f"{path}\n  {where(found, mistake)} {_told(mistake)}\n  直してから、もう一度試してください。"
        )
    return dict(found)


def where(content: Any, error: ValidationError) -> str:
    """The way to a mistake, by ids where there are any: ``items › intake › purpose``."""
    steps = []
    for step in error.absolute_path:
        content = content[step]
        named = content.get("id", content.get("number")) if isinstance(content, dict) else None
        steps.append(f"{named or step + 1}" if isinstance(step, int) else step)
    return f"［{' › '.join(steps) or '全体'}］"


def _told(error: ValidationError) -> str:
    """What is wrong, in Japanese."""
    names = ", ".join(re.findall(r"'([^']+)'", error.message)) if error.validator != "pattern" else ""
    template = WRITE_OTHERWISE.get(str(error.validator), "決まりに合っていません（{1}）")
    return template.format(names, error.validator_value)


@lru_cache
def _validator(schema: str) -> Draft202012Validator:
    schemas = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / "schema").glob("*.json")
    }
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(content)) for name, content in schemas.items()
    )
    return Draft202012Validator(schemas[f"{schema}.json"], registry=registry)
