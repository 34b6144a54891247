"""What the search index knows of a person."""

from tomoni.access.protected import plain_of
from tomoni.people.models import Address, ContactPoint, Person, PersonName
from tomoni.search.actions import put


def index_person(person: Person) -> None:
    """Put the person's names, numbers and addresses as they stand into the index; hidden ones as keyed hashes only."""
    names = list(PersonName.objects.for_system("index").filter(person=person).standing())
    points = list(ContactPoint.objects.for_system("index").filter(person=person).standing())
    places = list(Address.objects.for_system("index").filter(person=person).standing())
    hidden = [plain_of(row, "hidden") for row in (*points, *places) if row.hidden]
    put(
        person.dossier,
        "person",
        person.ref,
        label=person.name,
        names=[person.name, *(n.name for n in names)],
        kana=[k for k in (person.kana, *(n.kana for n in names)) if k],
        phones=[p.value for p in points if p.value],
        addresses=[a.text for a in places if a.text],
        hidden=hidden,
    )
