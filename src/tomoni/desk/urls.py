"""The desk's pages."""

from django.urls import path

from tomoni.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("today", views.today, name="today"),
    path("find", views.search, name="search"),
    path("list", views.families, name="families"),
    path("children", views.children, name="children"),
    path("pregnancies", views.pregnancies, name="pregnancies"),
    path("caseload", views.caseload, name="caseload"),
    path("emergencies", views.emergencies, name="emergencies"),
    path("emergencies/<uuid:ref>/review", views.review_emergency, name="review_emergency"),
    path("families/<uuid:ref>/", views.family, name="family"),
    path("families/<uuid:ref>/records", views.records, name="records"),
    path("families/<uuid:ref>/course", views.course, name="course"),
    path("families/<uuid:ref>/chain", views.chain, name="chain"),
    path("families/<uuid:ref>/looks", views.looks, name="looks"),
    path("families/<uuid:ref>/open", views.break_glass, name="break_glass"),
    path("families/<uuid:ref>/seal", views.seal, name="seal"),
    path("families/<uuid:ref>/unseal", views.unseal, name="unseal"),
    path("families/<uuid:ref>/stand-in", views.stand_in, name="stand_in"),
    path("cases/<uuid:ref>/lead", views.change_lead, name="change_lead"),
    path("duties/<uuid:ref>/done", views.duty_done, name="duty_done"),
    path("notices/<uuid:ref>/read", views.notice_read, name="notice_read"),
    path("duties/<uuid:ref>/later", views.duty_later, name="duty_later"),
]
