"""The world of the walk, built once; the walk takes back whatever it does in it."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.walk.world import NOON, SITUATIONS, World, build
from tomoni.calendar import frozen

Standing = Callable[[int], AbstractContextManager[World]]
# Other databases have no file that could be looked into, and what axe sees of a page is the same with every database.
collect_ignore = [] if connection.vendor == "sqlite" else ["test_file.py", "test_axe.py"]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """It is noon on 10 June 2026."""
    with frozen(NOON):
        yield


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of refusals are not kept; what goes wrong inside is."""
    caplog.set_level("ERROR", "django.request")


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any, key_file: Path) -> Standing:
    """A world of so many families, as long as the block lasts."""

    @contextmanager
    def stand(families: int) -> Iterator[World]:
        with django_db_blocker.unblock(), transaction.atomic():
            with override_settings(TOMONI_KEYS_FILE=key_file), frozen(NOON):
                made = build(families)
            gc.freeze()  # the world stays until the end: no need to look through it again and again
            yield made
            transaction.set_rollback(True)

    return stand


@pytest.fixture(scope="module")
def world(standing: Standing) -> Iterator[World]:
    """Seven families, each in another situation."""
    with standing(len(SITUATIONS)) as made:
        yield made


@pytest.fixture
def here(world: World, db: None) -> World:
    """The world, for one test; ``db`` takes back what the test does."""
    return world
