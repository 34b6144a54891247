"""Users: taken on, renamed, shut out at once and let in again, helped with a code."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from tomoni.access.actions import note_unkept
from tomoni.access.matrix import MATRIX
from tomoni.access.viewer import Viewer
from tomoni.accounts.actions import end_sessions, issue_reset_code
from tomoni.accounts.models import Post, Team, User
from tomoni.accounts.queries import concerned_with, user_named
from tomoni.calendar import today
from tomoni.office.actions.authority import (
    enter_everywhere,
    require_administrator,
    require_ours,
    tell_leaders,
)
from tomoni.office.actions.posts import appoint
from tomoni.office.rules import as_username, is_username
from tomoni.office.tasks import tell_of_leaving
from tomoni.tenancy.context import tenant

SIGNS = "半角の英字と数字で、2文字以上にしてください（. _ - も使えます）。"
TAKEN = "この利用者名は使えません。別の利用者名にしてください。"


def new_user(username: str, name: str, name_kana: str) -> User:
    """A user who cannot log in until a code is used. Whose the taken name is stays untold: it may be somebody elsewhere."""
    username = as_username(username)
    if not is_username(username):
        raise ValidationError({"username": SIGNS})
    if user_named(username):
        raise ValidationError({"username": TAKEN})
    user = User(username=username, **_named(name, name_kana))
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def enrol(
    viewer: Viewer,
    *,
    username: str,
    name: str,
    name_kana: str = "",
    role: str,
    team: Team | None = None,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> tuple[Post, str]:
    """A new user with a first post, and the code by which the user sets a password."""
    require_administrator(viewer)
    user = new_user(username, name, name_kana)
    post = appoint(viewer, user, role=role, team=team, title=title, since=since, until=until)
    return post, issue_reset_code(viewer.post, user, drops_second_factor=False)


@transaction.atomic
def issue_code(viewer: Viewer, *, user: User, drops_second_factor: bool = False) -> str:
    """A one-time code, to be told in person. For users taken on here, never for oneself."""
    require_ours(viewer, user)
    held = Post.objects.on(today()).filter(user=user, municipality=viewer.tenant)
    if reader := max(held, key=lambda post: MATRIX[post.role].own, default=None):
        tell_leaders(
            reader, f"{user.name}さんの再設定コードが出されました。本人が頼んだか、確かめてください。"
        )
    return issue_reset_code(viewer.post, user, drops_second_factor=drops_second_factor)


@transaction.atomic
def rename(viewer: Viewer, *, user: User, name: str, name_kana: str = "") -> User:
    """The name as it is now."""
    require_ours(viewer, user)
    for field, value in _named(name, name_kana).items():
        setattr(user, field, value)
    user.save(update_fields=["name", "name_kana"])
    enter_everywhere(viewer, "rename", user)
    return user


@transaction.atomic
def block(viewer: Viewer, *, user: User) -> User:
    """No way in from the next request on, in any municipality; every session ends. Posts stay as they are.

    Whoever does this is an administrator and stays: there is always one left.
    """
    require_ours(viewer, user)
    enter_everywhere(viewer, "block", user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    tell_of_leaving(viewer.tenant)
    return user


@transaction.atomic
def unblock(viewer: Viewer, *, user: User) -> User:
    """The way is open again, for the posts that are still held."""
    require_ours(viewer, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    enter_everywhere(viewer, "unblock", user)
    for place in concerned_with(user):
        with tenant(place):
            note_unkept()
    tell_of_leaving(viewer.tenant)
    return user


def _named(name: str, name_kana: str) -> dict[str, str]:
    name = name.strip()
    if not name:
        raise ValidationError({"name": "氏名を書いてください。"})
    if len(name) > 60 or len(name_kana) > 120:
        raise ValidationError("氏名は60文字まで、ふりがなは120文字までにしてください。")
    return {"name": name, "name_kana": name_kana.strip()}
