"""Protected facts: hidden addresses and telephones, notifiers, protected passages.

They are stored encrypted (AES-256-GCM, bound to the row by its ``ref``, key outside the database) and read as a mask.
Whatever a page, a log, JSON or a pickle does with the value, it shows the mask; only ``reveal`` decrypts.
"""

import hashlib
import hmac
from typing import Any, cast

from django.conf import settings
from django.db import models

from tomoni.config.keys import ring, seal, unseal

MASK = "●●●（秘匿）"


class MaskSaved(ValueError):
    """The mask came back as if it were the value: a form was filled with it by mistake."""


class Protected(str):
    """A protected value at hand. As a text it *is* the mask; ``cipher`` or ``plain`` stays inside."""

    cipher: str
    plain: str | None

    def __new__(cls, cipher: str, plain: str | None = None) -> "Protected":
        """Stored (``cipher``) or just assigned and not yet stored (``plain``)."""
        value = super().__new__(cls, MASK)
        value.cipher, value.plain = cipher, plain
        return value

    def __reduce__(self) -> tuple[Any, ...]:
        return str, (MASK,)

    def __copy__(self) -> "Protected":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Protected":
        return self


class ProtectedField(models.TextField[Any, Any]):
    """A text that only ``access.reveal`` can read. Empty text stays empty, so that pages know there is nothing.

    ``telling`` is off where the words by themselves betray nobody (祖母, 学校から): they may stand elsewhere.
    """

    def __init__(self, *args: Any, telling: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.telling = telling

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Assigned texts become protected at once, before anything could print them."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Attribute(name))

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Stored text to mask."""
        return Protected(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002
        """Encrypt for this row."""
        value = getattr(model_instance, self.attname)
        if not isinstance(value, Protected):
            return value
        if value.plain is not None:
            value = Protected(seal(value.plain, binding(model_instance, self.attname)))
            model_instance.__dict__[self.attname] = value
        return value.cipher

    def get_prep_value(self, value: Any) -> Any:
        """Queries cannot search a protected column; use the keyed hash of the search index."""
        if isinstance(value, Protected):
            return value.cipher
        return super().get_prep_value(value)


class _Attribute:
    """Turns assigned text into ``Protected``; a mask assigned as text is refused."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        return instance.__dict__.get(self.name, "")

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, str) and not isinstance(value, Protected) and value:
            if MASK in value:
                raise MaskSaved(f"{self.name}: 伏せ字のままでは保存できません。内容を入力し直してください。")
            value = Protected("", plain=value)
        instance.__dict__[self.name] = value or ""


def binding(row: models.Model, name: str) -> bytes:
    """What ties a ciphertext to its place: moved to another row or column it no longer decrypts."""
    return f"{row._meta.label_lower}.{name}:{row.ref}".encode()  # type: ignore[attr-defined]


def plain_of(row: models.Model, name: str) -> str:
    """The clear text of a protected field. Only ``reveal``, the search index (which hashes it), corrections that
    carry it over and what keeps it out of open texts may call this.
    """
    value = cast("Protected | str", getattr(row, name))
    if not isinstance(value, Protected):
        return value
    return value.plain if value.plain is not None else unseal(value.cipher, binding(row, name))


def keyed_hash(text: str) -> str:
    """A keyed hash by which equal protected values find each other without being readable."""
    key = ring(settings.TOMONI_KEYS_FILE).hash_key
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
