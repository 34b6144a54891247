"""Keeping and forgetting drafts. Not journaled: unsent words belong to their writer alone."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from tomoni.access.protected import keyed_hash
from tomoni.access.viewer import Viewer
from tomoni.accounts.rules import as_uuid, is_secret, without_nul
from tomoni.calendar import now
from tomoni.drafts.models import Draft, Submission
from tomoni.drafts.rules import Content, Key, Sent, merge, words_only
from tomoni.journal.rules import canonical

NUMBERS_LAST = timedelta(days=90)


class SentBefore(RuntimeError):
    """Another request carried this submission out first."""


@transaction.atomic
def keep(
    viewer: Viewer, key: Key, sent: Sent, *, title: str = "", path: str = ""
) -> tuple[Content, list[str]]:
    """Keep what a screen sent; the content as it is now, and the fields in which another screen had written too.

    ``sent`` is the whole posted form: ``submission`` names the screen, ``draft_version`` what it knew. Passwords, files
    and the character U+0000 are not kept. A form that was carried out meanwhile leaves no draft behind.
    """
    screen = _one(sent, "submission")
    rows = Draft.objects.visible_to(viewer)
    if Submission.objects.visible_to(viewer).filter(number=as_uuid(screen)).exists():
        return Content(), []
    row, _ = rows.select_for_update().get_or_create(
        kind=key.kind,
        record=str(key.ref),
        purpose=key.purpose,
        defaults={"municipality": viewer.tenant, "post": viewer.post},
    )
    base = _one(sent, "draft_version")
    words = {name: values for name, values in without_nul(words_only(sent)).items() if not is_secret(name)}
    content, told = merge(row.opened(), words, int(base) if base.isdecimal() else row.version, screen)
    content = replace(content, title=title or content.title, path=path or content.path)
    row.close(content)
    row.updated_at = now()
    row.save()
    return content, told


def forget(viewer: Viewer, key: Key) -> None:
    """The words were recorded, or their writer does not want them any more."""
    Draft.objects.visible_to(viewer).filter(kind=key.kind, record=str(key.ref), purpose=key.purpose).delete()


def claim(viewer: Viewer, number: str, sent: Sent) -> Submission | None:
    """Take a submission's number, inside the transaction that carries it out. SentBefore when somebody was quicker:
    the database lets the second one wait until the first is through. None for a form without a number.
    """
    found = as_uuid(number)
    if found is None:
        return None
    row, made = Submission.objects.visible_to(viewer).get_or_create(
        number=found, defaults={"municipality": viewer.tenant, "post": viewer.post, "said": said(sent)}
    )
    if not made:
        raise SentBefore
    return row  # type: ignore[no-any-return]


def note_path(submission: Submission | None, path: str) -> None:
    """Where the submission led: the double submit is led there too."""
    if submission is not None:
        submission.path = path
        submission.save(update_fields=["path"])


def sweep() -> None:
    """Once a day, in the tenant in context: numbers of forms so old that nobody goes back to them."""
    Submission.objects.for_system("daily sweep").filter(sent_at__lt=now() - NUMBERS_LAST).delete()


def said(sent: Sent) -> str:
    """A keyed hash of the words of a form."""
    return keyed_hash(canonical(words_only(sent)))


def _one(sent: Sent, name: str) -> str:
    return (sent.get(name) or [""])[-1]
