"""Everything that changes an account: logging in and out, hats, codes, sessions, parked words."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from tomoni.accounts import queries
from tomoni.accounts.models import Fields, Parked, Post, ResetCode, Session, User
from tomoni.accounts.sessions import SessionStore
from tomoni.accounts.slips import Slip
from tomoni.calendar import now
from tomoni.journal.actions import append
from tomoni.tenancy.context import tenant

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs that cannot be mistaken for each other: 5 bits each
CODE_LASTS = timedelta(hours=24)
PARKED_MOST = 100


class ParkedFull(RuntimeError):
    """So much is kept for a user already that something is wrong; nothing more is taken."""


def enter(user: User, kind: str, what: str = "", post: Post | None = None, **more: Any) -> None:
    """Write an event of the account into the journals of those who answer for the user, and where a post is held."""
    body = {"by": [user.pk, post.pk if post else None], "kind": kind, "what": what, **more}
    for municipality in queries.concerned_with(user):
        with tenant(municipality):
            append(municipality.pk, [body])


def log_in_failed(username: str) -> None:
    """A wrong password for an existing user. Unknown names are not written: people type passwords there."""
    user = queries.user_named(username)
    if user is not None:
        enter(user, "login_failed")


def wear(session: SessionBase, post: Post) -> None:
    """Put on the hat for this session."""
    session["post"] = post.pk
    enter(post.user, "hat", post=post)


# Passwords


def set_password(user: User, password: str) -> None:
    """The user's own choice: what an administrator asked for is done with it."""
    user.set_password(password)
    user.must_change_password = False
    user.save()


def second_factor_changed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Without any second factor a short password is too short: the next page asks for a new one."""
    others = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if not others.exists() and not user.must_change_password:
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])
    enter(user, "second_factor", authenticator.type)


@transaction.atomic
def issue_reset_code(admin: Post, user: User, *, drops_second_factor: bool) -> str:
    """A new code for the user, to be told in person; it is not stored in the clear. Earlier codes end."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    moment = now()
    ResetCode.objects.filter(user=user, used_at=None).update(expires_at=moment)
    ResetCode.objects.create(
        user=user,
        code=make_password(code),
        drops_second_factor=drops_second_factor,
        issued_by=admin,
        issued_at=moment,
        expires_at=moment + CODE_LASTS,
    )
    enter(user, "password_reset", "issued", issued_by=[admin.user_id, admin.pk])
    return code


def code_matches(user: User | None, code: str) -> ResetCode | None:
    """The usable code of the user that this is; hashing takes the same time for a user who does not exist."""
    plain = code.strip().upper()
    usable = queries.usable_codes(user) if user else []
    if not usable:
        make_password(plain)
    return next((each for each in usable if check_password(plain, each.code)), None)


@transaction.atomic
def use_reset_code(code: ResetCode, password: str) -> None:
    """Set the password, end every session, and drop the second factor if the administrator said so."""
    code.used_at = now()
    code.save(update_fields=["used_at"])
    if code.drops_second_factor:
        Authenticator.objects.filter(user=code.user).delete()
    set_password(code.user, password)
    end_sessions(code.user)
    enter(code.user, "password_reset", "used")


# Sessions


def end_sessions(user: User, *, but: str | None = None, only: str | None = None) -> None:
    """End the user's sessions, all of them or all but this one or only one (by session key)."""
    sessions = Session.objects.filter(user=user)
    sessions = sessions.exclude(session_key=but) if but else sessions
    sessions = sessions.filter(session_key=only) if only else sessions
    sessions.delete()


def sweep() -> None:
    """Once a day: session rows that are long over. Nothing that somebody wrote."""
    SessionStore.clear_expired()  # by the clock that wrote when they end


# Parked words


@transaction.atomic
def park(
    user: User, path: str, fields: Fields, slip: Slip | None, post: Post | None, *, autosave: bool
) -> None:
    """Keep what was sent. The same form sent again takes the place of its forerunner; an autosave never does so."""
    submission = (fields.get("submission") or [""])[-1][:36]
    parked = Parked.objects.filter(user=user)
    same = parked.filter(submission=submission) if submission else parked.none()
    if autosave and same.filter(autosave=False).exists():
        return
    same.delete()
    if parked.count() >= PARKED_MOST:
        raise ParkedFull
    title, labels = (slip.title, slip.labels) if slip else ("", {})
    row = Parked(user=user, post=post, path=path, submission=submission, autosave=autosave)
    row.close(title, fields, labels)
    row.save()


def unpark(user: User, ref: UUID) -> None:
    """Sent again, kept as a draft or thrown away: it is gone."""
    Parked.objects.filter(user=user, ref=ref).delete()
