"""A slip in a form says, signed, whose form it is: so that words sent too late still find their author.

It names the user and the post the form was made for, the page it stands on, and what page and fields are called.
"""

from dataclasses import astuple, dataclass, field
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

FIELD = "slip"
SALT = "accounts.slip"
LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Slip:
    """Whose form it is, and how it is called for people."""

    user_id: int
    post_id: int | None
    title: str = ""
    path: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    def signed(self) -> str:
        """The text for the hidden field."""
        return signing.dumps(astuple(self), salt=SALT, compress=True)


def read(request: HttpRequest) -> Slip | None:
    """The slip that came with a form; None when there is none, or it is not ours or older than a month."""
    if request.method != "POST" or FIELD not in request.POST:
        return None
    try:
        return Slip(*signing.loads(request.POST[FIELD], salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return None
