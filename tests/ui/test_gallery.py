"""The gallery draws every part in every state, accessibly, on every width, on paper; and pages are made of parts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client
from playwright.sync_api import Page, expect

from callgov.bootstrap import ROOT
from callgov.templatetags import nhs
from tests.browser import assert_accessible

TEMPLATES = ROOT / "templates"
COMPONENTS = sorted(path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "components").glob("*.html"))
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
# What draws a library's own words: the form widgets, and the elements that every page of allauth is made of.
MAY_USE_CLASSES = ("components/", "django/forms/", "allauth/elements/")
PART = re.compile(r'class="[^"]*\bnhsuk-(button|table|tag|card(?!-group)|summary-list|form-group|input|radios|error)')
INLINE = re.compile(r'\sstyle=|<style|\son[a-z]+="|<script(?![^>]*\bsrc=)(?![^>]*application/json)')


@pytest.fixture
def gallery(browser_page: Page) -> Page:
    browser_page.goto("/gallery/")
    browser_page.wait_for_selector("[data-wave] div")
    return browser_page


@pytest.mark.django_db
def test_every_part_is_in_the_gallery(client: Client) -> None:
    for drawn_once in (nhs._status, nhs._around):
        drawn_once.cache_clear()
    drawn = {template.name for template in client.get("/gallery/").templates}
    assert set(COMPONENTS) - drawn == set()


def test_every_tag_draws_a_part_or_is_known_to_draw_none() -> None:
    drawing = {name for name in nhs.register.tags if f"components/{name}.html" in COMPONENTS}
    assert set(nhs.register.tags) - drawing == {"link", "problems_here"}


@pytest.mark.django_db
def test_a_practice_has_no_gallery(client: Client, settings: object) -> None:
    settings.TESTING = False  # type: ignore[attr-defined]
    assert client.get("/gallery/").status_code == 404
    assert client.get("/gallery/audio").status_code == 404


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(MAY_USE_CLASSES)])
def test_a_page_is_made_of_parts(name: str) -> None:
    assert PART.findall((TEMPLATES / name).read_text()) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_template_has_a_style_or_script_of_its_own(name: str) -> None:
    assert INLINE.findall((TEMPLATES / name).read_text()) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_template_compiles(name: str) -> None:
    engines["django"].get_template(name)


@pytest.mark.parametrize("asset", ["css/app.css", "js/nhsuk-frontend.min.js"])
def test_no_asset_asks_another_host(asset: str) -> None:
    text = (Path(settings.BASE_DIR) / "var" / "assets" / asset).read_text()
    assert re.findall(r"url\(['\"]?(?:https?:)?//|@font-face|sourceMappingURL", text) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_gallery_has_no_accessibility_finding(gallery: Page, width: int) -> None:
    gallery.set_viewport_size({"width": width, "height": 900})
    assert_accessible(gallery)


def test_nothing_scrolls_sideways(gallery: Page) -> None:
    for width in (1280, 390, 320):
        gallery.set_viewport_size({"width": width, "height": 900})
        assert gallery.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_fold_away_on_a_phone_unless_one_is_set(gallery: Page) -> None:
    filters = gallery.locator("[data-filters]")
    filters.evaluate("element => delete element.dataset.set")
    gallery.set_viewport_size({"width": 390, "height": 900})
    expect(filters).not_to_have_attribute("open", "")
    gallery.set_viewport_size({"width": 1280, "height": 900})
    expect(filters).to_have_attribute("open", "")


def test_every_control_shows_where_the_focus_is(gallery: Page) -> None:
    gallery.evaluate("document.activeElement.blur()")
    bare = []
    for _ in range(90):
        gallery.keyboard.press("Tab")
        bare.append(gallery.evaluate(FOCUS_IS_BARE))
    assert [where for where in bare if where] == []


FOCUS_IS_BARE = """() => {
  const element = document.activeElement;
  if (element === document.body) return "";
  const drawn = [element, element.nextElementSibling, element.firstElementChild].filter(Boolean).some((part) =>
    [null, "::before", "::after"].some((pseudo) => {
      const style = getComputedStyle(part, pseudo);
      return style.boxShadow !== "none" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3);
    }));
  return drawn ? "" : element.outerHTML.slice(0, 120);
}"""


def test_paper_shows_states_in_words_and_no_ways_to_act(gallery: Page) -> None:
    gallery.emulate_media(media="print")
    assert gallery.locator(".nhsuk-header__navigation").is_hidden()
    assert gallery.get_by_role("button", name="Approve this request").is_hidden()
    assert gallery.locator(".app-header__practice").evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 0)"
    assert gallery.get_by_text("Done 12 November 2026").is_visible()
    assert gallery.get_by_text("Printed by Priya Nair").is_visible()


def test_paper_opens_what_was_folded_and_folds_it_again(gallery: Page) -> None:
    folded = gallery.locator("details", has_text="How to check this draw")
    gallery.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.get_attribute("open") is not None
    gallery.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.get_attribute("open") is None


def test_a_radio_opens_its_field_and_closes_it(gallery: Page) -> None:
    which = gallery.locator("#id_empty-other_purpose")
    assert which.is_hidden()
    gallery.locator("#id_empty-purpose_2").check()
    assert which.is_visible()
    gallery.locator("#id_empty-purpose_0").check()
    assert which.is_hidden()


def test_an_error_leads_to_its_field(gallery: Page) -> None:
    gallery.get_by_role("link", name="Call date must be a real date").click()
    assert gallery.evaluate("document.activeElement.id") == "id_call_date_day"


def test_a_page_with_an_error_says_so_in_its_title(gallery: Page) -> None:
    assert gallery.title() == "Error: Gallery of parts \u2013 Riverside Surgery call recordings"
