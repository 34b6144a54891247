"""Addresses of reviews."""

from django.urls import path

from tomoni.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("plans/<uuid:ref>/look-back", views.look_back, name="look_back"),
    path("<uuid:ref>/take-back", views.take_back, name="take_back"),
    path("<uuid:ref>/voices", views.voices, name="voices"),
    path("<uuid:ref>/hear", views.hear, name="hear_centre"),
    path("<uuid:ref>/hear/<uuid:person>", views.hear, name="hear"),
    path("hearings/<uuid:ref>/take-back", views.take_back_hearing, name="take_back_hearing"),
    path("<uuid:ref>/decide", views.decide, name="decide"),
]
