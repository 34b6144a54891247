"""Long, and not what others guess first; no rule about signs."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tomoni.accounts.models import User


def refused(password: str, user: User | None = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [str(each.code) for each in error.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("kumo to yane no", []),  # 15 characters, spaces are fine
        ("kumotoyanenoaka", []),  # no capital, number or sign is asked for
        ("雨の日は窓をあけて風を待つよ春", []),
        ("kumo to yane n", ["too_short"]),
        ("x" * 201, ["too_long", "run"]),
        ("abcabcabcabcabc", ["run"]),
        ("aaaaaaaaaaaaaaaa", ["run"]),
        ("123456789012345", ["run"]),
        ("543210987654321", ["run"]),
        ("abcdefghijklmno", ["run"]),
        ("qwertyuiopasdfg", ["run"]),
        ("1234567890123456", ["run"]),
        ("password", ["too_short", "password_too_common"]),
    ],
)
def test_alone_a_password_has_fifteen_characters(sato: User, password: str, codes: list[str]) -> None:
    assert refused(password, sato) == codes


@pytest.mark.parametrize("length", [64, 128, 200])
def test_long_ones_are_welcome(sato: User, length: int) -> None:
    assert refused(("kaze ga fuku to okeya ga mouke ru " * 8)[:length].strip().ljust(length, "z"), sato) == []


@pytest.mark.parametrize(
    "password",
    [
        "watashi wa SATO desu",
        "ともに町のみんなの合言葉はこれです",
        "佐藤のひみつの合言葉はこれです",
        "044999 no himitsu desu",
    ],
)
def test_what_stands_on_the_door_plate_is_no_secret(sato: User, password: str) -> None:
    assert refused(password, sato) == ["own_words"]


def test_beside_a_second_factor_eight_are_enough(sato: User) -> None:
    TOTP.activate(sato, generate_totp_secret())
    assert refused("kumoyane", sato) == []
    assert refused("kumoyan", sato) == ["too_short"]
    assert refused("sunshine", sato) == ["password_too_common"]


def test_recovery_codes_alone_are_no_second_factor(sato: User) -> None:
    Authenticator.objects.create(user=sato, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert refused("kumoyane", sato) == ["too_short"]
