"""What runs once a day for each municipality. Other folders register; the worker and ``tomoni work --once`` run."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError, transaction

from tomoni.calendar import today
from tomoni.jobs.models import DailyRun
from tomoni.journal import anchors
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

Job = Callable[[Municipality], None]
logger = logging.getLogger(__name__)
_jobs: dict[str, Job] = {}


def daily(name: str) -> Callable[[Job], Job]:
    """Register a function of a municipality to run once a day under this name."""

    def register(job: Job) -> Job:
        _jobs[name] = job
        return job

    return register


def run_due() -> list[str]:
    """Run every job not yet run today; returns the names. A failing job is logged and does not stop the others."""
    return [name for name, job in _jobs.items() if _first_today(name) and _run(name, job)]


def _first_today(name: str) -> bool:
    try:
        with transaction.atomic():
            DailyRun.objects.create(name=name, day=today())
    except IntegrityError:
        return False
    return True


def _run(name: str, job: Job) -> bool:
    for municipality in Municipality.objects.order_by("code"):
        try:
            with tenant(municipality):
                job(municipality)
        except Exception:
            logger.exception("daily job %s failed for %s", name, municipality.code)
    return True


@daily("journal anchor")
def anchor(municipality: Municipality) -> None:
    """Today's end of the chain, outside the database."""
    anchors.write(settings.TOMONI_ANCHOR_DIR, municipality.code, municipality.pk)
