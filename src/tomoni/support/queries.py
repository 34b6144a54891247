"""Reading requests."""

from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.cases.models import Case
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
