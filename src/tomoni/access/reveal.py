"""``reveal``: the one way to read a protected fact. It asks, journals and decrypts."""

from django.db import models

from tomoni.access.choices import Need
from tomoni.access.collect import by
from tomoni.access.decide import require
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.journal.actions import append


def reveal(viewer: Viewer, obj: models.Model, field: str) -> str:
    """The clear text of ``obj.field``. Raises Denied; the look is journaled before the text is returned."""
    revealing(viewer, obj, field)
    return plain_of(obj, field)


def revealing(viewer: Viewer, obj: models.Model, what: str) -> None:
    """Ask for what of ``obj`` is protected, and enter in the journal that it is shown now. Raises Denied."""
    require(viewer, Need.REVEAL, obj)
    rows = {obj._meta.label_lower: [obj.pk]}
    dossiers = [obj.dossier_id]  # type: ignore[attr-defined]
    append(
        viewer.tenant.pk,
        [{**by(viewer), "kind": "reveal", "what": what, "rows": rows, "dossiers": dossiers}],
    )
