"""Addresses of meetings."""

from django.urls import path

from tomoni.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new", views.new, name="new"),
    path("casebook", views.casebook, name="casebook"),
    path("<uuid:ref>/", views.meeting, name="meeting"),
    path("<uuid:ref>/put", views.put, name="put"),
    path("items/<uuid:ref>/decide", views.decide, name="decide"),
]
