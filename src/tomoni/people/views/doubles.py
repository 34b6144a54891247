"""Two records of one person: looked for, laid side by side, joined, parted."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tomoni.access.choices import Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.people import actions, queries
from tomoni.people.forms import JoinForm
from tomoni.people.views.sheets import page_of, person_or_404, sheet


@page(need=Need.WRITE)
def look_for(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Other records that may be of this person."""
    person = person_or_404(request, ref)
    words = request.GET.get("q", "")[:100]
    texts = (words,) if words else (person.name, person.kana)
    found, ask = queries.candidates(request.viewer, person, *texts)
    shown = {"person": person, "words": words, "found": found, "ask_coordinator": ask}
    return render(
        request, "people/look_for.html", {**shown, "family": queries.family_of(request.viewer, person)}
    )


@page("GET", "POST", need=Need.WRITE)
def join(request: ViewerRequest, ref: UUID, other: UUID) -> HttpResponse:
    """Both side by side; then they are one for the reader."""
    kept, joined = person_or_404(request, ref), person_or_404(request, other)
    return sheet(
        request,
        kept,
        f"join.{other}",
        "同じ人としてまとめる",
        JoinForm,
        lambda given: actions.join_persons(request.viewer, kept=kept, other=joined, **given),
        template="people/join.html",
        context={
            "other": joined,
            "sides": [queries.portrait(request.viewer, row) for row in (kept, joined)],
            "score": queries.alike(request.viewer, kept, joined),
        },
        said="同じ人としてまとめました。いつでも解除できます。",
    )


@page("POST", need=Need.WRITE)
def part(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """They are two after all."""
    same = row_or_404(queries.sames(request.viewer), ref)
    try:
        actions.part_persons(request.viewer, same=same)
        messages.success(request, "解除しました。二人の別の人として扱います。")
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect(page_of(same.kept))
