"""Reading phase 1: the 受付票 and what hangs on it, who was seen, earlier contacts, whom to choose from."""
