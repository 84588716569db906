"""The sign-in library's pages that this site offers, and for whom each is. A page that is not in this list is refused.

What protects each besides: `account_*` and `mfa_authenticate` limit their rate; `mfa_*` pages ask for a factor shown within five
minutes through our adapter; codes work once.
"""

from enum import StrEnum


class Open(StrEnum):
    """For whom a page is that asks for no action of a role."""

    EVERYONE = "everyone, logged in or not"
    ENTERING = "everyone who is logged in, also before a second factor was shown: the pages on which one is set up"
    SIGNED_IN = "everyone who is logged in: their own account"


LIBRARY: dict[str, Open] = {
    # The way in: password, then code or passkey; and a forgotten password.
    "account_login": Open.EVERYONE,
    "account_logout": Open.EVERYONE,
    "mfa_authenticate": Open.EVERYONE,
    "mfa_login_webauthn": Open.EVERYONE,
    "account_reset_password": Open.EVERYONE,
    "account_reset_password_done": Open.EVERYONE,
    "account_reset_password_from_key": Open.EVERYONE,
    "account_reset_password_from_key_done": Open.EVERYONE,
    # Setting up or confirming a second factor. The library asks for the password while there is no factor, for a factor afterwards.
    "account_reauthenticate": Open.ENTERING,
    "mfa_reauthenticate": Open.ENTERING,
    "mfa_reauthenticate_webauthn": Open.ENTERING,
    "mfa_activate_totp": Open.ENTERING,
    "mfa_add_webauthn": Open.ENTERING,
    # One's own account.
    "mfa_view_recovery_codes": Open.SIGNED_IN,
    "mfa_generate_recovery_codes": Open.SIGNED_IN,
    "account_change_password": Open.SIGNED_IN,
}
