"""What may be done about people: the only writers of accounts, roles, deputies and invitations."""

from callgov.people.services.accounts import (
    accept_invitation,
    invite,
    invite_again,
    leaver,
    open_invitation,
    reset_factors,
    set_line_manager,
)
from callgov.people.services.locking import lock_account, unlock_account
from callgov.people.services.own import end_session, remove_factor
from callgov.people.services.roles import end_deputy, end_role, give_role, name_deputy
from callgov.people.services.staff_import import import_staff

__all__ = [
    "accept_invitation", "end_deputy", "end_role", "end_session", "give_role", "import_staff", "invite", "invite_again", "leaver",
    "lock_account",    "name_deputy", "open_invitation", "remove_factor", "reset_factors", "set_line_manager", "unlock_account",
]  # fmt: skip
