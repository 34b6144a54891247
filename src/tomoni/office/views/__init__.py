"""Pages of the system administrator. No page here reads a family's record."""

from functools import partial

from tomoni.access.pages import page
from tomoni.accounts.choices import Role

administration = partial(page, roles=frozenset({Role.ADMIN}))
