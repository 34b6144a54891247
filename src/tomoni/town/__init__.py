"""The invented town of the demo: its people, its living cases and a phrasebook for many more."""
