"""Addresses of requests."""

from django.urls import path

from tomoni.support import views
from tomoni.support.telling import TELLING

app_name = "support"
urlpatterns = [path("cases/<uuid:ref>/ask", views.ask, name="ask"), *TELLING.urls()]
