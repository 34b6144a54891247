"""Pages of records of contact: writing, reading, and buttons that change a form while it is written."""
