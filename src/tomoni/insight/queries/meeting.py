"""What meeting the family, and meetings about it, leave as clues."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from tomoni.contacts.models import Contact
from tomoni.contacts.queries import contacts
from tomoni.insight.queries.ground import Ground, day_of
from tomoni.insight.rules import Clue, Record
from tomoni.intake.models import Explanation, Referral
from tomoni.meetings.queries import items
from tomoni.sharing.models import Consent


def clues(ground: Ground, agreed: list[Consent]) -> Iterator[Clue]:
    """Contacts and their paragraphs, explanations, consents, who is known of the family, decisions of meetings."""
    yield Clue("case", ground.case.opened_on, ())
    yield from _contacts(ground)
    explained = Explanation.objects.all().visible_to(ground.viewer).filter(ground.within("at"))
    for row in explained.select_related("referral", "person").order_by("pk"):
        path = reverse("intake:referral", args=[row.referral.ref]) if row.referral else ground.page("contact")
        marks, voice = [f"item:{item}" for item in row.items], ground.voice(row.person_id, day_of(row.at))
        yield ground.clue(
            "explanation", row, day_of(row.at), marks, voice=voice, path=path, text=f"{row.person}さんに"
        )
    for consent in agreed:
        mark, voice = (
            "given" if consent.given else "refused",
            ground.voice(consent.person_id, day_of(consent.asked_at)),
        )
        yield ground.clue("consent", consent, day_of(consent.asked_at), [mark], voice=voice)
    for member in ground.members:
        text = f"{member.get_relation_display()}　{member.person}さん"
        yield ground.clue("member", member, member.told_on, [f"relation:{member.relation}"], text=text)
    yield from _decisions(ground)


def consents(ground: Ground) -> list[Consent]:
    """Answers of the family that nobody took back; one whose days are over held while they lasted."""
    rows = Consent.objects.all().visible_to(ground.viewer).standing()
    return list(rows.filter(ground.within("asked_at"), withdrawn_at=None).order_by("pk"))


def _contacts(ground: Ground) -> Iterator[Clue]:
    found = contacts(ground.viewer).filter(corrections=None)
    for row in found.filter(Q(case=ground.case) | ground.within("at") & Q(case=None)):
        yield from _of_contact(ground, row)


def _of_contact(ground: Ground, row: Contact) -> Iterator[Clue]:
    """One clue for each person who was there, one for each open paragraph; what is hidden leaves none."""
    on, path = day_of(row.at), reverse("contacts:detail", args=[row.ref])
    there = list(row.present.all())
    marks = [f"method:{row.method}", f"place:{row.place}", row.coworkers.all() and "companion"]
    marks.append("together" if sum(each.heard for each in there) > 1 else "")
    for each in there:
        voice = ground.voice(each.person_id, on) if each.heard else ""
        own = [*marks, each.alone and "alone"]
        yield ground.clue("contact", row, on, own, person=each.person_id, voice=voice, path=path)
    for each in row.passages.all():
        if each.text:
            voice = "others" if each.speaker_text else ground.voice(each.speaker_id, on)
            said = [f"kind:{each.kind}", f"topic:{each.topic}", each.good and "good"]
            yield ground.clue("passage", row, on, said, voice=voice, path=path, of="contact")


def _decisions(ground: Ground) -> Iterator[Clue]:
    called = Referral.objects.all().visible_to(ground.viewer).filter(case=ground.case).only("ref")
    about = [f"{Referral._meta.label_lower}:{row.ref}" for row in called]
    for item in items(ground.viewer).filter(Q(case=ground.case) | Q(subject__in=about)):
        decision = getattr(item, "decision", None)
        if decision:
            path = reverse("meetings:meeting", args=[item.meeting.ref])
            marks = [f"meeting:{item.meeting.kind}", f"outcome:{decision.outcome}"]
            marks.append(decision.family_wish and "family_wish")
            yield ground.clue(
                "meeting", decision, day_of(decision.decided_at), marks, path=path, text=item.topic
            )


def as_records(rows: list[Consent], ground: Ground) -> dict[int, Record]:
    """By organisation: the yes that lets something go to it."""
    return {
        row.organisation_id: ground.clue("consent", row, day_of(row.asked_at)).records[0]
        for row in rows
        if row.given and row.organisation_id
    }
