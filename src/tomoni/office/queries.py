"""What an administrator sees: people with their posts here, teams. Nothing of any family, not even who is family."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from tomoni.access.matrix import SEALERS
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import FAMILY, Role
from tomoni.accounts.models import Post, Team, User
from tomoni.calendar import today
from tomoni.cases.models import Case
from tomoni.office.rules import revocable
from tomoni.tenancy.context import current


@dataclass
class Person:
    """A user and the posts here, the newest first. ``ours``: taken on by this municipality; ``oneself``: who looks."""

    user: User
    ours: bool
    oneself: bool
    posts: list[Post] = field(default_factory=list)

    @property
    def held(self) -> list[Post]:
        """Posts of today."""
        return [post for post in self.posts if post.held_today]

    @property
    def coming(self) -> list[Post]:
        """Posts that have not begun."""
        return [post for post in self.posts if post.since and post.since > today()]

    @property
    def revocable(self) -> list[Post]:
        """Posts that can be taken back."""
        return [post for post in self.posts if revocable(post.role, post.since, today())]

    @property
    def hands_over(self) -> bool:
        """Whether a post held here may have kept what others cannot take on by themselves. Not whether it has: that would
        tell of a family.
        """
        return any(post.role in SEALERS for post in self.held)

    @property
    def state(self) -> str:
        """``blocked``, ``gone``, ``waiting`` for a first day, ``new`` (no password yet), ``due`` to change it, or ``open``."""
        if not self.user.is_active:
            return "blocked"
        if not self.held:
            return "waiting" if self.coming else "gone"
        if not self.user.has_usable_password():
            return "new"
        return "due" if self.user.must_change_password else "open"


def people(viewer: Viewer) -> list[Person]:
    """Everybody with a post here, now or before, by reading. That somebody has one as a family member stays hidden."""
    return _people(viewer, _posts(viewer))


def person(viewer: Viewer, username: str) -> Person | None:
    """One of them."""
    return next(iter(_people(viewer, _posts(viewer).filter(user__username=username))), None)


def administrators(viewer: Viewer, day: date) -> QuerySet[Post]:
    """The posts of administrators of the municipality on that day."""
    held: QuerySet[Post] = Post.objects.on(day).filter(municipality=viewer.tenant, role=Role.ADMIN)
    return held


def teams(viewer: Viewer) -> QuerySet[Team]:
    """The teams, each with the number of posts held today (``held``)."""
    day = today()
    begun = Q(posts__since=None) | Q(posts__since__lte=day)
    held = begun & (Q(posts__until=None) | Q(posts__until__gte=day)) & Q(posts__user__is_active=True)
    found = Team.objects.filter(municipality=viewer.tenant).order_by("pk")
    return found.annotate(held=Count("posts", filter=held))


def _posts(viewer: Viewer) -> QuerySet[Post]:
    posts: QuerySet[Post] = Post.objects.filter(municipality=viewer.tenant).exclude(role__in=FAMILY)
    return posts.select_related("user", "team").order_by("-since", "-pk")


def _people(viewer: Viewer, posts: QuerySet[Post]) -> list[Person]:
    by_user: dict[User, list[Post]] = defaultdict(list)
    for post in posts:
        by_user[post.user].append(post)
    first = Post.objects.filter(user__in=list(by_user)).order_by("-pk").values_list("user", "municipality")
    home = dict(first)  # the last one set is the first post
    found = [
        Person(user, home[user.pk] == viewer.tenant.pk, user.pk == viewer.user.pk, held)
        for user, held in by_user.items()
    ]
    return sorted(found, key=lambda each: (each.user.name_kana, each.user.username))


# Who leaves


def leads_who_leave(viewer: Viewer, by: date) -> list[Post]:
    """Posts that lead open cases the viewer may know of, and end before that day or whose user was shut out."""
    leads = Case.objects.visible_to(viewer).filter(closed_on=None).values("lead")
    leaving = Post.objects.filter(Q(until__lt=by) | Q(user__is_active=False), pk__in=leads)
    return list(leaving.select_related("user").order_by("pk"))


def who_assigns() -> list[Post]:
    """For the system: the posts of today that give cases to a lead: coordinators, then heads."""
    held = Post.objects.on(today()).filter(municipality=current(), role__in=(Role.COORDINATOR, Role.HEAD))
    return sorted(held.select_related("user"), key=lambda post: (post.role == Role.HEAD, post.pk))
