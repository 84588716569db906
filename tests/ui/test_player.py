"""The player in a real browser: no audio before Play, the keys of screens.md 4.1, words for every state, and the end of a grant."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect


@pytest.fixture
def asked(browser_page: Page) -> list[Request]:
    """Every request that the page makes."""
    requests: list[Request] = []
    browser_page.on("request", lambda request: requests.append(request))
    return requests


@pytest.fixture
def player(browser_page: Page, asked: list[Request]) -> Page:
    browser_page.goto("/gallery/player/")
    browser_page.wait_for_selector("[data-wave] div")
    return browser_page


def paths(requests: list[Request]) -> list[str]:
    return [urlsplit(request.url).path for request in requests]


def at(page: Page) -> str:
    return page.locator("[data-now]").inner_text()


def plays_at(page: Page, place: str) -> None:
    """Waits until the time that is shown fits a pattern."""
    expect(page.locator("[data-now]")).to_have_text(re.compile(place))


def press(page: Page, *keys: str) -> None:
    page.locator("#player-position").focus()
    for key in keys:
        page.keyboard.press(key)


def test_opening_the_page_fetches_no_audio(player: Page, asked: list[Request]) -> None:
    assert "/gallery/peaks" in paths(asked)
    assert "/gallery/audio" not in paths(asked)


def test_play_fetches_the_audio_and_the_word_changes(player: Page, asked: list[Request]) -> None:
    player.get_by_role("button", name="Play", exact=True).click()
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    expect(player.locator("[data-said]")).to_have_text("Playing")
    assert "/gallery/audio" in paths(asked)


KEYS = [
    (["ArrowRight", "ArrowRight"], "0:02.0"),
    (["ArrowRight", "ArrowLeft"], "0:00.0"),
    (["Shift+ArrowRight"], "0:00.1"),
    (["End"], "0:06.0"),
    (["End", "Shift+ArrowLeft"], "0:05.9"),
    (["PageUp"], "0:06.0"),
    (["End", "PageDown"], "0:00.0"),
    (["ArrowLeft"], "0:00.0"),
]


def test_the_slider_moves_by_its_keys(player: Page) -> None:
    for keys, place in KEYS:
        press(player, "Home", *keys)
        assert (keys, at(player)) == (keys, place)


def test_the_slider_says_where_it_is_in_words(player: Page) -> None:
    press(player, "ArrowRight", "Shift+ArrowRight")
    expect(player.locator("#player-position")).to_have_attribute("aria-valuetext", "1.1 seconds of 6 seconds")


def test_space_on_the_slider_plays_and_pauses(player: Page) -> None:
    press(player, " ")
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    press(player, " ")
    expect(player.locator("[data-said]")).to_contain_text("Paused at")


def test_no_key_works_from_anywhere_else(player: Page, asked: list[Request]) -> None:
    player.evaluate("document.activeElement.blur()")
    for key in (" ", "k", "j", "ArrowRight"):
        player.keyboard.press(key)
    assert at(player) == "0:00.0"
    assert "/gallery/audio" not in paths(asked)


def test_a_place_chosen_before_the_first_play_is_kept(player: Page) -> None:
    press(player, "ArrowRight", "ArrowRight", "ArrowRight", " ")
    plays_at(player, "0:0(3.[1-9]|[4-6])")


def test_what_was_heard_is_reported(player: Page, asked: list[Request]) -> None:
    press(player, "ArrowRight", " ")
    plays_at(player, "0:0(1.[5-9]|[2-6])")
    with player.expect_request("**/gallery/played") as report:
        press(player, " ")
    heard = parts(report.value)
    assert heard["from"] == 1.0
    assert 1.5 <= heard["to"] <= 6


def parts(report: Request) -> dict[str, float]:
    """The numbers of a form sent in parts."""
    fields = (report.post_data or "").split("Content-Disposition: form-data; ")[1:]
    named = {field.split('"')[1]: field.split("\r\n\r\n")[1].split("\r\n")[0] for field in fields}
    assert named.pop("csrfmiddlewaretoken")
    return {name: float(value) for name, value in named.items()}


def test_the_end_is_said_and_play_starts_again(player: Page) -> None:
    press(player, "End", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", " ")
    expect(player.locator("[data-said]")).to_have_text("Recording ended")
    press(player, " ")
    plays_at(player, "0:0[01].")


def test_go_to_takes_a_position_as_it_is_written(player: Page) -> None:
    player.get_by_label("Go to").fill("0:04.2")
    player.keyboard.press("Enter")
    assert at(player) == "0:04.2"


def test_a_position_that_cannot_be_read_is_said_in_words(player: Page) -> None:
    player.get_by_label("Go to").fill("later")
    player.get_by_role("button", name="Go", exact=True).click()
    expect(player.locator("[data-failure]")).to_have_text("Enter a position, like 1:23.5")


def test_an_edge_moves_by_a_tenth(player: Page) -> None:
    player.get_by_label("From", exact=True).first.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown"):
        player.keyboard.press(key)
    assert player.locator("#player-from").input_value() == "0:00.1"


def test_a_part_is_repeated(player: Page) -> None:
    player.locator("#player-from").fill("0:01.0")
    player.locator("#player-to").fill("0:03.0")
    player.get_by_label("Repeat this part").check()
    press(player, "ArrowRight", " ")
    plays_at(player, "0:02")
    plays_at(player, "0:01")
    assert player.locator("#player-repeat").is_checked()


def test_a_click_on_the_wave_moves_there(player: Page) -> None:
    box = player.locator("[data-wave]").bounding_box()
    assert box is not None
    player.locator("[data-wave]").click(position={"x": box["width"] / 2, "y": 20})
    assert at(player).startswith("0:03.0")


def test_the_jump_buttons_jump(player: Page) -> None:
    player.get_by_role("button", name="Forward 5 seconds").click()
    assert at(player) == "0:05.0"
    player.get_by_role("button", name="Back 5 seconds").click()
    assert at(player) == "0:00.0"


def test_speed_and_volume_are_the_audio_s_own(player: Page) -> None:
    player.get_by_label("Speed").select_option("1.5")
    player.locator("#player-volume").fill("0.5")
    assert player.evaluate("[document.querySelector('audio').playbackRate, document.querySelector('audio').volume]") == [1.5, 0.5]


def test_a_grant_that_has_ended_is_said_in_its_sentence(player: Page) -> None:
    player.route("**/gallery/audio", lambda route: route.fulfill(status=403, body=""))
    press(player, " ")
    alert = player.get_by_role("alert").filter(has_text="Your access has ended. Ask again if you still need it.")
    expect(alert).to_be_visible()
    expect(player.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_another_failure_is_said_without_detail(player: Page) -> None:
    player.route("**/gallery/audio", lambda route: route.fulfill(status=500, body=""))
    press(player, " ")
    expect(player.locator("[data-failure]")).to_contain_text("could not be played")


def test_after_a_failure_the_place_is_kept_for_another_try(player: Page) -> None:
    player.route("**/gallery/audio", lambda route: route.fulfill(status=500, body=""))
    press(player, "ArrowRight", "ArrowRight", " ")
    expect(player.locator("[data-failure]")).to_contain_text("could not be played")
    assert at(player) == "0:02.0"
    player.unroute("**/gallery/audio")
    press(player, " ")
    plays_at(player, "0:0(2.[1-9]|[3-6])")
    expect(player.locator("[data-failure]")).to_be_empty()


def test_a_grant_that_ends_while_listening_stops_at_the_next_range(player: Page) -> None:
    whole = player.request.get("/gallery/audio").body()
    start = {"Content-Type": "audio/wav", "Content-Range": f"bytes 0-29999/{len(whole)}", "Accept-Ranges": "bytes"}
    answers = iter([{"status": 206, "headers": start, "body": whole[:30_000]}])
    player.route("**/gallery/audio", lambda route: route.fulfill(**next(answers, {"status": 403})))
    press(player, " ")
    expect(player.locator("[data-failure]")).to_have_text("Your access has ended. Ask again if you still need it.")


def test_the_sound_stops_when_the_grant_ends(browser_page: Page, asked: list[Request]) -> None:
    browser_page.clock.install(time="2099-11-28T23:54:00Z")
    browser_page.goto("/gallery/player/")
    browser_page.clock.run_for(61_000)
    expect(browser_page.locator("[data-said]")).to_have_text("Your access ends in 5 minutes")
    browser_page.clock.run_for(300_000)
    expect(browser_page.locator("[data-failure]")).to_have_text("Your access has ended. Ask again if you still need it.")
    press(browser_page, " ")
    assert "/gallery/audio" not in paths(asked)


def test_without_scripts_the_browser_s_own_player_stands_there(chromium: object, live_server: object) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto("/gallery/player/")
    assert page.locator("audio").is_visible()
    assert page.locator("[data-play]").is_hidden()
    context.close()
