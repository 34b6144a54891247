"""Files that are kept: their bytes only, sealed. What a file is, and who may see it, stands in the row it belongs to."""

from django.db import models

from tomoni.config.keys import unseal_bytes
from tomoni.tenancy.models import TenantModel


class StoredFile(TenantModel):
    """The bytes of one file, encrypted with the field key and bound to this row. Plain row, written once.

    The row it belongs to is journaled with the file's digest; so the bytes need no entry of their own.
    """

    journaled = False

    sealed = models.BinaryField("中身（暗号化）")

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "預かったファイル"

    def __str__(self) -> str:
        return f"ファイル {self.pk}"

    @property
    def binding(self) -> bytes:
        """What ties the bytes to this row."""
        return f"documents.storedfile.sealed:{self.ref}".encode()

    @property
    def content(self) -> bytes:
        """The bytes in clear, for those who were asked whether they may see them."""
        return unseal_bytes(bytes(self.sealed), self.binding)
