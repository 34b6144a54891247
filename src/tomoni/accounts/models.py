"""People who log in, the teams they work in and the posts (hats) they wear. Plain rows, shared by all tenants:
a user is global and must be known before any municipality is.
"""

import json
import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from tomoni.accounts.choices import Role
from tomoni.calendar import now, today
from tomoni.config.keys import seal, unseal
from tomoni.tenancy.models import Municipality

Fields = dict[str, list[str]]


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
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_username_once",
                violation_error_message="この利用者名は使われています。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name shown on pages; Django and allauth ask for it."""
        return self.name


class Team(models.Model):
    """A team of a centre (係・担当): who stands in for whom, and who is asked about a card. Families call ``phone``."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="teams")
    name = models.CharField("名称", max_length=60)
    phone = models.CharField("電話", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "チーム"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="accounts_team_named_once")
        ]

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
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="accounts_post_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user.name}（{self.title or self.get_role_display()}）"

    @property
    def held_today(self) -> bool:
        """Whether the post can be worn today."""
        day = today()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Session(AbstractBaseSession):
    """One browser in which a user is logged in. Plain row; what the session holds is encrypted, see ``sessions``."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions", verbose_name="利用者")
    begun = models.DateTimeField("ログイン日時", null=True)
    seen = models.DateTimeField("最後の操作", null=True)
    device = models.CharField("機器", max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = verbose_name_plural = "ログイン中の画面"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Django asks this to read a row."""
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")


class ResetCode(models.Model):
    """A code by which a user sets a new password, handed over by the administrator. Plain row: hashed, used once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="reset_codes")
    code = models.CharField("コード（ハッシュ）", max_length=128)
    drops_second_factor = models.BooleanField("二つ目の確認も外す", default=False)
    issued_by = models.ForeignKey("Post", models.PROTECT, related_name="+", verbose_name="発行者")
    issued_at = models.DateTimeField("発行日時", default=now)
    expires_at = models.DateTimeField("期限")
    used_at = models.DateTimeField("使用日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "再設定コード"

    def usable(self, moment: datetime) -> bool:
        """Neither used nor expired."""
        return self.used_at is None and moment < self.expires_at


class Parked(models.Model):
    """Something sent while the screen was locked or too old, kept for its author until it is sent again, kept as a
    draft or thrown away. Plain row, gone afterwards; the fields are encrypted and open for this user only.
    """

    ref = models.UUIDField("参照番号", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="parked", verbose_name="利用者")
    post = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+", verbose_name="役割")
    path = models.TextField("送り先")
    submission = models.CharField("送信番号", max_length=36, blank=True)
    autosave = models.BooleanField("自動保存", default=False)
    sealed = models.TextField("内容（暗号）")
    parked_at = models.DateTimeField("預かった日時", default=now)

    class Meta:
        verbose_name = verbose_name_plural = "預かった送信"
        ordering = ["parked_at", "pk"]

    def close(self, title: str, fields: Fields, labels: dict[str, str]) -> None:
        """Encrypt the page's title, the fields and their labels into the row: a title may name a family."""
        self.sealed = seal(json.dumps([title, fields, labels], ensure_ascii=False), self._place)

    def opened(self) -> tuple[str, Fields, dict[str, str]]:
        """The page's title, the fields as they were sent, and their labels."""
        title, fields, labels = json.loads(unseal(self.sealed, self._place))
        return title, fields, labels

    @property
    def _place(self) -> bytes:
        return f"accounts.parked:{self.ref}:{self.user_id}".encode()
