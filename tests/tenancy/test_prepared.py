"""A prepared query answers as its queryset would, for the tenant in context, whatever it was asked before."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from tomoni.access.actions import open_dossier
from tomoni.access.models import Dossier, Grant
from tomoni.access.viewer import Viewer
from tomoni.calendar import frozen, now
from tomoni.tenancy.context import NoTenant, tenant
from tomoni.tenancy.guard import Unopened
from tomoni.tenancy.models import Municipality
from tomoni.tenancy.prepared import NOW, Among, Slot, prepared


@pytest.fixture
def worker(sato: Viewer, in_muni: Municipality) -> Viewer:
    return sato


@prepared
def of_kind(*kinds: str) -> models.QuerySet[Any]:
    rows = Dossier.objects.for_system("test").filter(Among("pk", "ids"), kind__in=kinds)
    return rows.order_by("pk").values_list("pk", "ref", "closed_at")


@prepared
def of_another_kind() -> models.QuerySet[Any]:
    kind = Slot("kind", models.CharField())
    return Dossier.objects.for_system("test").exclude(kind=kind).order_by("pk").values_list("kind")


@prepared
def begun() -> models.QuerySet[Any]:
    return Grant.objects.for_system("test").filter(since__lte=NOW).values_list("pk")


@prepared
def unopened() -> models.QuerySet[Any]:
    return Dossier.objects.all().values_list("pk")


def test_rows_come_with_the_types_of_their_columns_in_any_number(worker: Viewer) -> None:
    made = [open_dossier(worker, kind=kind) for kind in ("family", "family", "meeting")]
    rows = [(one.pk, one.ref, None) for one in made]
    assert of_kind("family", ids=[one.pk for one in made]) == rows[:2]
    assert of_kind("family", "meeting", ids={made[0].pk, made[2].pk}) == [rows[0], rows[2]]
    assert of_kind("family", ids=[]) == of_kind(ids=[made[0].pk]) == []


def test_a_slot_is_filled_anew_with_each_question(worker: Viewer) -> None:
    for kind in ("family", "meeting"):
        open_dossier(worker, kind=kind)
    assert of_another_kind(kind="family") == [("meeting",)]
    assert of_another_kind(kind="meeting") == [("family",)]
    assert len(of_another_kind(kind="'; --")) == 2
    with pytest.raises(KeyError):
        of_another_kind()


def test_now_is_the_moment_of_the_question(worker: Viewer) -> None:
    open_dossier(worker, kind="family")
    many = len(begun())
    assert many > 0
    with frozen(now() - timedelta(days=2)):
        assert begun() == []
    assert len(begun()) == many


def test_each_tenant_gets_its_own_rows(worker: Viewer, elsewhere: Municipality) -> None:
    mine = open_dossier(worker, kind="family")
    assert len(of_kind("family", ids=[mine.pk])) == 1
    with tenant(elsewhere):
        assert of_kind("family", ids=[mine.pk]) == []
    assert len(of_kind("family", ids=[mine.pk])) == 1


def test_it_is_opened_like_any_other(in_muni: Municipality) -> None:
    with pytest.raises(Unopened):
        unopened()


def test_without_a_tenant_it_answers_nothing(db: None) -> None:
    with pytest.raises(NoTenant):
        of_kind("family", ids=[1])
