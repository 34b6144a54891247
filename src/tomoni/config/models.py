"""That a database and a key file belong together."""

from cryptography.exceptions import InvalidTag
from django.db import models

from tomoni.config.keys import unseal

PLACE = b"config.keymark"


class KeyMark(models.Model):
    """A word sealed when the database was set up: whatever opens it is the key file of then. Plain row, one at most."""

    sealed = models.CharField("しるし", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "鍵のしるし"

    def __str__(self) -> str:
        return "鍵のしるし"

    @property
    def fits(self) -> bool:
        """Whether the key file of now opens it."""
        try:
            return bool(unseal(self.sealed, PLACE))
        except (InvalidTag, KeyError):
            return False
