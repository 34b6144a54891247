"""Keeping the directory of organisations."""

from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require_role
from tomoni.access.viewer import Viewer
from tomoni.resources.models import Organisation


@action("resources.add_organisation")
def add_organisation(viewer: Viewer, *, name: str, kind: str, **facts: Any) -> Organisation:
    """A new organisation of the area; ``facts`` are the other fields of the model."""
    require_role(viewer, Need.WRITE)
    if not name.strip():
        raise Refused("名称を入力してください。")
    row = Organisation(municipality=viewer.tenant, name=name.strip(), kind=kind, **facts)
    row.save()
    return row
