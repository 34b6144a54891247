"""The search index: one row for each thing that can be found, and the tails of its texts by which it is."""

from django.db import models

from tomoni.access.models import Dossier
from tomoni.search.rules import TAIL_BYTES
from tomoni.tenancy.models import Municipality, TenantModel


class Row(TenantModel):
    """A thing that can be found (kind and ``object_ref`` name it). Derived from the domain's rows, hence not journaled.

    ``words`` holds its keys, one a line, each behind the mark of its reason (``rules.MARKS``). Protected values are not
    among them; their keyed hashes are tails of the kind ``HASH``.
    """

    journaled = False

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", verbose_name="記録のまとまり")
    kind = models.CharField("種類", max_length=20)
    object_ref = models.UUIDField("参照先")
    label = models.CharField("表示", max_length=200)
    words = models.TextField("検索キー")

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "検索の行"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "object_ref"], name="search_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_ref}"


class Tail(TenantModel):
    """A key from one of its characters on: whoever types the beginning of a tail has typed a part of the key.

    ``text`` is UTF-8, cut to ``TAIL_BYTES``, as bytes, so that both databases order it alike and a part is found by a
    range: comparisons of bytes are what PostgreSQL may look up in an index beneath row-level security. Tails are written
    by the million and only with their row, hence no constraints that look at both.
    """

    class Place(models.IntegerChoices):
        """Where in the key the tail begins; a whole hash stands for a protected value."""

        START = 0, "はじめから"
        INSIDE = 1, "途中から"
        HASH = 2, "秘匿値の照合"

    journaled = False
    ref = None  # type: ignore[assignment]
    pk = models.CompositePrimaryKey("municipality_id", "place", "text", "row_id")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    place = models.PositiveSmallIntegerField("位置", choices=Place.choices)
    text = models.BinaryField("断片", max_length=TAIL_BYTES)
    row = models.ForeignKey(Row, models.CASCADE, related_name="tails", db_constraint=False)

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "検索の断片"

    def __str__(self) -> str:
        return f"{self.row_id}: {self.place}"
