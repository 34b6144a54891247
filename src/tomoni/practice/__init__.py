"""Practice models and code lists: versioned content with its source, typed and checked. No database."""

from tomoni.practice.kinds import Code, CodeList, DutyKind, Pack, Phase, Principle, Viewpoint
from tomoni.practice.library import code_lists, codes, current, load, packs
from tomoni.practice.reading import ContentError

__all__ = [
    "Code", "CodeList", "ContentError", "DutyKind", "Pack", "Phase", "Principle", "Viewpoint", "code_lists", "codes",
    "current", "load", "packs",
]  # fmt: skip
