"""What the pages of this folder have in common: the person from the address, and one sheet for every form."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from tomoni.access.choices import Level
from tomoni.access.pages import ViewerRequest, row_or_404
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.people import queries
from tomoni.people.forms import KINDS, Kind
from tomoni.people.models import Person
from tomoni.ui.forms import Form


def person_or_404(request: ViewerRequest, ref: UUID, level: Level = Level.WRITE) -> Person:
    """The person of the address, as far as the viewer may."""
    person: Person = row_or_404(queries.persons(request.viewer, level), ref)
    return person


def kind_or_404(name: str) -> Kind:
    """The kind of fact of the address."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def fact_or_404(request: ViewerRequest, kind: str, ref: UUID) -> Any:
    """The fact of the address, with its person."""
    kind_or_404(kind)
    return row_or_404(queries.told(request.viewer, kind), ref)


def page_of(person: Person) -> str:
    """Where the person is shown."""
    return reverse("people:person", args=[person.ref])


def sheet(
    request: ViewerRequest,
    person: Person,
    purpose: str,
    heading: str,
    form: Callable[..., Form],
    act: Callable[[dict[str, Any]], Any],
    **options: Any,
) -> HttpResponse:
    """A form about the person; afterwards back to the person. ``options`` as in ``posting.handle``."""
    context = {
        "person": person,
        "family": queries.family_of(request.viewer, person),
        "heading": heading,
        "back": page_of(person),
        **options.pop("context", {}),
    }

    def then_back(given: dict[str, Any]) -> str:
        act(given)
        return page_of(person)

    return posting.handle(
        request,
        form,
        then_back,
        key=Key("people.person", person.ref, purpose),
        title=f"{person.name}さん：{heading}",
        template=options.pop("template", "people/form.html"),
        context=context,
        **options,
    )
