"""Addresses of monitoring."""

from django.urls import path

from tomoni.monitoring import views
from tomoni.monitoring.telling import TELLING

app_name = "monitoring"
urlpatterns = [
    path("families/<uuid:ref>/", views.sheet, name="sheet"),
    path("cases/<uuid:ref>/observe", views.observe, name="observe"),
    path("observations/<uuid:ref>/reveal", views.reveal, name="reveal"),
    *TELLING.urls(),
]
