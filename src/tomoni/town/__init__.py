"""The invented town of the demo: its people, its eight living cases and a library for many more."""
