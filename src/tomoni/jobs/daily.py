"""What runs once a day for each municipality. Other folders register; the worker and ``tomoni work --once`` run."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from tomoni.jobs.actions import first_today
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
    """Run every job for each municipality where it has not run today; the names of those that ran. One that fails is logged,
    leaves nothing behind and is tried again at the next round; it does not stop the others.
    """
    places = list(Municipality.objects.order_by("code"))
    return [name for name, job in _jobs.items() if sum(_run(name, job, place) for place in places)]


def _run(name: str, job: Job, municipality: Municipality) -> bool:
    try:
        with tenant(municipality), transaction.atomic():
            if not first_today(name):
                return False
            job(municipality)
    except Exception:
        logger.exception("daily job %s failed for %s", name, municipality.code)
        return False
    return True


@daily("journal anchor")
def anchor(municipality: Municipality) -> None:
    """Today's end of the chain, outside the database."""
    anchors.write(settings.TOMONI_ANCHOR_DIR, municipality.code, municipality.pk)
