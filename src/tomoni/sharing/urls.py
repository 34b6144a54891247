"""Addresses of consent."""

from django.urls import path

from tomoni.sharing import views

app_name = "sharing"
urlpatterns = [
    path("families/<uuid:ref>/", views.family, name="family"),
    path("families/<uuid:ref>/ask", views.ask, name="ask"),
    path("<uuid:ref>/receipt", views.receipt, name="receipt"),
    path("<uuid:ref>/withdraw", views.withdraw, name="withdraw"),
    path("<uuid:ref>/take-back", views.take_back, name="take_back"),
]
