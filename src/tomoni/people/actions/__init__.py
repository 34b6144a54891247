"""Every change to what we know of a person."""

from tomoni.people.actions.doubles import join_persons, part_persons
from tomoni.people.actions.persons import add_name, add_person, change_person, record_birth, rename_person
from tomoni.people.actions.protection import (
    end_protection,
    hide,
    is_protected,
    protect,
    renew_protection,
    show_again,
)
from tomoni.people.actions.reaching import add_address, add_contact_point, correct_reach, enrol, set_class
from tomoni.people.actions.telling import correct, end, retract

__all__ = [
    "add_address", "add_contact_point", "add_name", "add_person", "change_person", "correct", "correct_reach", "end",
    "end_protection", "enrol", "hide", "is_protected", "join_persons", "part_persons", "protect", "record_birth",
    "rename_person", "renew_protection", "retract", "set_class", "show_again",
]  # fmt: skip
