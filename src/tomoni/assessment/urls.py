"""Addresses of the assessment."""

from django.urls import path

from tomoni.assessment import views
from tomoni.assessment.telling import TELLING

app_name = "assessment"
urlpatterns = [
    path("families/<uuid:ref>/", views.sheet, name="sheet"),
    path("cases/<uuid:ref>/hold", views.hold, name="hold"),
    path("cases/<uuid:ref>/add/<slug:kind>", views.add, name="add"),
    path("needs/<uuid:ref>/add/<slug:kind>", views.add_to_need, name="add_to_need"),
    path("rounds/<uuid:ref>/take-back", views.take_back, name="take_back"),
    *TELLING.urls(),
]
