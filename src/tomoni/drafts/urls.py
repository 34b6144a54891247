"""Addresses of drafts."""

from django.urls import path

from tomoni.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("save/", views.save, name="save"),
    path("keep/", views.keep, name="keep"),
    path("forget/", views.forget, name="forget"),
]
