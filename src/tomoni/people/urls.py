"""Addresses of pages about a person."""

from django.urls import path

from tomoni.people.views import doubles, facts, person, protection

app_name = "people"
urlpatterns = [
    path("suggest", person.suggest, name="suggest"),
    path("protections", protection.protections, name="protections"),
    path("protections/<uuid:ref>/renew", protection.renew, name="renew"),
    path("protections/<uuid:ref>/finish", protection.finish, name="finish"),
    path("same/<uuid:ref>/part", doubles.part, name="part"),
    path("told/<slug:kind>/<uuid:ref>/correct", facts.correct, name="correct"),
    path("told/<slug:kind>/<uuid:ref>/end", facts.end, name="end"),
    path("told/<slug:kind>/<uuid:ref>/retract", facts.retract, name="retract"),
    path("told/<slug:kind>/<uuid:ref>/hide", facts.hide, name="hide"),
    path("told/<slug:kind>/<uuid:ref>/show", facts.show, name="show"),
    path("<uuid:ref>/", person.person, name="person"),
    path("<uuid:ref>/change", person.change, name="change"),
    path("<uuid:ref>/rename", person.rename, name="rename"),
    path("<uuid:ref>/add/<slug:kind>", facts.add, name="add"),
    path("<uuid:ref>/reveal/<slug:kind>/<uuid:fact>", facts.reveal, name="reveal"),
    path("<uuid:ref>/protect", protection.protect, name="protect"),
    path("<uuid:ref>/join", doubles.look_for, name="look_for"),
    path("<uuid:ref>/join/<uuid:other>", doubles.join, name="join"),
]
