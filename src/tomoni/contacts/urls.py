"""Addresses of records of contact."""

from django.urls import path

from tomoni.contacts.views import beside, body, reading, writing

app_name = "contacts"
urlpatterns = [
    path("note", writing.note, name="note"),
    path("families", writing.families, name="families"),
    path("families/<uuid:ref>/write", writing.write, name="write"),
    path("passages/<uuid:ref>/reveal", reading.reveal, name="reveal"),
    path("passages/<uuid:ref>/protect", reading.protect, name="protect"),
    path("attachments/<uuid:ref>/file", beside.file, name="file"),
    path("attachments/<uuid:ref>/reveal", beside.reveal_file, name="reveal_file"),
    path("attachments/<uuid:ref>/protect", beside.protect_file, name="protect_file"),
    path("attachments/<uuid:ref>/take-back", beside.take_back_file, name="take_back_file"),
    path("<uuid:ref>/", reading.detail, name="detail"),
    path("<uuid:ref>/saved", reading.saved, name="saved"),
    path("<uuid:ref>/correct", writing.correct, name="correct"),
    path("marks/<uuid:ref>/take-back", body.take_back_mark, name="take_back_mark"),
    path("<uuid:ref>/body", body.body, name="body"),
    path("<uuid:ref>/body/mark", body.mark_body, name="mark_body"),
    path("<uuid:ref>/attach", beside.attach, name="attach"),
]
