"""Every change that an administrator makes; none touches a family's record. Each is entered in the journal."""

from tomoni.office.actions.founding import add_administrator, found
from tomoni.office.actions.house import add_team, change_team, open_to_other_teams
from tomoni.office.actions.people import block, enrol, issue_code, rename, unblock
from tomoni.office.actions.posts import cancel_post, end_post, give_post

__all__ = [
    "add_administrator", "add_team", "block", "cancel_post", "change_team", "end_post", "enrol", "found", "give_post", "issue_code",
    "open_to_other_teams", "rename", "unblock",
]  # fmt: skip
