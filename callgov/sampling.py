"""The draw that anyone can repeat, for audits and inspections alike.

Three steps, in this order: `fix_seed` enters a fresh seed in the trail, and its transaction commits; only then is the pool looked at
and put in an order that its own rule states; `order` then says which places of that order are drawn first, second, third and so on.
With the seed and the size of the pool anyone can do the last step by hand: the n-th draw is SHA-256 of "SEED:n", read as a number,
modulo the size; a place that was drawn before is passed over.
"""

import hashlib
import secrets
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

from django.db.models import Model

from callgov.policy import enforces
from callgov.trail.events import Event
from callgov.trail.services import record

HOW_TO_CHECK = (
    "Each call of the pool has a place, from 0 for the earliest. The n-th draw is SHA-256 of “seed:n” read as a number, "
    "modulo the size of the pool. A place that was drawn before is passed over."
)


@enforces("AU-4")
def fix_seed(*, subject: Model, pool: str, facts: dict[str, Any] | None = None) -> str:
    """A fresh seed of 128 bits, entered in the trail with the rule of the pool in words; the caller keeps it with `subject` (AU-4).

    Called in a transaction that commits before the pool is looked at, and once for each draw: a draw that is tried again uses the seed
    that stands, so that nobody can throw until they like what they see.
    """
    seed = secrets.token_hex(16)
    record(Event.SEED_FIXED, subject=subject, facts={"seed": seed, "pool": pool, **(facts or {})})
    return seed


@enforces("AU-4")
def order(seed: str, size: int) -> Iterator[int]:
    """The places 0 to size - 1 in the order in which this seed draws them, each once (AU-4).

    Taking the remainder favours small places by less than size / 2^256, which no pool can show.
    """
    drawn: set[int] = set()
    for number in count(1):
        if len(drawn) == size:
            return
        place = int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest()) % size
        if place not in drawn:
            drawn.add(place)
            yield place


def first(seed: str, size: int, wanted: int) -> list[int]:
    """The first places that this seed draws; fewer than wanted when the pool has no more."""
    return list(islice(order(seed, size), wanted))
