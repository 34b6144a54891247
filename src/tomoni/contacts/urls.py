"""Addresses of records of contact."""

from django.urls import path

from tomoni.contacts.views import reading, writing

app_name = "contacts"
urlpatterns = [
    path("note", writing.note, name="note"),
    path("families", writing.families, name="families"),
    path("families/<uuid:ref>/write", writing.write, name="write"),
    path("passages/<uuid:ref>/reveal", reading.reveal, name="reveal"),
    path("passages/<uuid:ref>/protect", reading.protect, name="protect"),
    path("<uuid:ref>/", reading.detail, name="detail"),
    path("<uuid:ref>/saved", reading.saved, name="saved"),
    path("<uuid:ref>/correct", writing.correct, name="correct"),
]
