"""The journal's three tables. They hold ids only and no foreign keys, so that erasing a person breaks no chain."""

from django.db import models


class Entry(models.Model):
    """One link of a municipality's chain: what happened, as canonical JSON text, and the hash over it and its forerunner.

    Plain row, append-only: triggers refuse UPDATE, DELETE, TRUNCATE and REPLACE.
    """

    tenant_column = "municipality_id"

    municipality_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "記録簿の項目"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "seq"], name="journal_entry_in_order")
        ]


class Head(models.Model):
    """The end of a municipality's chain. Its row is locked last in a transaction, so that nobody waits for long."""

    tenant_column = "municipality_id"

    municipality_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "記録簿の末尾"


class Trace(models.Model):
    """Which entry concerned which dossier: the index behind だれが見たか. Derived from the bodies, append-only too."""

    tenant_column = "municipality_id"

    municipality_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    dossier_id = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "記録簿の索引"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "dossier_id", "seq"], name="journal_trace_once"
            )
        ]
