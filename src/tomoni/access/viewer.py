"""Who is looking: a user in one post, in one municipality, before one audience."""

from dataclasses import dataclass

from tomoni.access.choices import Audience
from tomoni.access.matrix import MATRIX, Standing
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, User
from tomoni.tenancy.models import Municipality

_AUDIENCES = {Role.FAMILY: Audience.FAMILY, Role.CHILD: Audience.CHILD, Role.AGENCY: Audience.AGENCY}


@dataclass(frozen=True)
class Viewer:
    """Every read and every action starts with one. Made anew for each request, so that what was withdrawn is gone."""

    user: User
    post: Post
    tenant: Municipality
    audience: Audience

    @classmethod
    def wearing(cls, post: Post) -> "Viewer":
        """The viewer of somebody who wears this post."""
        return cls(post.user, post, post.municipality, _AUDIENCES.get(Role(post.role), Audience.STAFF))

    @property
    def role(self) -> Role:
        """The role of the post."""
        return Role(self.post.role)

    @property
    def standing(self) -> Standing:
        """What the post may by itself; ``open_to_other_teams`` lets caseworkers read beyond their team."""
        return MATRIX[self.post.role]
