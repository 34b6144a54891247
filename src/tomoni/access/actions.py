"""Opening dossiers, giving and ending access, sealing, and the emergency door."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from tomoni.access.acting import action
from tomoni.access.choices import Basis, Emergency, Level, Need
from tomoni.access.decide import Decision, Denied, require, require_role
from tomoni.access.matrix import SEALERS, WRITERS
from tomoni.access.models import BreakGlass, Dossier, Grant, Seal, SealKeeper, UnkeptSeal
from tomoni.access.queries import may_inherit, seal_on, unkept
from tomoni.access.reach import is_shut
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import STAFF
from tomoni.accounts.models import Post, Team
from tomoni.calendar import now
from tomoni.tenancy.context import current

BREAK_GLASS_HOURS = 24
REASON_LENGTH = 20


class Refused(ValidationError):
    """Input that an action cannot accept; the message is for the person and says what to do."""

    def __str__(self) -> str:
        return str(self.message)


@action("access.open_dossier")
def open_dossier(
    viewer: Viewer, *, kind: str, team: Team | None = None, within: Dossier | None = None
) -> Dossier:
    """A new dossier, with the team (by default the viewer's) and the viewer as the first to hold it.

    A case's lies ``within`` its family's and is shut with it.
    """
    require_role(viewer, WRITERS)
    team = team or viewer.post.team
    dossier = Dossier(municipality=viewer.tenant, kind=kind, team_to_ask=team, within=within)
    dossier.save()
    if team:
        _give(viewer, dossier, Basis.TEAM, Level.WRITE, team=team)
    _give(viewer, dossier, Basis.RESPONSIBLE, Level.WRITE, post=viewer.post)
    return dossier


@action("access.give")
def give(
    viewer: Viewer,
    *,
    dossier: Dossier,
    basis: Basis,
    level: Level,
    post: Post | None = None,
    team: Team | None = None,
    holder_ref: UUID | None = None,
    purpose: str = "",
    until: Any = None,
) -> Grant:
    """Give a post, a team, an organisation or a person access for a purpose and a time."""
    require(viewer, Need.WRITE, dossier)
    for holder in (post, team):
        if holder and holder.municipality_id != viewer.tenant.pk:
            raise Refused("別の自治体の職員やチームには渡せません。相手を選び直してください。")
    return _give(
        viewer,
        dossier,
        basis,
        level,
        post=post,
        team=team,
        holder_ref=holder_ref,
        purpose=purpose,
        until=until,
    )


def _give(viewer: Viewer, dossier: Dossier, basis: Basis, level: Level, **fields: Any) -> Grant:
    grant = Grant(
        municipality=viewer.tenant, dossier=dossier, basis=basis, level=level, since=now(), **fields
    )
    grant.save()
    return grant


@action("access.end_grant")
def end_grant(viewer: Viewer, *, grant: Grant) -> Grant:
    """End access; it is gone with the holder's next request."""
    require(viewer, Need.WRITE, grant)
    grant.until = now()
    grant.save(update_fields=["until"])
    return grant


@action("access.seal")
def seal(viewer: Viewer, *, dossier: Dossier, reason: str, keepers: list[Post]) -> Seal:
    """Shut the dossier for all but the keepers. Whoever seals must be among them, or nobody could open it again."""
    require(viewer, Need.SEAL, dossier)
    if viewer.post not in keepers:
        raise Refused("封をする人自身を「開けられる人」に含めてください。")
    if any(post.municipality_id != viewer.tenant.pk or post.role not in STAFF for post in keepers):
        raise Refused("「開けられる人」にできるのは、この自治体の職員だけです。選び直してください。")
    if seal_on(dossier):
        raise Refused(
            "もう封がされています。開けられる人を替えるときは、いまの封を解いてから封をし直してください。"
        )
    row = Seal(municipality=viewer.tenant, dossier=dossier, reason=reason, since=now())
    row.save()
    for post in keepers:
        SealKeeper(municipality=viewer.tenant, seal=row, post=post).save()
    return row


@action("access.unseal")
def unseal(viewer: Viewer, *, seal: Seal) -> Seal:
    """End a seal. Only a keeper reaches this: for all others the dossier is shut."""
    require(viewer, Need.SEAL, seal)
    seal.until = now()
    seal.save(update_fields=["until"])
    return seal


@action("access.inherit_seal")
def inherit_seal(viewer: Viewer, *, seal: Seal) -> Seal:
    """A seal whose keepers have all left passes to a post that seals: otherwise nobody could ever take it off (decision 0014)."""
    require_role(viewer, SEALERS)
    if not unkept().filter(pk=seal.pk).exists():
        raise Refused("開けられる職員がまだいます。封は引き継がれません。")
    if not may_inherit(viewer.post, seal):
        raise Refused("解ける職員がいなくなって7日たつまで、封は引き継がれません。")
    SealKeeper(municipality=viewer.tenant, seal=seal, post=viewer.post).save()
    return seal


def note_unkept() -> list[Seal]:
    """For the system: since when nobody can take a seal off; returns those now found so. Where somebody came back, the week begins anew."""
    left = list(unkept().select_related("dossier"))
    noted = UnkeptSeal.objects.for_system("since when")
    noted.exclude(seal__in=[seal.pk for seal in left]).delete()
    known = set(noted.values_list("seal_id", flat=True))
    new = [seal for seal in left if seal.pk not in known]
    for seal in new:
        UnkeptSeal(municipality=current(), seal=seal).save()
    return new


@action("access.break_glass")
def break_glass(viewer: Viewer, *, dossier: Dossier, category: Emergency, reason: str) -> BreakGlass:
    """Open a card for 24 hours in an emergency. Never opens a seal; the coordinator reviews it."""
    require(viewer, Need.CARD, dossier)
    if viewer.standing.own < Level.READ:
        raise Denied(
            Decision(False, "この役割では緊急閲覧を使えません。統括支援員にお尋ねください。", never=True)
        )
    if is_shut(viewer, dossier):
        raise Denied(Decision(False, "封がされています。統括支援員にお尋ねください。"))
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused(f"理由を{REASON_LENGTH}文字以上で書いてください。あとで統括支援員が確認します。")
    until = now() + timedelta(hours=BREAK_GLASS_HOURS)
    grant = _give(
        viewer, dossier, Basis.BREAK_GLASS, Level.READ, post=viewer.post, purpose=category, until=until
    )
    row = BreakGlass(municipality=viewer.tenant, grant=grant, category=category, reason=reason.strip())
    row.save()
    return row


@action("access.review_break_glass")
def review_break_glass(
    viewer: Viewer, *, emergency: BreakGlass, justified: bool, remark: str = ""
) -> BreakGlass:
    """The coordinator's or head's word on an emergency opening; nobody reviews their own, under whichever hat. One that was
    not needed ends at once, with all that was opened in the same family.
    """
    require(viewer, Need.READ, emergency.grant.dossier)
    require(viewer, Need.SEAL, emergency.grant.dossier)
    opener = emergency.grant.post
    if opener and opener.user_id == viewer.post.user_id:
        raise Refused(
            "自分の緊急閲覧は自分では確認できません。ほかの統括支援員かセンター長に依頼してください。"
        )
    emergency.reviewed_at, emergency.reviewed_by = now(), viewer.post
    emergency.justified, emergency.remark = justified, remark.strip()
    emergency.save(update_fields=["reviewed_at", "reviewed_by", "justified", "remark"])
    for grant in () if justified else _opened_with(emergency.grant):
        grant.until = now()
        grant.save(update_fields=["until"])
    return emergency


def _opened_with(grant: Grant) -> list[Grant]:
    """The emergency openings in force of the same post in the same family, this one among them."""
    family = grant.dossier.within_id or grant.dossier_id
    running = (
        Grant.objects.for_system("not needed").at(now()).filter(basis=Basis.BREAK_GLASS, post=grant.post)
    )
    return list(running.filter(Q(dossier=family) | Q(dossier__within=family)))


@action("access.close_dossier")
def close_dossier(viewer: Viewer, *, dossier: Dossier) -> Dossier:
    """From now on the dossier is read only for its own team; grants stay, their level falls by the matrix."""
    require(viewer, Need.WRITE, dossier)
    dossier.closed_at = now()
    dossier.save(update_fields=["closed_at"])
    return dossier
