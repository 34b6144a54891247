"""The guide to the practice model; for staff."""

from django.urls import path

from tomoni.practice import views

app_name = "practice"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("phases/<slug:phase_id>/", views.phase, name="phase"),
    path("viewpoints/<str:number>/", views.viewpoint, name="viewpoint"),
]
