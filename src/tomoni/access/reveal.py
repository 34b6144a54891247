"""``reveal``: the one way to read a protected fact. It asks, decrypts and journals."""

from django.db import models

from tomoni.access.choices import Need
from tomoni.access.collect import by
from tomoni.access.decide import require
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.journal.actions import append


def reveal(viewer: Viewer, obj: models.Model, field: str) -> str:
    """The clear text of ``obj.field``. Raises Denied; the look is journaled before the text is returned."""
    require(viewer, Need.REVEAL, obj)
    text = plain_of(obj, field)
    rows = {obj._meta.label_lower: [obj.pk]}
    dossiers = [obj.dossier_id]  # type: ignore[attr-defined]
    append(
        viewer.tenant.pk,
        [{**by(viewer), "kind": "reveal", "what": field, "rows": rows, "dossiers": dossiers}],
    )
    return text
