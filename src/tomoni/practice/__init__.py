"""Practice models and code lists: versioned content with its source, typed and checked. No database."""

from tomoni.practice.kinds import Code, CodeList, DutyKind, Pack, Phase, Principle, Viewpoint
from tomoni.practice.reading import ContentError
from tomoni.practice.shelf import code_lists, codes, current, load, packs

__all__ = [
    "Code", "CodeList", "ContentError", "DutyKind", "Pack", "Phase", "Principle", "Viewpoint", "code_lists", "codes",
    "current", "load", "packs",
]  # fmt: skip
