"""The invented town of the demo: its people, its eight living cases and a phrasebook for many more."""
