"""Who is responsible for a dossier: handing it on, standing in for a colleague, opening it again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tomoni.access.acting import action
from tomoni.access.choices import Basis, Level, Need
from tomoni.access.decide import Decision, Denied, decide, require
from tomoni.access.models import Dossier, Grant
from tomoni.access.queries import held_on, of_team, shut_out
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now

NOT_OURS = "ほかのチームの記録です。担当のチームか統括支援員にお尋ねください。"


def may_stand_in(viewer: Viewer, dossier: Dossier) -> bool:
    """Whether a caseworker reads the dossier as its own or through its team, open or closed, and no seal shuts it out."""
    return dossier.pk in of_team(viewer, [dossier], shut_out(viewer))


def _require_team(viewer: Viewer, dossier: Dossier) -> None:
    require(viewer, Need.READ, dossier)
    if not may_stand_in(viewer, dossier):
        raise Denied(Decision(False, NOT_OURS), dossier.pk)


@action("access.stand_in")
def stand_in(viewer: Viewer, *, dossier: Dossier, purpose: str, until: datetime) -> Grant:
    """The viewer's post is responsible beside the worker until then. For dossiers of its own team only."""
    _require_team(viewer, dossier)
    grant = _responsible(viewer, dossier, viewer.post, purpose=purpose[:200], until=until)
    grant.save()
    return grant


@action("access.reopen_dossier")
def reopen_dossier(viewer: Viewer, *, dossier: Dossier) -> Dossier:
    """A family that comes back finds its dossier open again; whoever takes it in, of its own team, is responsible."""
    _require_team(viewer, dossier)
    dossier.closed_at = None
    dossier.save(update_fields=["closed_at"])
    if not held_on(dossier, Basis.RESPONSIBLE).filter(post=viewer.post, until=None).exists():
        _responsible(viewer, dossier, viewer.post).save()
    return dossier


@action("access.put_in_charge")
def put_in_charge(
    viewer: Viewer, *, dossier: Dossier, post: Post, instead_of: Iterable[Post] = ()
) -> Dossier:
    """This post and its team hold the dossier from now on; those before it read on as far as their teams do.

    For whoever writes to the dossier, and for posts that decide about it.
    """
    require(viewer, Need.DECIDE if decide(viewer, Need.DECIDE, dossier) else Need.WRITE, dossier)
    held = held_on(dossier, Basis.RESPONSIBLE).filter(until=None)
    for grant in held.filter(post__in=[each for each in instead_of if each != post]):
        grant.until = now()
        grant.save(update_fields=["until"])
    if not held.filter(post=post).exists():
        _responsible(viewer, dossier, post).save()
    if post.team and not held_on(dossier, Basis.TEAM).filter(team=post.team).exists():
        team = Grant(municipality=viewer.tenant, dossier=dossier, team=post.team, since=now())
        team.basis, team.level = Basis.TEAM, Level.WRITE
        team.save()
    if post.team and dossier.team_to_ask != post.team:
        dossier.team_to_ask = post.team
        dossier.save(update_fields=["team_to_ask"])
    return dossier


@action("access.put_beside")
def put_beside(viewer: Viewer, *, dossier: Dossier, post: Post) -> Dossier:
    """This post is responsible beside whoever is in charge, without an end."""
    require(viewer, Need.DECIDE if decide(viewer, Need.DECIDE, dossier) else Need.WRITE, dossier)
    if not held_on(dossier, Basis.RESPONSIBLE).filter(post=post, until=None).exists():
        _responsible(viewer, dossier, post).save()
    return dossier


@action("access.step_back")
def step_back(viewer: Viewer, *, dossier: Dossier, post: Post) -> Dossier:
    """This post is no longer responsible beside whoever is in charge; it reads on as far as its team does."""
    require(viewer, Need.DECIDE if decide(viewer, Need.DECIDE, dossier) else Need.WRITE, dossier)
    for grant in held_on(dossier, Basis.RESPONSIBLE).filter(post=post, until=None):
        grant.until = now()
        grant.save(update_fields=["until"])
    return dossier


def _responsible(viewer: Viewer, dossier: Dossier, post: Post, **fields: Any) -> Grant:
    grant = Grant(municipality=viewer.tenant, dossier=dossier, post=post, since=now(), **fields)
    grant.basis, grant.level = Basis.RESPONSIBLE, Level.WRITE
    return grant
