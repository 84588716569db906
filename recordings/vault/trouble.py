"""What can be wrong with the vault, by name. Each message is a sentence that says what to do."""

from uuid import UUID

MISSING = "The object is not in the vault: it was taken away from outside. Restore it from a backup of the vault."


class TamperedObject(Exception):
    """A sealed object is not, bit for bit, what was sealed for this place: damaged, cut, reordered or exchanged."""

    object_id: UUID | None = None
    """Which object, once the vault has said so."""


class MissingObject(TamperedObject):
    """A sealed object is not in its place at all."""

    def __init__(self) -> None:
        super().__init__(MISSING)


class KeyRingUnusable(Exception):
    """The key ring is missing, open to others or not a key ring."""


class VaultUnavailable(Exception):
    """The place where the objects lie cannot be reached, is full or refuses: nothing was lost, and trying again later is right."""


class ObjectDestroyed(Exception):
    """The object's key was destroyed: nobody can open it any more."""


class ObjectInUse(Exception):
    """Something was to be erased as if nobody could open it, although there is a key for it."""


class NotCovered(Exception):
    """The access shown was not opened for the thing that this object belongs to, or is not committed (AC-1)."""
