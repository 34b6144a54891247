"""Every change to records of contact: writing and correcting them, and what is put beside them."""

from tomoni.contacts.actions.attaching import Consented, attach, protect_attachment, take_back_attachment
from tomoni.contacts.actions.charting import Seen, mark_body, take_back_mark
from tomoni.contacts.actions.recording import (
    Interpreting,
    Met,
    NewPassage,
    Note,
    Promise,
    correct,
    protect_passage,
    record,
)

__all__ = [
    "Consented", "Interpreting", "Met", "NewPassage", "Note", "Promise", "Seen", "attach", "correct", "mark_body", "protect_attachment",
    "protect_passage", "record", "take_back_attachment", "take_back_mark",
]  # fmt: skip
