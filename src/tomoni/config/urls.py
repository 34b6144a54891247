"""Every door of the program, by folder; a folder's own ``urls.py`` names its pages."""

from django.urls import URLPattern, URLResolver, include, path

from tomoni.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("tomoni.accounts.urls")),
    path("", include("tomoni.desk.urls")),
    path("ui/", include("tomoni.ui.urls")),
    path("practice/", include("tomoni.practice.urls")),
    path("drafts/", include("tomoni.drafts.urls")),
    path("people/", include("tomoni.people.urls")),
    path("families/", include("tomoni.families.urls")),
    path("contacts/", include("tomoni.contacts.urls")),
    path("meetings/", include("tomoni.meetings.urls")),
    path("cases/", include("tomoni.cases.urls")),
    path("intake/", include("tomoni.intake.urls")),
    path("assessment/", include("tomoni.assessment.urls")),
    path("plans/", include("tomoni.plans.urls")),
    path("support/", include("tomoni.support.urls")),
    path("monitoring/", include("tomoni.monitoring.urls")),
    path("outcomes/", include("tomoni.outcomes.urls")),
    path("closing/", include("tomoni.closing.urls")),
    path("insight/", include("tomoni.insight.urls")),
    path("resources/", include("tomoni.resources.urls")),
    path("sharing/", include("tomoni.sharing.urls")),
    path("portal/", include("tomoni.portal.urls")),
    path("office/", include("tomoni.office.urls")),
]

handler400 = "tomoni.ui.errors.bad_request"
handler403 = "tomoni.ui.errors.forbidden"
handler404 = "tomoni.ui.errors.not_found"
handler500 = "tomoni.ui.errors.server_error"
