"""What people themselves say of their practice, beside what records show (catalogue J1; guideline ch. 4 (2) leaves the form open)."""

from django.db import models

from tomoni.access.models import DossierModel
from tomoni.accounts.models import Post
from tomoni.cases.models import Case


class Rating(DossierModel):
    """One answer to one box of the practice model, by somebody who knows the case. Plain row: a later answer stands beside it.

    ``own``: by whoever led the case that day. For learning only: never for 人事評価, never ranked.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings")
    box = models.CharField("ポイント", max_length=12)
    answer = models.CharField("ふり返って", max_length=20)
    text = models.TextField("気づいたこと", blank=True)
    own = models.BooleanField("主担当として")
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="ふり返った人")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "実践のふり返り"

    def __str__(self) -> str:
        return f"［{self.box}］のふり返り"
