"""Pages of the desk: the lists and the family, and who leads."""
