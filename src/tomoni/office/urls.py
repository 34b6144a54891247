"""The pages of the system administrator."""

from django.urls import path

from tomoni.office.views import house, people

app_name = "office"
urlpatterns = [
    path("people", people.people, name="people"),
    path("people/add", people.enrol, name="enrol"),
    path("people/<str:username>/", people.person, name="person"),
    path("people/<str:username>/code", people.code, name="code"),
    path("people/<str:username>/name", people.rename, name="rename"),
    path("people/<str:username>/post", people.give_post, name="give_post"),
    path("people/<str:username>/end", people.end_post, name="end_post"),
    path("people/<str:username>/cancel", people.cancel_post, name="cancel_post"),
    path("people/<str:username>/block", people.block, name="block"),
    path("people/<str:username>/unblock", people.unblock, name="unblock"),
    path("teams", house.teams, name="teams"),
    path("teams/add", house.add_team, name="add_team"),
    path("teams/change", house.change_team, name="change_team"),
    path("settings", house.settings, name="settings"),
    path("settings/other-teams/<str:way>", house.other_teams, name="other_teams"),
]
