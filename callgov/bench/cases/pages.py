"""Pages, and deciding, at ten, a thousand and a hundred thousand requests over a million calls: queries, against the bare page, growth."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access_requests import services
from access_requests.rules import Terms
from callgov import clock
from callgov.bench.bare import PAGE, bare
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People, Telephony, add_recordings, add_requests
from callgov.bench.visits import visitor
from callgov.trail.context import acting_as

SIZES = (10, 1_000, 100_000)
MILLION = 1_000_000
ROUNDS = 60
HOME = 52  # the one page to which every floor adds: about a query for each kind of work that can wait for somebody


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, the most queries it may take, and how many times the bare page's time."""

    name: str
    client: Client
    url: str
    queries: int
    times: float


@dataclass(frozen=True)
class Seen:
    """A page at one size: its queries, its median, and the bare page's in the same moments."""

    queries: int
    product: float
    floor: float


def pages() -> Iterable[Comparison]:
    """Lists at most 10 queries and 3 times the bare page, decision pages 14 and 4; at most 1.3 times slower at a hundred times the data."""
    people, telephony = People(), Telephony()
    add_recordings(telephony, 1, MILLION)
    lead, requester = visitor(people.lead), visitor(people.requester)
    shown, floor, have = _pages(lead, requester), bare(lead), 0
    seen: dict[str, list[Seen]] = {page.name: [] for page in shown}
    decide, decided = deciding(people), []
    for size in SIZES:
        add_requests(people, have + 1, size)
        have = size
        for page in shown:
            seen[page.name].append(look_at(page, floor, rounds=ROUNDS))
        decided.append(Seen(0, *against(decide, lambda: _visit(floor, PAGE), rounds=ROUNDS)))
    for page in shown:
        yield from compared(page, seen[page.name])
    yield _growth("deciding", decided)


def _pages(lead: Client, requester: Client) -> list[Page]:
    return [
        Page("list, Information Governance Lead", lead, reverse("requests"), 10, 3.0),
        Page("list, requester", requester, reverse("requests"), 10, 3.0),
        Page("list of every state", lead, f"{reverse('requests')}?state=all", 10, 3.0),
        Page("list of what needs me", lead, f"{reverse('requests')}?needs_me=on", 10, 3.0),
        Page("home", lead, reverse("home"), HOME, 4.0),
        Page("decision", lead, reverse("request_detail", args=["BEN-10"]), 14, 4.0),
    ]


def look_at(page: Page, floor: Client, *, rounds: int) -> Seen:
    """The page in turns with the bare page, then its queries."""
    times = against(lambda: _visit(page.client, page.url), lambda: _visit(floor, PAGE), rounds=rounds)
    with CaptureQueriesContext(connection) as queries:
        _visit(page.client, page.url)
    return Seen(len(queries), *times)


def compared(page: Page, seen: list[Seen]) -> Iterable[Comparison]:
    """What is asked of a page: of the last two sizes, the growth is told in bare pages, so that a slower hour does not count."""
    most, last = max(one.queries for one in seen), seen[-1]
    yield Comparison(f"{page.name}: queries", 1.0, most, page.queries, unit="queries", counted=True)
    yield Comparison(f"{page.name}: against the bare page", page.times, last.product, last.floor)
    yield _growth(page.name, seen)


def _growth(name: str, seen: list[Seen]) -> Comparison:
    middle, last = seen[-2:]
    return Comparison(f"{name}: 100 times the data", 1.3, last.product, middle.product * last.floor / middle.floor)


class _TakenBack(Exception):
    """Undoes a decision that was measured."""


def deciding(people: People) -> Callable[[], object]:
    """Approves a request that waits, with everything that it leaves behind, and takes it back, so that it can be approved again."""
    now = clock.now()

    def decide() -> None:
        with suppress(_TakenBack), transaction.atomic(), acting_as(people.lead):
            services.decide(
                reference="BEN-10", step="ig-lead", decider=people.lead, agreed=True, reasons="bench",
                terms=Terms(ends_on=clock.local_day(now)), now=now,
            )  # fmt: skip
            raise _TakenBack

    return decide


def _visit(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)  # nosec B101: a page that fails must not be measured
