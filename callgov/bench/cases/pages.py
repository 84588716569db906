"""Pages at ten, a thousand and a hundred thousand requests over a million calls: queries, and how they slow down."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People, Telephony, add_recordings, add_requests
from callgov.bench.visits import visitor

SIZES = (10, 1_000, 100_000)
MILLION = 1_000_000
ROUNDS = 60


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, and the most queries it may take."""

    name: str
    client: Client
    url: str
    queries: int


def pages() -> Iterable[Comparison]:
    """Lists at most 10 queries, decision pages at most 14, at any size; at most 1.3 times slower at a hundred times the data."""
    people, telephony = People(), Telephony()
    add_recordings(telephony, 1, MILLION)
    lead, requester = visitor(people.lead), visitor(people.requester)
    seen: dict[str, list[tuple[int, float]]] = {}
    have = 0
    for size in SIZES:
        add_requests(people, have + 1, size)
        have = size
        for page in _pages(lead, requester):
            seen.setdefault(page.name, []).append((_count(page), _median(page)))
    limits = {page.name: page.queries for page in _pages(lead, requester)}
    for name, figures in seen.items():
        yield Comparison(f"{name}: queries at {SIZES[-1]:,}", 1.0, max(count for count, _ in figures), limits[name], unit="queries")
        yield Comparison(f"{name}: {SIZES[1]:,} to {SIZES[2]:,} requests", 1.3, figures[2][1], figures[1][1])


def _pages(lead: Client, requester: Client) -> list[Page]:
    waiting = "BEN-500" if _exists("BEN-500") else "BEN-10"
    return [
        Page("list, Information Governance Lead", lead, reverse("requests"), 10),
        Page("list, requester", requester, reverse("requests"), 10),
        Page("home", lead, reverse("home"), 10),
        Page("decision", lead, reverse("request_detail", args=[waiting]), 14),
    ]


def _exists(reference: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM access_requests_accessrequest WHERE reference = %s", [reference])
        return cursor.fetchone() is not None


def _visit(page: Page) -> None:
    response = page.client.get(page.url)
    assert response.status_code == 200, (page.name, response.status_code)  # nosec B101: a page that fails must not be measured


def _count(page: Page) -> int:
    _visit(page)
    with CaptureQueriesContext(connection) as queries:
        _visit(page)
    return len(queries)


def _median(page: Page) -> float:
    product, _ = against(lambda: _visit(page), lambda: None, rounds=ROUNDS)
    return product
