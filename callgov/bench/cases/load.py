"""The server under load: a list page of gunicorn with two workers against the bare page of the same gunicorn, on loopback."""

import http.client
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse

from callgov.bench.bare import PAGE
from callgov.bench.harness import Comparison
from callgov.bench.scene import People, add_requests
from callgov.bench.visits import visitor
from callgov.processes import LOOPBACK, answers, free_port, start

REQUESTS, ROUNDS = 200, 3
CONNECTIONS, MANY = 10, 50


@dataclass(frozen=True)
class Site:
    """A server's port, the page that is asked for, and the session that asks."""

    port: int
    url: str
    cookie: str


def load() -> Iterable[Comparison]:
    """At ten connections at least 0.35 times the bare page's requests a second; at fifty not one error."""
    people = People()
    add_requests(people, 1, 1_000)
    cookie = f"{settings.SESSION_COOKIE_NAME}={visitor(people.requester).cookies[settings.SESSION_COOKIE_NAME].value}"
    with _server("callgov.wsgi") as product, _server("callgov.bench.bare_wsgi") as bare:
        site, floor = Site(product, reverse("requests"), cookie), Site(bare, PAGE, cookie)
        assert _is_answered(site), "the product's page"  # nosec B101: errors must not be measured
        assert _is_answered(floor), "the bare page"  # nosec B101
        pairs = [(_asked(site, CONNECTIONS)[0], _asked(floor, CONNECTIONS)[0]) for _ in range(ROUNDS)]
        _, errors = _asked(site, MANY)
    best = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
    yield Comparison(f"load: {CONNECTIONS} connections", 0.35, *best, unit="req/s", at_least=True)
    yield Comparison(f"load: errors at {MANY} connections", 0.0, errors, REQUESTS, unit="requests", counted=True)


@contextmanager
def _server(application: str) -> Iterator[int]:
    """Two sync workers on a free port, on the database of this case; gone with the block."""
    port, address = free_port(), urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ, "CALLGOV_DEMO": "True", "CALLGOV_TESTING": "False",
        "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", application, "--workers", "2", "--bind", f"{LOOPBACK}:{port}", "--log-level", "warning"]
    with tempfile.TemporaryDirectory(prefix="callgov-bench-") as folder:
        child = start("The server", command, log=Path(folder) / "log", cwd=settings.BASE_DIR, environment=environment)
        try:
            child.wait_until(lambda: answers(port))
            yield port
        finally:
            child.stop()


def _asked(site: Site, connections: int) -> tuple[float, int]:
    """Requests a second over so many connections at once, and how many were not answered with the page."""
    began = time.perf_counter()
    with ThreadPoolExecutor(max_workers=connections) as pool:
        good = sum(pool.map(lambda _: _is_answered(site), range(REQUESTS)))
    return good / (time.perf_counter() - began), REQUESTS - good


def _is_answered(site: Site) -> bool:
    asking = http.client.HTTPConnection(LOOPBACK, site.port, timeout=60)
    try:
        asking.request("GET", site.url, headers={"Cookie": site.cookie})
        answer = asking.getresponse()
        return answer.status == 200 and bool(answer.read())
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
