"""Addresses of plans."""

from django.urls import path

from tomoni.plans import views
from tomoni.plans.telling import TELLING

app_name = "plans"
urlpatterns = [
    path("families/<uuid:ref>/", views.sheet, name="sheet"),
    path("cases/<uuid:ref>/begin", views.begin, name="begin"),
    path("goals/<uuid:ref>/step", views.add_step, name="add_step"),
    path("goals/<uuid:ref>/levels", views.add_levels, name="add_levels"),
    path("<uuid:ref>/add/<slug:kind>", views.add, name="add"),
    path("<uuid:ref>/agree", views.agree, name="agree"),
    path("<uuid:ref>/give", views.give, name="give"),
    path("given/<uuid:ref>/take-back", views.take_back, name="take_back"),
    path("<uuid:ref>/print", views.print_sheet, name="print"),
    *TELLING.urls(),
]
