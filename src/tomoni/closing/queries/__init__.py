"""Reading the end of an engagement, and what it left for the day the family comes back."""

from tomoni.closing.queries.sheets import Sheet, sheet

__all__ = ["Sheet", "sheet"]
