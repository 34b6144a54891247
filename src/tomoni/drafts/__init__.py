"""No word is lost on the way from a form to a record: drafts, double submits, two people at the same record.

``posting.handle`` is the one way in which a page takes a form; the other modules are its parts.
"""
