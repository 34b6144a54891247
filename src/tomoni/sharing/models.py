"""Consent in its simple form: who agreed that what goes to whom, until when, in whose words."""

from django.db import models

from tomoni.access.events import Event
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.resources.models import Organisation


class Consent(Event):
    """A person's yes or no to sharing, withdrawn at any time. An event: only ``withdrawn_at`` is set later.

    The child's yes is a row of its own beside the parent's.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name="本人")
    given = models.BooleanField("同意した")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="渡す先"
    )
    recipient = models.CharField("渡す先（登録のない人・機関）", max_length=200, blank=True)
    what = models.CharField("渡す内容", max_length=300)
    until = models.DateField("いつまで", null=True)
    words = models.TextField("本人のことば", blank=True)
    asked_at = models.DateTimeField("たずねた日時", default=now)
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="たずねた人")
    withdrawn_at = models.DateTimeField("取りやめた日時", null=True)

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "同意"

    def __str__(self) -> str:
        return f"{'同意' if self.given else '不同意'}: {self.what}"
