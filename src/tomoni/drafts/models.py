"""Words on their way: drafts of forms, and which forms were sent already. Neither is a record, so neither is journaled."""

import json
from typing import Any, ClassVar, Self

from django.db import models

from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.config.keys import seal, unseal
from tomoni.drafts.rules import Content, Trail, Words
from tomoni.tenancy.guard import GuardedQuerySet
from tomoni.tenancy.models import TenantModel


class OwnQuerySet(GuardedQuerySet):
    """Rows that only their owner ever sees."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The viewer's own rows, in the post worn now."""
        return self.opened(f"own rows of post {viewer.post.pk}").filter(post=viewer.post.pk)


class Draft(TenantModel):
    """The unsent content of one form of one post, under the record it is about and its purpose. Draft table: changed
    and removed at will, encrypted, never journaled, open to its writer alone.
    """

    journaled = False

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", verbose_name="書いている人")
    kind = models.CharField("種類", max_length=60)
    record = models.CharField("記録", max_length=36, blank=True)
    purpose = models.CharField("目的", max_length=60, blank=True)
    version = models.PositiveIntegerField("版", default=0)
    sealed = models.TextField("内容（暗号）")
    updated_at = models.DateTimeField("更新日時", default=now)

    objects: ClassVar[Any] = models.Manager.from_queryset(OwnQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "下書き"
        constraints = [
            models.UniqueConstraint(
                fields=["post", "kind", "record", "purpose"], name="drafts_one_per_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def close(self, content: Content) -> None:
        """Encrypt the content into the row."""
        words = {
            name: [list(each.values), [list(t) for t in each.trail]] for name, each in content.words.items()
        }
        text = [content.title, content.path, words, content.aside]
        self.sealed = seal(json.dumps(text, ensure_ascii=False), self._place)
        self.version = content.version

    def opened(self) -> Content:
        """The content; empty for a row just made."""
        if not self.sealed:
            return Content()
        title, path, words, aside = json.loads(unseal(self.sealed, self._place))
        kept = {
            name: Words(tuple(values), tuple(Trail(*each) for each in trail))
            for name, (values, trail) in words.items()
        }
        return Content(title, path, kept, [tuple(each) for each in aside], self.version)

    @property
    def _place(self) -> bytes:
        return f"drafts.draft:{self.ref}:{self.post_id}".encode()


class Submission(TenantModel):
    """A form that was sent and carried out: its number, a keyed hash of what it said, and where it led. Plain row."""

    journaled = False

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", verbose_name="送った人")
    number = models.UUIDField("送信番号")
    said = models.CharField("内容の照合値", max_length=32)
    path = models.TextField("行き先", blank=True)
    sent_at = models.DateTimeField("送信日時", default=now)

    objects: ClassVar[Any] = models.Manager.from_queryset(OwnQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "送信"
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="drafts_sent_once")]

    def __str__(self) -> str:
        return f"{self.number}"
