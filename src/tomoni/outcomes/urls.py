"""Addresses of reviews."""

from django.urls import path

from tomoni.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("plans/<uuid:ref>/look-back", views.look_back, name="look_back"),
    path("<uuid:ref>/take-back", views.take_back, name="take_back"),
    path("<uuid:ref>/decide", views.decide, name="decide"),
]
