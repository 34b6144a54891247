"""Before anything starts: every practice model and code list can be used."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  (Django's name for it)

from tomoni.practice.reading import ContentError
from tomoni.practice.shelf import code_lists, packs


def content_can_be_used(**kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django hands over the apps)
    """Errors for content that cannot be read or was changed after publishing, warnings for drafts."""
    try:
        code_lists()
        drafts = [pack.key for pack in packs() if not pack.published]
    except ContentError as error:
        return [Error(str(error), id="practice.E001")]
    hint = "内容が決まったら tomoni practice_publish を実行してください。公開した版は変えられなくなります。"
    return [Warning(f"実践モデル {key} は下書きです。", hint=hint, id="practice.W001") for key in drafts]
