"""Pages of sharing: what each person answered, and what was passed on."""
