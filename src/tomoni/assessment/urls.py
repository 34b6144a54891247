"""Addresses of the assessment."""

from django.urls import path

from tomoni.assessment import views

app_name = "assessment"
urlpatterns = [
    path("families/<uuid:ref>/", views.sheet, name="sheet"),
    path("cases/<uuid:ref>/add/<slug:kind>", views.add, name="add"),
    path("needs/<uuid:ref>/add/<slug:kind>", views.add_to_need, name="add_to_need"),
    path("told/<slug:kind>/<uuid:ref>/correct", views.correct, name="correct"),
    path("told/<slug:kind>/<uuid:ref>/end", views.end, name="end"),
    path("told/<slug:kind>/<uuid:ref>/retract", views.retract, name="retract"),
]
