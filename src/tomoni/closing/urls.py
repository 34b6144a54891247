"""Addresses of the end of an engagement."""

from django.urls import path

from tomoni.closing import views
from tomoni.closing.telling import TELLING

app_name = "closing"
urlpatterns = [
    path("families/<uuid:ref>/", views.sheet, name="sheet"),
    path("cases/<uuid:ref>/add/<slug:kind>", views.add, name="add"),
    path("cases/<uuid:ref>/decide", views.decide, name="decide"),
    path("cases/<uuid:ref>/close", views.close, name="close"),
    *TELLING.urls(),
]
