"""Papers: a sheet of ``content/sheets`` filled with data becomes an accessible PDF, once every character can be printed."""

from tomoni.documents.answers import answer
from tomoni.documents.papers import Lacking, Paper, Typed, Unprintable
from tomoni.documents.printing import SHEETS

__all__ = ["SHEETS", "Lacking", "Paper", "Typed", "Unprintable", "answer"]
