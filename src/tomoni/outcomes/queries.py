"""Reading reviews."""

from typing import Any

from django.db.models import Prefetch

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.outcomes.models import Attainment, Review


def reviews(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Reviews with what each voice said of each goal, the newest first."""
    said = Attainment.objects.all().visible_to(viewer).select_related("goal", "person").order_by("goal", "pk")
    related = (
        "plan__case__family__dossier",
        "plan__case__dossier",
        "plan__case__lead",
        "dossier",
        "author__user",
        "decided_by__user",
    )
    found = Review.objects.all().visible_to(viewer, level).select_related(*related)
    return found.prefetch_related(Prefetch("attainments", said)).order_by("-at", "-pk")


def to_decide(viewer: Viewer) -> Any:
    """Reviews of running cases, on which head or coordinator may decide: what is closed is only read."""
    return reviews(viewer).filter(plan__case__closed_on=None)
