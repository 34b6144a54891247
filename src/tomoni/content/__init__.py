"""Built-in content: practice models, code lists and their schemas, as data with its source. No code lives here."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
