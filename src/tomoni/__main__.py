"""``python -m tomoni``: the same as ``tomoni``."""

from tomoni.config.cli import main

main()
