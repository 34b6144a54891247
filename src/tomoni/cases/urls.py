"""Addresses of a case's dated levels."""

from django.urls import path

from tomoni.cases import views

app_name = "cases"
urlpatterns = [path("<uuid:ref>/add/<slug:kind>", views.add, name="add"), *views.TELLING.urls()]
