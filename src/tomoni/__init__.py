"""Tomoni (ともに): case management made together with children and families."""

__version__ = "0.1.0"
