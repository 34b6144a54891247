"""``GET /healthz``: is the program ready to serve?"""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from tomoni import __version__


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """200 with JSON when the database answers; the error page otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__, "database": connection.vendor})
