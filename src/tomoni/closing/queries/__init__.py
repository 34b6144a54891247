"""Reading the end of an engagement, and what it left for the day the family comes back."""

from tomoni.closing.queries.sheets import LastWord, Sheet, going_alongside, last_word, sheet

__all__ = ["LastWord", "Sheet", "going_alongside", "last_word", "sheet"]
