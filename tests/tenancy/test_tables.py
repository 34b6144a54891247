"""Which tables belong to a tenant: a new one that forgets to say so would stand outside row-level security."""

from django.apps import apps

from tomoni.tenancy.models import Municipality, TenantModel

# Known before any municipality is: who logs in, and in which hats (decision 0003).
SHARED = {"accounts.team", "accounts.post"}


def test_what_points_at_a_municipality_belongs_to_it() -> None:
    pointing = {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if not getattr(model, "tenant_column", "")
        and any(field.related_model is Municipality for field in model._meta.concrete_fields)
    }
    assert pointing == SHARED


def test_what_points_at_a_tenants_row_belongs_to_a_tenant() -> None:
    ours = {model for model in apps.get_models() if issubclass(model, TenantModel)}
    pointing = {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if not getattr(model, "tenant_column", "")
        and any(field.related_model in ours for field in model._meta.concrete_fields)
    }
    assert pointing == set()
