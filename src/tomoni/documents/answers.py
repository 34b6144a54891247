"""What a browser gets for a paper: the PDF, or the question whether it may be printed with stand-ins."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tomoni.documents.papers import Paper, Unprintable

STAND_INS = "geta"  # ?geta=1: print with 〓


def answer(request: HttpRequest, paper: Paper, back: str) -> HttpResponse:
    """The PDF, opened in the browser and kept nowhere; where characters are lacking, a page that says which."""
    try:
        made = paper.printed(stand_ins=STAND_INS in request.GET)
    except Unprintable as unprintable:
        shown = {
            "lacking": unprintable.lacking,
            "title": paper.title.text,
            "again": f"?{STAND_INS}=1",
            "back": back,
        }
        return render(request, "documents/lacking.html", shown)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = (
        f"inline; filename=\"sheet.pdf\"; filename*=UTF-8''{quote(paper.file, safe='')}"
    )
    response["Cache-Control"] = "no-store"
    return response
