"""The municipality's teams, and its one setting."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tomoni.access.decide import Decision, Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Team
from tomoni.office.actions.authority import enter, require_administrator
from tomoni.tenancy.models import Municipality


@transaction.atomic
def add_team(viewer: Viewer, *, name: str, phone: str = "") -> Team:
    """A new team."""
    require_administrator(viewer)
    team = Team(municipality=viewer.tenant, name=_free(viewer, name), phone=phone.strip())
    team.save()
    enter(viewer, "add_team", team=team.pk)
    return team


@transaction.atomic
def change_team(viewer: Viewer, *, team: Team, name: str = "", phone: str = "") -> Team:
    """The team is called otherwise now, or by another telephone; its people and families stay."""
    require_administrator(viewer)
    if team.municipality_id != viewer.tenant.pk:
        raise Denied(Decision(False, "別の自治体のチームです。"))
    if not name.strip() and not phone.strip():
        raise ValidationError({"name": "新しい名前か電話を書いてください。"})
    team.name = _free(viewer, name, but=team) if name.strip() else team.name
    team.phone = phone.strip() or team.phone
    team.save(update_fields=["name", "phone"])
    enter(viewer, "change_team", team=team.pk)
    return team


@transaction.atomic
def open_to_other_teams(viewer: Viewer, *, allowed: bool) -> Municipality:
    """Whether those who keep records may read those of other teams; the next request of each goes by it."""
    require_administrator(viewer)
    place = Municipality.objects.get(pk=viewer.tenant.pk)
    place.open_to_other_teams = allowed
    place.save(update_fields=["open_to_other_teams"])
    enter(viewer, "open_to_other_teams", allowed=allowed)
    return place


def _free(viewer: Viewer, name: str, but: Team | None = None) -> str:
    name = name.strip()
    if not name or len(name) > 60:
        raise ValidationError({"name": "チームの名前を、60文字までで書いてください。"})
    same = Team.objects.filter(municipality=viewer.tenant, name=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise ValidationError({"name": "同じ名前のチームがあります。別の名前にしてください。"})
    return name
