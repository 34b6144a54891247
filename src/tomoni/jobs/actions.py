"""Telling somebody something."""

from collections.abc import Iterable

from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.jobs.models import Notice
from tomoni.tenancy.context import current


def notify(posts: Iterable[Post], *, kind: str, text: str, path: str = "") -> None:
    """A notice for each post. ``text`` must not name a family: it may be read over a shoulder."""
    municipality = current()
    rows = [Notice(municipality=municipality, post=post, kind=kind, text=text, path=path) for post in posts]
    Notice.objects.bulk_create(rows)


def mark_read(notice: Notice) -> None:
    """The notice was opened."""
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
