"""Forms of records of contact: passages, the note, its correction."""
