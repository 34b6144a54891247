"""Reading requests."""

from typing import Any

from tomoni.access.queries import readers
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.cases.models import Case
from tomoni.intake.queries.choosing import caseworkers
from tomoni.people.rules import Thread, threads
from tomoni.support.models import Request


def requests(viewer: Viewer, case: Case) -> tuple[list[Thread[Request]], list[Request]]:
    """What was asked of whom, the newest first; and what was taken back."""
    rows = Request.objects.all().visible_to(viewer).filter(case=case)
    related = ("case", "organisation", "person", "goal", "call_whom__user", "consent", "recorded_by__user")
    standing, withdrawn = threads(rows.select_related(*related).order_by("-pk"))
    return standing, withdrawn


def running(viewer: Viewer, case: Case) -> Any:
    """Requests that stand and have not ended."""
    rows = Request.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)
    return rows.select_related("organisation", "person").order_by("pk")


def takers(viewer: Viewer, case: Case, fact: Request | None) -> Any:
    """Whom others can be asked to call: caseworkers who may read the case, and whoever the request names already."""
    ours = [post.pk for post in readers(caseworkers(viewer).select_related("municipality"), case.dossier)]
    posts = Post.objects.filter(pk__in=[*ours, *([fact.call_whom_id] if fact else [])])
    return posts.select_related("user", "team").order_by("team", "user", "pk")
