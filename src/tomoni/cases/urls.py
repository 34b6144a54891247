"""Addresses of a case's dated levels and of its way round the circle."""

from django.urls import path

from tomoni.cases import views

app_name = "cases"
urlpatterns = [
    path("rhythms", views.rhythms, name="rhythms"),
    path("<uuid:ref>/enter", views.enter, name="enter"),
    path("born/<uuid:ref>", views.born, name="born"),
    path("<uuid:ref>/add/<slug:kind>", views.add, name="add"),
    *views.TELLING.urls(),
]
