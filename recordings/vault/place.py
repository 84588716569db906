"""What the vault asks of a place where sealed objects lie.

A place knows nothing of keys or people. It keeps a whole object or none, and what it cannot do it says as VaultUnavailable.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from recordings.vault.frames import Read


class Lying(NamedTuple):
    """What lies under a name in a place: its size, since when, and whether it can be read (False: only older versions are left)."""

    name: str
    size: int
    since: datetime
    current: bool = True


class Place(Protocol):
    """A store of named, immutable objects."""

    stride: int
    """How many frames are worth fetching at once."""

    def write(self, name: str, pieces: Iterable[bytes]) -> int:
        """Keep the pieces as one new object; its size once it is safe. After any error, the source's own included, nothing is kept."""
        ...

    def reading(self, name: str, size: int) -> AbstractContextManager[Read]:
        """A reader of parts. Raises TamperedObject when the object is missing or has another size."""
        ...

    def erase(self, name: str) -> None:
        """Remove the object and every version of it. What is gone already is no error."""
        ...

    def holds(self, name: str) -> bool:
        """Whether anything is left of the object, older versions included."""
        ...

    def clear(self, names: Sequence[str]) -> list[str]:
        """Erase many; the names of which nothing is left. Raises VaultUnavailable when the place does not answer at all."""
        ...

    def listing(self, prefix: str) -> Iterator[Lying]:
        """Each name that begins with `prefix/`, once. What is still being written has no name yet."""
        ...

    def clear_unfinished(self, before: datetime) -> int:
        """Remove what was begun before then and never finished: half-written objects, which have no name; how many."""
        ...

    def lock(self, name: str, *, on: bool) -> bool:
        """Have the store itself keep every version of the object from destruction, or end that. False where the store cannot."""
        ...

    @property
    def has_locks(self) -> bool:
        """Whether `lock` does anything."""
        ...

    def answers(self) -> bool:
        """Whether the place can be reached and written to."""
        ...
