"""Buttons inside a note that change the note's page: the words are kept as a draft, and the page that fits is shown."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tomoni.access.pages import ViewerRequest
from tomoni.accounts.rules import as_uuid
from tomoni.contacts.queries import writable
from tomoni.drafts.actions import forget, keep
from tomoni.drafts.queries import number_of, sent_before
from tomoni.drafts.rules import Key

ABOUT, CORRECTED = "families.family", "contacts.contact"
Sent = dict[str, list[str]]


@dataclass(frozen=True)
class Desk:
    """Where a note lies: the page's address, and the key and title of its draft."""

    address: str
    key: Key
    title: str


def quick(family: UUID | None, label: str = "") -> Desk:
    """The quick note, of a family or of nobody yet."""
    address = f"{reverse('contacts:note')}?family={family or ''}"
    return Desk(address, Key(ABOUT, family or "", "note"), f"記録（{label}）" if label else "記録")


def long(family: UUID, label: str = "") -> Desk:
    """The long form of a family."""
    return Desk(
        reverse("contacts:write", args=[family]),
        Key(ABOUT, family, "write"),
        f"記録（{label}）" if label else "記録",
    )


def correction(contact: UUID) -> Desk:
    """The correction of a record."""
    return Desk(reverse("contacts:correct", args=[contact]), Key(CORRECTED, contact, "correct"), "記録の訂正")


def turned(request: ViewerRequest, here: Desk, family: UUID | None) -> HttpResponse | None:
    """What the button ``turn`` asks for: ``passage`` one more, ``concern:on`` or off, ``family:<ref>`` (or none), ``write`` at
    length. None when the form is to be saved.
    """
    verb, _, value = request.POST.get("turn", "").partition(":")
    if not verb:
        return None
    chosen = as_uuid(value)
    if verb == "family" and value and not (chosen and writable(request.viewer, chosen)):
        raise Http404
    sent = dict(request.POST.lists())
    if verb == "passage":
        number = max((int(n) for n in _numbers(sent)), default=-1) + 1
        sent[f"passages-{number}-kind"] = ["fact"]
    if verb == "concern":
        sent["safety_concern"] = ["on" if value == "on" else ""]
    return redirect(_moved(request, here, _onward(here, verb, chosen, family), sent))


def _numbers(sent: Sent) -> list[str]:
    parts = [name.split("-") for name in sent if name.startswith("passages-")]
    return [part[1] for part in parts if len(part) == 3 and part[1].isdecimal()]


def _onward(here: Desk, verb: str, chosen: UUID | None, family: UUID | None) -> Desk:
    if verb == "family":
        return quick(chosen)
    return long(family) if verb == "write" and family else here


def _moved(request: ViewerRequest, here: Desk, there: Desk, sent: Sent) -> str:
    """Keep the words where they are wanted next. What lies there already is set aside by the draft, never overwritten."""
    viewer = request.viewer
    if sent_before(viewer, number_of(request.POST.get("submission", ""))):
        sent["submission"] = [str(uuid4())]
    if there.key == here.key:
        keep(viewer, here.key, sent, title=here.title, path=here.address)
    else:
        keep(viewer, there.key, {**sent, "draft_version": ["0"]}, title=there.title, path=there.address)
        forget(viewer, here.key)
    return there.address
