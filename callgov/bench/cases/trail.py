"""The trail: entries at one and eight writers with sealing running, against the same guarded inserts without; an act with and without."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from unittest.mock import patch

from django.db import connections

from access_requests import services
from access_requests.models import AccessRequest
from access_requests.rules import Asked, Terms
from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People
from callgov.people.models import User
from callgov.trail import sealing
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from callgov.trail.services import record
from recordings.purposes import ReviewPurpose

SECONDS = 4.0
ROUNDS = 3


def trail() -> Iterable[Comparison]:
    """At eight writers with sealing at least 0.85 times the guarded inserts alone."""
    people = People()
    for writers in (1, 8):
        pairs = [(_rate(people.lead, writers, sealed=True), _rate(people.lead, writers, sealed=False)) for _ in range(ROUNDS)]
        best = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
        yield Comparison(f"trail: {writers} writers with sealing", 0.85, *best, unit="rows/s", at_least=True)


def _rate(person: User, writers: int, *, sealed: bool) -> float:
    """Entries a second by so many writers, each entry in its own transaction."""
    until = time.perf_counter() + SECONDS
    with _sealing() if sealed else nullcontext(), ThreadPoolExecutor(max_workers=writers) as pool:
        return sum(pool.map(lambda _: _write(person, until), range(writers))) / SECONDS


def _write(person: User, until: float) -> int:
    written = 0
    try:
        with acting_as(person, reason="bench"):
            while time.perf_counter() < until:
                record(Event.TRAIL_READ, facts={"number": written})
                written += 1
        return written
    finally:
        connections.close_all()


@contextmanager
def _sealing() -> Iterator[None]:
    """Seal once a second while inside."""
    stop = threading.Event()

    def run() -> None:
        try:
            while not stop.wait(1):
                sealing.seal(now=clock.now())
        finally:
            connections.close_all()

    sealer = threading.Thread(target=run)
    sealer.start()
    try:
        yield
    finally:
        stop.set()
        sealer.join()


def acts() -> Iterable[Comparison]:
    """Deciding a request with its entries at most 1.3 times the same decision without."""
    people = People()
    with_entries, without = _decider(people), _decider(people)
    yield Comparison("act: a decision with its entries", 1.3, *against(with_entries, _unrecorded(without), rounds=60))


def _decider(people: People) -> Callable[[], object]:
    """Each call decides the next of many waiting requests."""
    now = clock.now()
    asked = Asked(purpose=ReviewPurpose.DISPUTE, reason="bench", window_from=now - timedelta(days=2), window_until=now)
    with acting_as(people.requester):
        waiting = iter([services.send_request(requester=people.requester, asked=asked, now=now) for _ in range(62)])
    terms = Terms(ends_on=clock.local_day(now))

    def decide() -> object:
        case: AccessRequest = next(waiting)
        with acting_as(people.lead):
            return services.decide(
                reference=case.reference, step=case.step, decider=people.lead, agreed=True, reasons="bench", terms=terms, now=now
            )  # fmt: skip

    return decide


def _unrecorded(decide: Callable[[], object]) -> Callable[[], object]:
    """The same act where entries go nowhere: the one place where this is possible, and it is not the product."""

    def run() -> object:
        with patch.object(Entry, "save"):
            return decide()

    return run
