"""Pages of families, children, agencies and guests."""

from django.urls import path

from tomoni.portal import views

app_name = "portal"
urlpatterns = [path("", views.home, name="home")]
