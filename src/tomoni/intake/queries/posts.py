"""Whom to tell and whom to choose from."""

from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import today

LEADERS = (Role.COORDINATOR, Role.HEAD)
CASEWORK = (Role.PRACTITIONER, Role.MATERNAL_HEALTH, Role.COORDINATOR)


def _posts(viewer: Viewer, roles: tuple[Role, ...]) -> Any:
    held = Post.objects.on(today()).filter(municipality=viewer.tenant, role__in=roles)
    return held.select_related("user", "team").order_by("team", "user", "pk")


def leaders(viewer: Viewer) -> list[Post]:
    """Coordinators and heads of the centre, other than the viewer."""
    return list(_posts(viewer, LEADERS).exclude(pk=viewer.post.pk))


def caseworkers(viewer: Viewer) -> Any:
    """Posts that can lead a case or see a child for us."""
    return _posts(viewer, CASEWORK)
