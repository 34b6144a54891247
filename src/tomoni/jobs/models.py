"""Notices to posts, and which daily job has run."""

from typing import Any, ClassVar, Self

from django.db import models

from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.tenancy.guard import GuardedQuerySet
from tomoni.tenancy.models import TenantModel


class NoticeQuerySet(GuardedQuerySet):
    """Notices belong to whom they are for."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The viewer's own notices."""
        return self.opened(f"viewer {viewer.post.pk}").filter(post=viewer.post)


class Notice(TenantModel):
    """One line for one post, with the address of the page it is about. No case content: the page decides who reads it."""

    journaled = False

    post = models.ForeignKey(Post, models.PROTECT, related_name="notices")
    kind = models.CharField("種類", max_length=40)
    text = models.CharField("内容", max_length=200)
    path = models.CharField("ページ", max_length=200, blank=True)
    at = models.DateTimeField("日時", default=now)
    read_at = models.DateTimeField("読んだ日時", null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(NoticeQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "お知らせ"
        indexes = [models.Index(fields=["post", "read_at"])]

    def __str__(self) -> str:
        return self.text


class DailyRun(TenantModel):
    """That a daily job has run on that day: whoever writes the row first runs it. Plain row; it stands and falls with the job."""

    journaled = False

    name = models.CharField("名前", max_length=60)
    day = models.DateField("日")

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "毎日の処理"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name", "day"], name="jobs_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
