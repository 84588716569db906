"""A real Chromium: one for each test process, one clean page for each test, and the accessibility rules run in it."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that `manage.py test` found or installed."""
    flags = [*FLAGS, *os.environ.get("CALLGOV_CHROMIUM_FLAGS", "").split()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CALLGOV_CHROMIUM"], args=flags)
        yield browser
        browser.close()
        connections.close_all()  # while the driver's loop runs, Django keeps connections apart from those that pytest-django closes


@pytest.fixture
def browser_page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A page of its own session. The test fails when a script fails, the content policy is broken, or another host is asked."""
    context = chromium.new_context(base_url=live_server.url, viewport=DESKTOP, locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda line: trouble.append(line.text) if _breaks_policy(line) else None)
    page.on("request", lambda request: trouble.append(request.url) if _is_elsewhere(request.url) else None)
    yield page
    context.close()
    assert trouble == []


def assert_accessible(page: Page) -> None:
    """No finding of the WCAG 2.2 A and AA rules on the page as it stands."""
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


def _breaks_policy(line: ConsoleMessage) -> bool:
    # the accessibility rules try a style of their own, from no address
    return "Content Security Policy" in line.text and line.location["url"] != ""


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in ("localhost", None)
