"""The desk's pages."""

from django.urls import path

from tomoni.desk.views import leading, pages

app_name = "desk"
urlpatterns = [
    path("", pages.start, name="start"),
    path("today", pages.today, name="today"),
    path("find", pages.search, name="search"),
    path("list", pages.families, name="families"),
    path("children", pages.children, name="children"),
    path("pregnancies", pages.pregnancies, name="pregnancies"),
    path("caseload", pages.caseload, name="caseload"),
    path("emergencies", pages.emergencies, name="emergencies"),
    path("emergencies/<uuid:ref>/review", pages.review_emergency, name="review_emergency"),
    path("families/<uuid:ref>/", pages.family, name="family"),
    path("families/<uuid:ref>/records", pages.records, name="records"),
    path("families/<uuid:ref>/course", pages.course, name="course"),
    path("families/<uuid:ref>/chain", pages.chain, name="chain"),
    path("families/<uuid:ref>/looks", pages.looks, name="looks"),
    path("families/<uuid:ref>/open", pages.break_glass, name="break_glass"),
    path("families/<uuid:ref>/seal", pages.seal, name="seal"),
    path("families/<uuid:ref>/unseal", pages.unseal, name="unseal"),
    path("families/<uuid:ref>/stand-in", leading.stand_in, name="stand_in"),
    path("cases/<uuid:ref>/lead", leading.change_lead, name="change_lead"),
    path("cases/<uuid:ref>/deputy", leading.deputy, name="deputy"),
    path("deputies/<uuid:ref>/end", leading.end_deputy, name="end_deputy"),
    path("hand-over", leading.hand_over, name="hand_over"),
    path("lead-changes/<uuid:ref>/letter", leading.letter, name="letter"),
    path("duties/<uuid:ref>/done", pages.duty_done, name="duty_done"),
    path("notices/<uuid:ref>/read", pages.notice_read, name="notice_read"),
    path("duties/<uuid:ref>/later", pages.duty_later, name="duty_later"),
]
