"""Addresses of phase 1."""

from django.urls import path

from tomoni.intake.views import calling, deciding, seeing, sheets

app_name = "intake"
urlpatterns = [
    path("new", calling.new, name="new"),
    path("earlier", calling.earlier, name="earlier"),
    path("unseen", sheets.unseen, name="unseen"),
    path("undecided", sheets.undecided, name="undecided"),
    path("rules", sheets.rules, name="rules"),
    path("families/<uuid:ref>/", sheets.family, name="family"),
    path("items/<uuid:ref>/decide", deciding.decide, name="decide"),
    path("<uuid:ref>/", sheets.referral, name="referral"),
    path("<uuid:ref>/print", sheets.printed, name="print"),
    path("<uuid:ref>/reveal", sheets.reveal, name="reveal"),
    path("<uuid:ref>/complete", sheets.complete, name="complete"),
    path("<uuid:ref>/safety", seeing.safety, name="safety"),
    path("<uuid:ref>/explain/<uuid:person_ref>", seeing.explain, name="explain"),
    path("<uuid:ref>/interview", seeing.interview, name="interview"),
    path("<uuid:ref>/agenda", deciding.agenda, name="agenda"),
    path("<uuid:ref>/carry-out", deciding.carry_out, name="carry_out"),
    path("<uuid:ref>/begin", deciding.begin, name="begin"),
    path("<uuid:ref>/leave", deciding.leave, name="leave"),
]
