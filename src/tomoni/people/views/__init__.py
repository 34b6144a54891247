"""Pages about a person."""
