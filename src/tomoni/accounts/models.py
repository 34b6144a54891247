"""People who log in, the teams they work in and the posts (hats) they wear. Plain rows, shared by all tenants:
a user is global and must be known before any municipality is.
"""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models import Q

from tomoni.accounts.choices import Role
from tomoni.calendar import today
from tomoni.tenancy.models import Municipality


class UserManager(BaseUserManager["User"]):
    """Django's door for finding a user by the name typed at log-in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """User names are typed in any case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who can log in. What the person may see hangs on the post worn, never on the user."""

    username = models.CharField("利用者名", max_length=60, unique=True, validators=[ASCIIUsernameValidator()])
    name = models.CharField("氏名", max_length=60)
    name_kana = models.CharField("ふりがな", max_length=120, blank=True)
    is_active = models.BooleanField("有効", default=True)
    must_change_password = models.BooleanField("次回パスワード変更", default=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = verbose_name_plural = "利用者"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name shown on pages; Django and allauth ask for it."""
        return self.name


class Team(models.Model):
    """A team of a centre (係・担当): who stands in for whom, and who is asked about a card."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="teams")
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "チーム"
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="accounts_team_named_once")]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by day."""

    def on(self, day: date) -> "PostQuerySet":
        """Posts held on that day by a user who may log in."""
        begun = Q(since=None) | Q(since__lte=day)
        lasting = Q(until=None) | Q(until__gte=day)
        return self.filter(begun, lasting, user__is_active=True)


class Post(models.Model):
    """A hat: one user in one role of one municipality (or of an agency there), for a time.

    ``holder_ref`` names the person (family, child) or organisation (agency) the post speaks for.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="posts")
    role = models.CharField("役割", max_length=20, choices=Role.choices)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="posts")
    title = models.CharField("職名", max_length=60, blank=True)
    holder_ref = models.UUIDField("本人・機関", null=True, blank=True)
    since = models.DateField("開始", null=True, blank=True)
    until = models.DateField("終了", null=True, blank=True)

    objects: ClassVar[Any] = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職（役割）"
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")), name="accounts_post_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user.name}（{self.title or self.get_role_display()}）"

    @property
    def held_today(self) -> bool:
        """Whether the post can be worn today."""
        day = today()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
