"""Reading users, posts, sessions and what is kept for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from tomoni.accounts import slips
from tomoni.accounts.choices import FAMILY, STAFF, Role
from tomoni.accounts.models import Parked, Post, ResetCode, Session, User
from tomoni.accounts.rules import without_nul
from tomoni.calendar import now, today
from tomoni.tenancy.models import Municipality


def posts_of(user_id: int | None) -> QuerySet[Post]:
    """The posts the user may wear today; none for nobody."""
    held: QuerySet[Post] = Post.objects.on(today()).filter(user=user_id).order_by("pk")
    return held.select_related("user", "municipality", "team")


def worn(user_id: int | None, chosen: int | None) -> Post | None:
    """The post chosen for a session, if it is still held; a user with exactly one wears it without choosing."""
    if chosen:
        return posts_of(user_id).filter(pk=chosen).first()
    found = list(posts_of(user_id)[:2])
    return found[0] if len(found) == 1 else None


def home_of(user: User) -> Municipality | None:
    """The municipality that took the user on: the one of the first post. Its administrator answers for the user."""
    first = Post.objects.filter(user=user).order_by("pk").select_related("municipality").first()
    return first.municipality if first else None


def concerned_with(user: User) -> list[Municipality]:
    """Whose journals have what concerns the user: home, also before the first and after the last day, and wherever
    a post is held today.
    """
    places = [home_of(user), *(post.municipality for post in posts_of(user.pk))]
    return list({place.pk: place for place in places if place}.values())


def user_named(username: str) -> User | None:
    """The user of this name, in any case."""
    return User.objects.filter(username__iexact=username).first()


def user_of(user_id: int | None) -> User | None:
    """The user with this id; nobody for none."""
    return User.objects.filter(pk=user_id or 0).first()


# Demonstration


def demo_people() -> QuerySet[User]:
    """Users whose posts are all in demo municipalities. None at all where the database knows a real municipality."""
    municipalities = Municipality.objects.all()
    if municipalities.filter(demo=False).exists():
        return User.objects.none()
    return User.objects.filter(is_active=True, posts__in=Post.objects.on(today())).distinct().order_by("pk")


@dataclass(frozen=True)
class DemoGroup:
    """Demo people who belong together: a team, guests and agencies, families, administrators."""

    name: str
    people: list[tuple[User, list[Post]]]


def demo_groups() -> list[DemoGroup]:
    """The demo people with their posts of today, by the team of the first post; staff first, families apart."""
    posts = Post.objects.on(today()).filter(user__in=demo_people()).select_related("user", "team")
    by_user: dict[User, list[Post]] = {}
    for post in posts.order_by("pk"):
        by_user.setdefault(post.user, []).append(post)
    groups: dict[tuple[int, int], DemoGroup] = {}
    for user, held in by_user.items():
        place, name = _demo_place(held[0])
        groups.setdefault(place, DemoGroup(name, [])).people.append((user, held))
    return [groups[place] for place in sorted(groups)]


def _demo_place(post: Post) -> tuple[tuple[int, int], str]:
    """Where a group stands among the others, and what it is called."""
    if post.role in STAFF:
        return ((0, post.team.pk), post.team.name) if post.team else ((1, 0), "センターの職員")
    if post.role in FAMILY:
        return (3, 0), "家族・こども"
    return ((4, 0), "システムの管理") if post.role == Role.ADMIN else ((2, 0), "関係機関・外から支える人")


def is_demo(user: User) -> bool:
    """Whether one tap is enough for this user."""
    return demo_people().filter(pk=user.pk).exists()


# Sessions, codes and what is kept


def sessions_of(user: User) -> QuerySet[Session]:
    """Where the user is logged in, newest first."""
    begun = now() - timedelta(hours=settings.TOMONI_SESSION_HOURS)
    return Session.objects.filter(user=user, begun__gt=begun).order_by("-seen")


def usable_codes(user: User) -> list[ResetCode]:
    """Reset codes of the user that may still be used."""
    codes = ResetCode.objects.filter(user=user, used_at=None).order_by("-pk")
    return [code for code in codes if code.usable(now())]


@dataclass(frozen=True)
class Kept:
    """A parked form as its author sees it: the words under their labels, and everything that is sent again."""

    ref: UUID
    row: Parked
    title: str
    words: list[tuple[str, str]]
    carried: list[tuple[str, str]]
    nul: bool

    @property
    def draft(self) -> bool:
        """Whether it can be kept as a draft: the form says of what."""
        return any(name == "draft_key" for name, _ in self.carried)


def parked(user: User, post: Post | None) -> list[Kept]:
    """What is kept for the user in this post, oldest first."""
    return [_kept(row) for row in _parked(user).filter(Q(post=post) | Q(post=None))]


def parked_elsewhere(user: User, post: Post | None) -> list[Post]:
    """The user's other posts for which something is kept."""
    others = _parked(user).exclude(post=None).exclude(post=post)
    return list(Post.objects.filter(pk__in=others.values("post")).select_related("municipality"))


def anything_parked(user: User) -> bool:
    """Whether something is kept for the user in any post."""
    return _parked(user).exists()


def _parked(user: User) -> QuerySet[Parked]:
    return Parked.objects.filter(user=user)


def _kept(row: Parked) -> Kept:
    title, sent, labels = row.opened()
    if row.post_id is None:  # the post it was written in is no longer held; another one may try
        sent.pop(slips.FIELD, None)
    clean = without_nul(sent)
    words = [(labels.get(name, ""), value) for name, value in _pairs(clean) if _is_words(name, value, labels)]
    return Kept(row.ref, row, title, words, list(_pairs(clean)), nul=clean != sent)


def _pairs(fields: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, values in fields.items() for value in values)


def _is_words(name: str, value: str, labels: dict[str, str]) -> bool:
    """What a person typed: fields with a label, and any other text that is not plain code."""
    return bool(value.strip()) and (name in labels or not value.isascii())
