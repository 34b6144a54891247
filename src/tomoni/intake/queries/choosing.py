"""Whom to tell, and whom and what a form offers to choose from."""

from collections.abc import Iterable
from typing import Any

from tomoni.access.matrix import WRITERS
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import today
from tomoni.cases.models import Case
from tomoni.families.models import Family

LEADERS = (Role.COORDINATOR, Role.HEAD)


def _posts(viewer: Viewer, roles: Iterable[Role]) -> Any:
    held = Post.objects.on(today()).filter(municipality=viewer.tenant, role__in=list(roles))
    return held.select_related("user", "team").order_by("team", "user", "pk")


def leaders(viewer: Viewer) -> list[Post]:
    """Coordinators and heads of the centre, other than the viewer."""
    return list(_posts(viewer, LEADERS).exclude(pk=viewer.post.pk))


def caseworkers(viewer: Viewer) -> Any:
    """Posts that can lead a case or see a child for us."""
    return _posts(viewer, WRITERS)


def running_case(viewer: Viewer, family: Family) -> Case | None:
    """The family's open case, if the viewer may write to it."""
    found = Case.objects.all().visible_to(viewer).filter(family=family, closed_on=None)
    row: Case | None = found.select_related("lead__user").order_by("-opened_on", "-pk").first()
    return row
