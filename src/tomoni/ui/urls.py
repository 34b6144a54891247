"""The pages of the kit; for staff."""

from django.urls import path

from tomoni.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.kit, name="kit"),
    path("page/<str:name>/", views.sample, name="sample"),
    path("suggest/", views.suggest, name="suggest"),
    path("draft/", views.forget, name="draft"),
]
