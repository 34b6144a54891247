"""Pages for what went wrong: calm words, what to do next, nothing about the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: what was sent cannot be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the post may never; the exception's words are written for people and say why."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: hidden and missing look alike, so nothing of the exception is shown."""
    return render(request, "404.html", status=404)


def overtaken(request: HttpRequest, reason: str = "") -> HttpResponse:
    """409: the same thing was sent twice, or changed before; for differing texts see ``conflicts``."""
    return render(request, "409.html", {"reason": reason}, status=409)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500: rendered without the request, so that what broke there cannot break this page too."""
    return HttpResponse(get_template("500.html").render(), status=500)
