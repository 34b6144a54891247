"""Addresses of what records show."""

from django.urls import path

from tomoni.insight import views

app_name = "insight"
urlpatterns = [
    path("helped", views.helped, name="helped"),
    path("cases/<uuid:ref>/", views.case, name="case"),
    path("cases/<uuid:ref>/rate/<str:phase>/", views.rate, name="rate"),
    path("cases/<uuid:ref>/<str:number>/", views.viewpoint, name="viewpoint"),
]
