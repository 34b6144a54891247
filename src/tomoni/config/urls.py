"""Every door of the program, by folder; a folder's own ``urls.py`` names its pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from tomoni.config.health import healthz

FOLDERS = {
    "": "desk",
    "ui/": "ui",
    "practice/": "practice",
    "drafts/": "drafts",
    "people/": "people",
    "families/": "families",
    "cases/": "cases",
    "contacts/": "contacts",
    "meetings/": "meetings",
    "intake/": "intake",
    "resources/": "resources",
    "sharing/": "sharing",
    "access/": "access",
    "portal/": "portal",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("tomoni.accounts.urls")),
]
for _prefix, _folder in FOLDERS.items():
    if find_spec(f"tomoni.{_folder}.urls" if find_spec(f"tomoni.{_folder}") else "tomoni.none"):
        urlpatterns.append(path(_prefix, include(f"tomoni.{_folder}.urls")))

handler400 = "tomoni.ui.errors.bad_request"
handler403 = "tomoni.ui.errors.forbidden"
handler404 = "tomoni.ui.errors.not_found"
handler500 = "tomoni.ui.errors.server_error"
