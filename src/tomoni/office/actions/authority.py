"""What every action of the office begins with, whose it is to do; and ends with, its entry in the journal."""

from typing import Any

from tomoni.access.actions import Refused
from tomoni.access.choices import Level
from tomoni.access.collect import by
from tomoni.access.decide import Decision, Denied
from tomoni.access.matrix import DECIDERS, MATRIX
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post, User
from tomoni.accounts.queries import concerned_with, home_of
from tomoni.calendar import today
from tomoni.jobs.actions import notify
from tomoni.journal.actions import append
from tomoni.office.queries import administrators, person
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

KIND = "office"
OPENED = "office_opened"
ONESELF = "ご自身のことは変えられません。別のシステム管理者に頼んでください。"
NOT_OURS = "この人を最初に登録した自治体の管理者だけが行えます。この自治体の職を終えることはできます。"


def require_administrator(viewer: Viewer) -> None:
    """Raise Denied for any other post. One at a time, and asked anew: two administrators cannot shut each other out."""
    Municipality.objects.select_for_update().get(pk=viewer.tenant.pk)
    if not administrators(viewer, today()).filter(pk=viewer.post.pk).exists():
        raise Denied(Decision(False, f"{viewer.post.get_role_display()}の役割では行えません。", never=True))


def require_colleague(viewer: Viewer, user: User) -> None:
    """Somebody with a post here who is not oneself. Anybody else is simply not there."""
    require_administrator(viewer)
    if person(viewer, user.username) is None:
        raise Denied(Decision(False, "この自治体の利用者ではありません。"))
    if user.pk == viewer.user.pk:
        raise Refused(ONESELF)


def require_ours(viewer: Viewer, user: User) -> None:
    """A colleague whom this municipality took on: what concerns the user everywhere is decided at home."""
    require_colleague(viewer, user)
    if home_of(user) != viewer.tenant:
        raise Refused(NOT_OURS)


def tell_leaders(post: Post, text: str) -> None:
    """Coordinators and heads hear of every way to records that the office opens: an administrator reads none, and could
    otherwise make a colleague who does.
    """
    if MATRIX[post.role].own >= Level.READ:
        leaders = Post.objects.on(today()).filter(municipality=post.municipality, role__in=DECIDERS)
        notify(leaders.exclude(user=post.user).order_by("pk"), about=None, kind=OPENED, text=text)


def enter(viewer: Viewer, what: str, **facts: Any) -> None:
    """Into the journal of the municipality; ``facts`` are ids, roles and days, never names."""
    append(viewer.tenant.pk, [{**by(viewer), "kind": KIND, "what": what, **facts}])


def enter_everywhere(viewer: Viewer, what: str, user: User) -> None:
    """What concerns the user everywhere stands in the journal of each municipality where a post is held; for users at home here."""
    for place in concerned_with(user):
        with tenant(place):
            append(place.pk, [{**by(viewer), "kind": KIND, "what": what, "user": user.pk}])
