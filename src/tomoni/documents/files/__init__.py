"""Files that somebody brings: known by what is in them, made harmless, stripped of what they tell besides."""

from tomoni.documents.files.cleaning import Clean, clean, too_large
from tomoni.documents.files.kinds import KINDS, Kind, Unfit

__all__ = ["KINDS", "Clean", "Kind", "Unfit", "clean", "too_large"]
