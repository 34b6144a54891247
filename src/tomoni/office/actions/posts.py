"""Posts: given, ended on a day, taken back before they begin."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from tomoni.access.actions import Refused
from tomoni.access.decide import Decision, Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team, User
from tomoni.calendar import today
from tomoni.office.actions.authority import enter, require_administrator, require_colleague, tell_leaders
from tomoni.office.queries import administrators
from tomoni.office.rules import APPOINTED, WITH_TEAM, revocable
from tomoni.office.tasks import tell_of_leaving

LAST = "ほかにシステム管理者がいなくなります。先に、もう一人の管理者を登録してください。"
NO_TEAM = "チームを選んでください。同じチームの人が、休みの日などに代わりに記録を読めるようにするためです。"
SAME = "同じ役割とチームの職を、もう持っています。期間を変えるときは、その職を終えてから加えてください。"
USED = "この職は、もう担当などに選ばれています。取り消さずに、終わりの日を入れてください。"
ONLY = "この人のただ一つの職です。先に正しい職を加えてから取り消してください。"


@transaction.atomic
def give_post(
    viewer: Viewer,
    *,
    user: User,
    role: str,
    team: Team | None = None,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Post:
    """Another post for somebody who has or had one here; never for oneself."""
    require_colleague(viewer, user)
    posts = Post.objects.filter(user=user, municipality=viewer.tenant, role=role, team=team)
    if any(post.until is None or post.until >= (since or today()) for post in posts):
        raise Refused(SAME)
    return appoint(viewer, user, role=role, team=team, title=title, since=since, until=until)


def appoint(
    viewer: Viewer,
    user: User,
    *,
    role: str,
    team: Team | None,
    title: str,
    since: date | None,
    until: date | None,
) -> Post:
    """The post itself, from today unless said. For actions that have asked whose it is to do."""
    since = since or today()
    if role not in APPOINTED:
        raise ValidationError({"role": "役割を一覧から選んでください。"})
    if team and team.municipality_id != viewer.tenant.pk:
        raise ValidationError({"team": "チームを一覧から選んでください。"})
    if team is None and role in WITH_TEAM:
        raise ValidationError({"team": NO_TEAM})
    if until and until < since:
        raise ValidationError({"until": "終わりの日は、始まりの日かそれより後にしてください。"})
    post = Post(user=user, municipality=viewer.tenant, role=role, team=team, title=title.strip())
    post.since, post.until = since, until
    return seat(viewer, post)


def seat(viewer: Viewer, post: Post) -> Post:
    """The post is held, stands in the journal, and the leaders hear of it when it reads. For actions that have checked it."""
    post.save()
    enter(viewer, "give_post", **_facts(post))
    tell_leaders(post, f"{post.user.name}さんに、記録を読める職（{post.get_role_display()}）が加わりました。")
    return post


@transaction.atomic
def end_post(viewer: Viewer, *, post: Post, until: date) -> Post:
    """The last day of a post. Coordinators are told when its holder leads families."""
    _require_post(viewer, post)
    if post.since and until < post.since:
        raise ValidationError({"until": "始まりの日より前にはできません。"})
    if post.until and post.until < today():
        raise Refused("この職は、もう終わっています。")
    if post.role == Role.ADMIN and not administrators(viewer, until + timedelta(days=1)).exclude(pk=post.pk):
        raise Refused(LAST)
    post.until = until
    post.save(update_fields=["until"])
    enter(viewer, "end_post", **_facts(post))
    tell_of_leaving(viewer.tenant)
    return post


@transaction.atomic
def cancel_post(viewer: Viewer, *, post: Post) -> None:
    """A post that has not begun is taken back, as if it had not been given; the journal keeps both. So is one of an
    administrator on its first day, for it has looked at no family.
    """
    _require_post(viewer, post)
    if not revocable(post.role, post.since, today()):
        raise Refused("もう始まっている職は取り消せません。終わりの日を入れてください。")
    if post.role == Role.ADMIN and not administrators(viewer, today() + timedelta(days=1)).exclude(
        pk=post.pk
    ):
        raise Refused(LAST)
    if not Post.objects.filter(user=post.user_id, municipality=viewer.tenant).exclude(pk=post.pk).exists():
        raise Refused(ONLY)
    enter(viewer, "cancel_post", **_facts(post))
    try:
        with transaction.atomic():
            post.delete()
    except ProtectedError:
        raise Refused(USED) from None


def _require_post(viewer: Viewer, post: Post) -> None:
    require_administrator(viewer)
    if post.municipality_id != viewer.tenant.pk:
        raise Denied(Decision(False, "別の自治体の職です。"))
    require_colleague(viewer, post.user)


def _facts(post: Post) -> dict[str, object]:
    days = {
        name: day.isoformat() if day else None for name, day in (("since", post.since), ("until", post.until))
    }
    return {"user": post.user_id, "post": post.pk, "role": post.role, "team": post.team_id, **days}
