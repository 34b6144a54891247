"""Log-in, log-out, hats and one's own security."""

from django.urls import include, path

from tomoni.accounts import views

urlpatterns = [
    path("hats/", include(([path("", views.hats, name="hats")], "accounts"))),
    path("", include("allauth.urls")),
]
