"""Addresses of pages about families."""

from django.urls import path

from tomoni.families import views

app_name = "families"
urlpatterns = [
    path("take-in", views.take_in, name="take_in"),
    path("told/<slug:kind>/<uuid:ref>/correct", views.correct, name="correct"),
    path("told/<slug:kind>/<uuid:ref>/end", views.end, name="end"),
    path("told/<slug:kind>/<uuid:ref>/retract", views.retract, name="retract"),
    path("households/<uuid:ref>/rename", views.rename_household, name="rename_household"),
    path("<uuid:ref>/table", views.table, name="table"),
    path("<uuid:ref>/relabel", views.relabel, name="relabel"),
    path("<uuid:ref>/add/<slug:kind>", views.add, name="add"),
    path("<uuid:ref>/add-household", views.add_household, name="add_household"),
]
