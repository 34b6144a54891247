"""A queryset of a tenant's rows answers nothing until somebody opened it."""

from collections.abc import Callable

import pytest
from django.db.models import Count, Exists, OuterRef, QuerySet

from tomoni.access.actions import open_dossier
from tomoni.access.models import Dossier, Grant
from tomoni.access.viewer import Viewer
from tomoni.tenancy.context import NoTenant, tenant
from tomoni.tenancy.guard import Unopened
from tomoni.tenancy.models import Municipality

TERMINALS: dict[str, Callable[[QuerySet[Dossier]], object]] = {
    "list": list,
    "bool": bool,
    "len": len,
    "index": lambda q: q[0],
    "slice": lambda q: list(q[:2]),
    "get": lambda q: q.get(pk=1),
    "first": lambda q: q.first(),
    "last": lambda q: q.last(),
    "latest": lambda q: q.latest("pk"),
    "count": lambda q: q.count(),
    "count distinct": lambda q: q.distinct().count(),
    "exists": lambda q: q.exists(),
    "exclude exists": lambda q: q.exclude(pk=1).exists(),
    "aggregate": lambda q: q.aggregate(n=Count("pk")),
    "annotate": lambda q: list(q.annotate(n=Count("grants"))),
    "values": lambda q: list(q.values("pk")),
    "values_list": lambda q: list(q.values_list("pk")),
    "iterator": lambda q: list(q.iterator()),
    "in_bulk": lambda q: q.in_bulk([1]),
    "contains": lambda q: q.contains(Dossier(pk=1)),
    "dates": lambda q: list(q.datetimes("closed_at", "day")),
    "union": lambda q: list(q.union(q)),
    "explain": lambda q: q.explain(),
    "update": lambda q: q.update(kind="x"),
    "delete": lambda q: q.delete(),
    "raw": lambda q: list(q.raw("SELECT * FROM access_dossier")),
    "get_or_create": lambda q: q.get_or_create(kind="x"),
    "subquery in": lambda q: list(Grant.objects.for_system("test").filter(dossier__in=q)),
    "subquery exists": lambda q: list(
        Grant.objects.for_system("test").filter(Exists(q.filter(pk=OuterRef("dossier"))))
    ),
}


@pytest.mark.parametrize("name", TERMINALS)
def test_an_unopened_queryset_refuses(name: str, in_muni: Municipality) -> None:
    with pytest.raises(Unopened):
        TERMINALS[name](Dossier.objects.all())


@pytest.mark.parametrize("name", TERMINALS)
def test_without_a_tenant_nothing_opens(name: str, db: None) -> None:
    with pytest.raises(NoTenant):
        TERMINALS[name](Dossier.objects.all().for_system("test"))


def test_a_reverse_relation_is_unopened(sato: Viewer, in_muni: Municipality) -> None:
    dossier = open_dossier(sato, kind="family")
    with pytest.raises(Unopened):
        dossier.grants.count()
    assert dossier.grants.for_system("test").count() == 2


def test_opening_stays_within_the_tenant(sato: Viewer, muni: Municipality, elsewhere: Municipality) -> None:
    with tenant(muni):
        open_dossier(sato, kind="family")
        assert Dossier.objects.for_system("test").count() == 1
    with tenant(elsewhere):
        assert Dossier.objects.for_system("test").count() == 0


def test_a_forward_key_finds_nothing_of_another_tenant(
    sato: Viewer, muni: Municipality, elsewhere: Municipality
) -> None:
    with tenant(muni):
        grant = open_dossier(sato, kind="family").grants.for_system("test").first()
        grant = Grant.objects.for_system("test").get(pk=grant.pk)
    with tenant(elsewhere), pytest.raises(Dossier.DoesNotExist):
        grant.dossier  # noqa: B018


def test_for_system_wants_a_reason(in_muni: Municipality) -> None:
    with pytest.raises(ValueError, match="reason"):
        Dossier.objects.all().for_system(" ")
