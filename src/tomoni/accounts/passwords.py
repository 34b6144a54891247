"""What a password must be: long, and not one that others guess first. No rule about signs, no forced change.

NIST SP 800-63B-4 §3.1.1: 15 characters alone, 8 beside a second factor, a block-list, no composition rules.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError

from tomoni.accounts import queries
from tomoni.accounts.models import User

ALONE, BESIDE_SECOND_FACTOR, MOST = 15, 8, 200
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm" * 2)


def least(user: User | None) -> int:
    """How many characters the user's password needs."""
    protected = user is not None and is_mfa_enabled(user, SECOND_FACTORS)
    return BESIDE_SECOND_FACTOR if protected else ALONE


class Length:
    """Long enough, and not so long that hashing it would tie up the machine."""

    def validate(self, password: str, user: User | None = None) -> None:
        needed = least(user)
        if len(password) < needed:
            raise ValidationError(f"パスワードは{needed}文字以上にしてください。", code="too_short")
        if len(password) > MOST:
            raise ValidationError(f"パスワードは{MOST}文字までです。", code="too_long")

    def get_help_text(self) -> str:
        return (
            f"{ALONE}文字以上（認証アプリかパスキーを登録した人は{BESIDE_SECOND_FACTOR}文字以上）。"
            "ことばをいくつかつなげると、長くて覚えやすくなります。"
        )


class NotGuessable:
    """No repetition, no row of keys, and nothing that stands on the person's door-plate."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.lower()
        if _repeats(plain) or any(plain in run or plain[::-1] in run for run in RUNS):
            raise ValidationError("同じ並びのくり返しや、順に並んだ文字は使えません。", code="run")
        if any(word in plain for word in _door_plate(user)):
            raise ValidationError(
                "利用者名・氏名・自治体の名前を含むパスワードは使えません。", code="own_words"
            )

    def get_help_text(self) -> str:
        return "利用者名・氏名・自治体の名前や、よく使われるパスワードは使えません。"


def _repeats(text: str) -> bool:
    """Whether the text is one part said over and over: it is found inside its own double before its end."""
    return bool(text) and (text * 2).find(text, 1) < len(text)


def _door_plate(user: User | None) -> list[str]:
    if user is None or user.pk is None:
        return []
    towns = [word for town in queries.concerned_with(user) for word in (town.name, town.name_kana, town.code)]
    words = [user.username, user.name, user.name_kana, *towns]
    return [word.lower() for word in words if len(word) >= 3 or (word and not word.isascii())]
