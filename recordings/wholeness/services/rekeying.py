"""Moving the keys of all objects to the current key of the ring; audio is not touched and may be heard meanwhile."""

from datetime import datetime

from callgov.policy import enforces
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.vault.store import Vault
from recordings.wholeness import queries


@enforces("AC-1")
def move_keys(*, now: datetime) -> int:
    """Move every key that is still under an older key of the ring; how many (AC-1). Cut off anywhere, it goes on when it is run again.

    The job does so each hour, so a rotation that was interrupted ends by itself. Raises KeyRingUnusable or TamperedObject for a key
    that does not open, when all others are moved.
    """
    before = queries.under_older_keys(Vault().ring_key)
    if not before:
        return 0
    try:
        return Vault().rewrap_all()
    finally:
        left = queries.under_older_keys(Vault().ring_key)
        record(Event.KEYS_REWRAPPED, facts={"moved": before - left, "left": left, "key": Vault().ring_key})
