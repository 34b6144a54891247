"""Before anything starts: what practice models look for can be found."""

from typing import Any

from django.core.checks import CheckMessage, Error

from tomoni.insight.vocabulary import strange
from tomoni.practice import ContentError, packs


def evidence_can_be_found(**kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django hands over the apps)
    """Errors for marks that no record could carry; a box with one would stay unknown for ever, and nobody would know why."""
    try:
        wrong = [(pack.key, *each) for pack in packs() for each in strange(pack)]
    except ContentError:
        return []  # practice.E001 tells
    return [
        Error(
            f"実践モデル {key} の［{box}］が探す印「{mark}」は、どの記録にも付きません。書き方を確かめてください。",
            id="insight.E001",
        )
        for key, box, mark in wrong
    ]
