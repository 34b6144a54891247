"""The page of all components, whole pages as examples, and two doors that let the example forms live."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tomoni.access.pages import page
from tomoni.calendar import now
from tomoni.practice.words import REGISTERS
from tomoni.ui import examples
from tomoni.ui.context import frame


@page()
def kit(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "ui/kit/index.html", {**examples.kit(), "samples": list(examples.samples())})


@page()
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """One whole page with example content."""
    if name not in examples.samples():
        raise Http404
    template, context = examples.samples()[name]
    if name in REGISTERS:
        shown = replace(frame(request)["frame"], register=name, child=name == "child")
        context = {**context, "frame": shown}
    return render(request, template, context)


@page()
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for the example combobox."""
    words = request.GET.get("q", "").replace(" ", "")
    found = [each for each in examples.PEOPLE if words and words in (each.text + each.note).replace(" ", "")]
    return render(request, "ui/options.html", {"options": found})


@page("POST")
def forget(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Where the example forms send drafts: answered as by ``drafts``, and not kept."""
    return JsonResponse({"saved": f"{now():%H:%M}", "told": ""})
