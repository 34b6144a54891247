"""``decide``: allow or deny, with the reason. Pages, actions and templates ask this one function."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from tomoni.access.acting import asked
from tomoni.access.choices import SHARED, Basis, Level, Need
from tomoni.access.matrix import BY_LEVEL, LEVEL_FOR
from tomoni.access.models import Dossier, Grant
from tomoni.access.reach import is_shut, other_level
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.calendar import now
from tomoni.tenancy.context import current_or_none


@dataclass(frozen=True)
class Decision:
    """``allowed`` and why; ``never`` is true when the post may not do this to anything (403, not 404)."""

    allowed: bool
    reason: str
    never: bool = False

    def __bool__(self) -> bool:
        return self.allowed


class Denied(PermissionError):
    """Raised by ``require``; carries the decision and the dossier it was about."""

    def __init__(self, decision: Decision, dossier_id: int | None = None) -> None:
        super().__init__(decision.reason)
        self.decision, self.dossier_id = decision, dossier_id


def may_ever(viewer: Viewer, need: Need) -> bool:
    """Whether the post could ever do this to some dossier."""
    standing = viewer.standing
    if need not in BY_LEVEL and need not in standing.may:
        return False
    highest = max(standing.own, standing.team, other_level(viewer), standing.closed, standing.shared)
    return highest >= LEVEL_FOR[need]


def decide(viewer: Viewer, need: Need, obj: Any) -> Decision:
    """May the viewer do this with the object (a dossier or anything that carries one)? The reason is for people.

    Only a yes is authority to write for the action that asks.
    """
    if not may_ever(viewer, need):
        return _never(viewer)
    dossier = obj if isinstance(obj, Dossier) else obj.dossier
    level, reason = standing_on(viewer, dossier)
    if level >= LEVEL_FOR[need]:
        asked()
        return Decision(True, reason)
    return Decision(False, _too_little(viewer, need, level, reason) if level else reason)


def _too_little(viewer: Viewer, need: Need, level: Level, way: str) -> str:
    """How far the way leads, and whom to ask or what to open."""
    held = Need.CARD.label if level == Level.CARD else Need.READ.label
    ask = "担当者か統括支援員に依頼してください。"
    if LEVEL_FOR[need] == Level.READ and viewer.standing.own >= Level.READ:
        ask = "担当者に尋ねてください。急ぐときは、名前だけの画面から緊急閲覧で開けます。"
    return f"{held}ことまでできます（{way}）。{ask}"


def require(viewer: Viewer, need: Need, obj: Any) -> None:
    """Raise Denied unless ``decide`` allows."""
    decision = decide(viewer, need, obj)
    if not decision.allowed:
        raise Denied(decision, obj.pk if isinstance(obj, Dossier) else obj.dossier_id)


def require_role(viewer: Viewer, roles: Container[Role]) -> None:
    """For actions that make something new and have no dossier yet: is this the work of the post at all?"""
    if viewer.role not in roles:
        raise Denied(_never(viewer))
    asked()


def _never(viewer: Viewer) -> Decision:
    reason = f"{viewer.post.get_role_display()}の役割では行えません。担当者か統括支援員に依頼してください。"
    return Decision(False, reason, never=True)


def standing_on(viewer: Viewer, dossier: Dossier) -> tuple[Level, str]:
    """The viewer's level on one dossier and why. Sealed beats everything; no rule means none."""
    tenant = current_or_none()
    if (
        tenant is None
        or not dossier.municipality_id == viewer.tenant.pk == tenant.pk
        or not viewer.post.held_today
    ):
        return (
            Level.NONE,
            "別の自治体の記録か、職の期間外です。役割を選び直すか、システム管理者にお尋ねください。",
        )
    if is_shut(viewer, dossier):
        return Level.NONE, "封がされています。統括支援員にお尋ねください。"
    return max(_ways(viewer, dossier), key=lambda way: way[0])


def _ways(viewer: Viewer, dossier: Dossier) -> list[tuple[Level, str]]:
    standing, other = viewer.standing, other_level(viewer)
    grants = list(
        Grant.objects.for_system("who may see this").at(now()).held_by(viewer.post).filter(dossier=dossier)
    )
    bases = {grant.basis for grant in grants}
    ways = [(Level.NONE, "この記録を見る根拠がありません。必要なときは統括支援員に依頼してください。")]
    shared = [grant for grant in grants if grant.basis in SHARED]
    ways += [(min(Level(g.level), standing.shared), f"{g.get_basis_display()}による") for g in shared]
    if dossier.closed_at:
        mine = bases & {Basis.RESPONSIBLE, Basis.TEAM}
        return [*ways, (standing.closed if mine else min(other, standing.closed), "終結した記録")]
    ways += [(standing.own, "担当")] if Basis.RESPONSIBLE in bases else []
    ways += [(standing.team, "同じチーム")] if Basis.TEAM in bases else []
    return [*ways, (other, "他のチームの記録")]
