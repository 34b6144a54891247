"""Telling somebody something."""

from collections.abc import Iterable, Set

from django.db import IntegrityError, connection, transaction

from tomoni.access.models import Dossier
from tomoni.access.queries import not_shut_out
from tomoni.accounts.models import Post
from tomoni.calendar import now, today
from tomoni.jobs.models import DailyRun, Notice
from tomoni.tenancy.context import current


def notify(posts: Iterable[Post], *, about: Dossier | None, kind: str, text: str, path: str = "") -> None:
    """A notice for each post but those whom a seal shuts out of the dossier it is ``about``: a link that leads nowhere
    would tell them whose it is. ``text`` must not name a family: it may be read over a shoulder.
    """
    municipality = current()
    posts = not_shut_out(posts, about) if about else posts
    rows = [Notice(municipality=municipality, post=post, kind=kind, text=text, path=path) for post in posts]
    Notice.objects.bulk_create(rows)


def keep_told(post: Post, *, kind: str, texts: Set[str], path: str = "") -> None:
    """Of this kind exactly these notices wait to be read: what is lacking is told, what no longer holds is put away."""
    waiting = Notice.objects.for_system("what still holds").filter(post=post, kind=kind, read_at=None)
    known = {notice.text: notice for notice in waiting}
    for text in known.keys() - texts:
        mark_read(known[text])
    for text in sorted(texts - known.keys()):
        notify([post], about=None, kind=kind, text=text, path=path)


def mark_read(notice: Notice) -> None:
    """The notice was opened."""
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])


def first_today(name: str) -> bool:
    """Note that the daily job runs now, in the municipality in context; False when it has run today."""
    try:
        with transaction.atomic():
            DailyRun.objects.create(municipality=current(), name=name, day=today())
    except IntegrityError:
        return False
    return True


def take_statistics() -> None:
    """SQLite plans its queries by counts that somebody has to take; 0x10002 takes those of all tables that changed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")
