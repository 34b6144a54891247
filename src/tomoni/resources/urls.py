"""Addresses of the directory."""

from django.urls import path

from tomoni.resources import views

app_name = "resources"
urlpatterns = [
    path("", views.organisations, name="list"),
    path("add", views.add, name="add"),
    path("suggest", views.suggest, name="suggest"),
    path("<uuid:ref>/", views.organisation, name="organisation"),
    path("<uuid:ref>/change", views.change, name="change"),
]
