"""The warning before a session ends, in a real browser whose clock the test moves."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

IDLE = 900_000


@pytest.fixture
def page(browser_page: Page) -> Page:
    browser_page.clock.install()
    browser_page.goto("/gallery/player/")
    return browser_page


@pytest.fixture
def warning(page: Page) -> Locator:
    page.clock.run_for(IDLE - 120_000)
    return page.get_by_role("dialog", name="You will be logged out soon")


def test_nobody_is_warned_before_two_minutes_are_left(page: Page) -> None:
    page.clock.run_for(IDLE - 122_000)
    expect(page.locator("#timeout")).to_be_hidden()


def test_two_minutes_before_the_end_the_warning_counts_down(page: Page, warning: Locator) -> None:
    expect(warning).to_contain_text("Time left: 2:00")
    page.clock.run_for(10_000)
    expect(warning).to_contain_text("Time left: 1:50")


def test_the_warning_is_spoken_three_times_and_no_more(page: Page, warning: Locator) -> None:
    said = []
    for _second in range(118):
        words = warning.locator("[data-spoken]").inner_text()
        said += [words] if words not in said else []
        page.clock.run_for(1_000)
    assert said == [f"You will be logged out in {left}." for left in ("2 minutes", "1 minute", "20 seconds")]


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_staying_is_one_press_and_asks_the_server(page: Page, warning: Locator, key: str) -> None:
    page.route("**/stay/", lambda route: route.fulfill(status=204))
    with page.expect_request("**/stay/") as asked:
        page.keyboard.press(key)
    assert asked.value.method == "POST"
    assert asked.value.headers["x-csrftoken"]
    expect(warning).to_be_hidden()
    page.clock.run_for(IDLE - 122_000)
    expect(warning).to_be_hidden()


def test_nobody_stays_when_the_server_says_no(page: Page, warning: Locator) -> None:
    page.route("**/stay/", lambda route: route.fulfill(status=403))
    with page.expect_navigation():
        warning.get_by_role("button", name="Stay logged in").click()


def test_at_the_end_the_page_asks_the_server_again(page: Page, warning: Locator) -> None:
    with page.expect_navigation():
        page.clock.run_for(120_000)


def test_another_tab_that_is_active_closes_the_warning(page: Page, warning: Locator) -> None:
    expect(warning).to_be_visible()
    other = page.context.new_page()
    other.goto("/gallery/player/")
    expect(page.locator("#timeout")).to_be_hidden()


def test_the_absolute_limit_is_told_while_there_is_time_to_save(browser_page: Page) -> None:
    browser_page.clock.install(time="2026-11-22T17:45:00Z")
    browser_page.route("**/gallery/player/", ends_at_six)
    browser_page.goto("/gallery/player/")
    told = browser_page.get_by_role("dialog", name="Save your work")
    browser_page.clock.run_for(270_000)  # the browser's own time goes on beside it
    expect(told).to_be_hidden()
    browser_page.clock.run_for(40_000)
    expect(told).to_contain_text("You must log in again at 6pm.")
    expect(told.get_by_text("Time left")).to_be_hidden()


def ends_at_six(route: Route) -> None:
    """The page of a session whose ten hours are over at 6pm."""
    page = route.fetch()
    route.fulfill(response=page, body=page.text().replace('data-ends="" data-stay', 'data-ends="2026-11-22T18:00:00+00:00" data-stay'))
