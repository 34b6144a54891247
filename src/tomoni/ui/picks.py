"""What somebody picked in a combobox."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Pick:
    """The words as typed and, when a suggestion was taken, the reference of the row behind it."""

    text: str
    ref: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Option:
    """One suggestion: the reference sent back, the words put into the field, and a note to tell namesakes apart."""

    value: str
    text: str
    note: str = ""
