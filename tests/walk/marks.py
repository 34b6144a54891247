"""What is hidden in a family of the walk, in words that occur nowhere else, so that one that comes out is recognised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PHONES = ("phone", "later_phone", "doubled_phone", "caller_contact")
TEXTS = (
    *("address", "later_address", "against", "caller_name", "caller_relation", "caller_agency"),
    *("passage", "later_passage"),
)


@dataclass(frozen=True)
class Marks(Mapping[str, str]):
    """The marks of one family by what they stand for: telephones that exist nowhere, and texts like ``MK-0007-passage``."""

    number: int

    def __getitem__(self, what: str) -> str:
        if what in PHONES:
            return f"070-{6000 + PHONES.index(what)}-{self.number:04}"
        return f"MK-{self.number:04}-{what.replace('_', '-')}"

    def __iter__(self) -> Iterator[str]:
        return iter((*PHONES, *TEXTS))

    def __len__(self) -> int:
        return len(PHONES) + len(TEXTS)
