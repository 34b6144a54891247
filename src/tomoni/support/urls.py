"""Addresses of requests."""

from django.urls import path

from tomoni.support import views
from tomoni.support.telling import TELLING

app_name = "support"
urlpatterns = [
    path("cases/<uuid:ref>/ask", views.ask, name="ask"),
    path("cases/<uuid:ref>/talk", views.talk, name="talk"),
    path("cases/<uuid:ref>/use", views.use, name="use"),
    path("uses/<uuid:ref>/feedback", views.feedback, name="feedback"),
    *TELLING.urls(),
]
