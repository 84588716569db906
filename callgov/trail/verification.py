"""Checking the trail: every seal against its entries as they are now, and each seal against the one before.

Finds any changed, removed, inserted or reordered entry and seal, also when the triggers were switched off first. Someone who rewrites
an entry and every seal after it is found by a head that was lodged outside before (`lodged`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from callgov.policy import enforces
from callgov.trail import merkle
from callgov.trail.models import Seal
from callgov.trail.sealing import CounterBehind, chain, counter, refuse_counter_behind

UNSEALED_TOO_LONG = timedelta(minutes=10)


@dataclass
class Verdict:
    """What a check found: one sentence a finding, and how far the chain reaches."""

    findings: list[str]
    seals: int = 0
    entries: int = 0
    head: str = ""
    unsealed: int = 0
    oldest_unsealed: datetime | None = None

    @property
    def good(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def as_facts(self) -> dict[str, Any]:
        """For programs, and for the entry about the check."""
        oldest = self.oldest_unsealed and self.oldest_unsealed.isoformat()
        counts = {"seals": self.seals, "entries": self.entries, "head": self.head, "unsealed": self.unsealed, "oldest_unsealed": oldest}
        return {"good": self.good, **counts, "findings": self.findings}


def _unobserved(_entries: int) -> None:
    """Nobody watches how far the check is."""


@enforces("AU-11")
def verify(*, now: datetime, lodged: str = "", progress: Callable[[int], None] = _unobserved) -> Verdict:
    """Check the whole trail (AU-11). `lodged` is a head kept outside, in hex; `progress` hears the number of entries checked so far."""
    verdict, before, lodged_is_here = Verdict([]), None, not lodged
    for seal, texts in chain():
        verdict.findings += [*_broken_links(before, seal), *_broken_content(seal, texts)]
        verdict.seals, verdict.entries, verdict.head = verdict.seals + 1, verdict.entries + seal.entries, bytes(seal.head).hex()
        lodged_is_here = lodged_is_here or verdict.head == lodged.lower()
        progress(verdict.entries)
        before = seal
    if not lodged_is_here:
        verdict.findings.append("The lodged head is not in this chain: seals were removed or rewritten after it was lodged.")
    _look_at_the_rest(verdict, before, now)
    return verdict


def _broken_links(before: Seal | None, seal: Seal) -> Iterator[str]:
    number, mark, head = (before.number, before.upto, bytes(before.head)) if before else (0, 0, merkle.NOTHING_BEFORE)
    if seal.number != number + 1:
        yield f"Seal {number + 1} is missing." if seal.number == number + 2 else f"Seals {number + 1} to {seal.number - 1} are missing."
    elif seal.first != mark or bytes(seal.previous) != head:
        yield f"Seal {seal.number} does not continue the seal before it: one of them was changed."
    if seal.own_head() != bytes(seal.head):
        yield f"Seal {seal.number} was changed: its head does not follow from what it says."


def _broken_content(seal: Seal, texts: Iterator[bytes]) -> Iterator[str]:
    entries, root = merkle.grow(texts)
    which = f"the {seal.entries} entries sealed by seal {seal.number} ({localtime(seal.sealed_at):%d %B %Y %H:%M})"
    if entries > seal.entries:
        yield f"{entries - seal.entries} too many: among {which} entries were inserted."
    elif entries < seal.entries:
        yield f"{seal.entries - entries} missing: of {which} some were removed."
    elif root != bytes(seal.root):
        yield f"Of {which} one or more were changed, exchanged or reordered."


def _look_at_the_rest(verdict: Verdict, last: Seal | None, now: datetime) -> None:
    """What is not sealed yet: how much, how old, and whether it can be what it says."""
    mark = last.upto if last else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(timestamp), max(transaction)::text FROM trail_entry WHERE transaction >= %s", (str(mark),))
        verdict.unsealed, verdict.oldest_unsealed, newest = cursor.fetchone()
    if newest is not None and int(newest) >= counter():
        verdict.findings.append(f"An entry names transaction {newest}, which is yet to come: it was not written by the service.")
    if verdict.oldest_unsealed is not None and now - verdict.oldest_unsealed > UNSEALED_TOO_LONG:
        minutes = (now - verdict.oldest_unsealed) // timedelta(minutes=1)
        verdict.findings.append(
            f"{verdict.unsealed} entries are not sealed, the oldest for {minutes} minutes: the job that seals does not run, "
            "or a transaction has been open for as long."
        )
    try:
        refuse_counter_behind(mark)
    except CounterBehind as behind:
        verdict.findings.append(str(behind))
