"""Papers: PDF/UA-1 by veraPDF's own rules, whatever somebody typed into them."""

import io
from datetime import date

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callgov.documents import Bullets, Document, Facts, Figure, Grid, Heading, Lines, Paragraph, Small, pdf
from callgov.documents.paper import NotDrawn
from tests.documents.checked import verdicts

DAY = date(2026, 11, 22)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
# each would be an order to typst, a link, a picture, a direction mark, or a sign that no font draws
HOSTILE = (
    '#panic("x")', '#read("/etc/passwd")', "$x^2$ *b* _i_ `r` <l> @r https://e.example // c /* c */", "= H",
    "\\", '"', "]", "#[", "{%", "]]>",
    "\u202egnp.exe", "\x00\x07\x1b", "中文 हिन्दी عربي עברית", "👩‍👩‍👧 \U0001f3f4\U000e0067", "\ud800", "a\u0301\u0302\u0303",
    "\t\r\n\x85\u2028", "0" * 400, "\ufffe",
)  # fmt: skip


def _paper(text: str, **given: object) -> Document:
    """Every block there is, with this text in each place where text may stand."""
    blocks = (
        Lines([text, "12 High Street"]), Heading(text), Paragraph(f"Dear\n{text}"), Bullets([text, "b"]), Heading(text, 3),
        Bullets([text], True),
        Facts([(text, text), ("Name", "b")]), Grid(text, ["Line", text], [["1", text]] * 3, (1, 2)), Figure(SVG, text, text),
        Small(text),
    )  # fmt: skip
    return Document(**{"title": text or "Title", "day": DAY, "blocks": blocks, "foot": text, **given})  # type: ignore[arg-type]


def test_every_block_upright_and_across_is_pdf_ua_1_and_a_spoilt_paper_is_not() -> None:
    good = pdf(_paper("Plain words"))
    across = pdf(_paper("Plain words", landscape=True))
    spoilt = pikepdf.open(io.BytesIO(good))
    del spoilt.Root["/StructTreeRoot"]
    held = io.BytesIO()
    spoilt.save(held)
    upright, sideways, untagged = verdicts(good, across, held.getvalue())
    assert (upright.broken, sideways.broken, upright.rules) == ([], [], 106)
    assert upright.passes
    assert sideways.passes
    assert not untagged.passes


def test_hostile_text_is_shown_as_text_and_the_paper_stays_pdf_ua_1() -> None:
    papers = [pdf(_paper(f"a {text} b")) for text in HOSTILE]
    assert {text: one.broken for text, one in zip(HOSTILE, verdicts(*papers), strict=True) if not one.passes} == {}


def test_title_language_tags_and_fonts_are_inside() -> None:
    with pikepdf.open(io.BytesIO(pdf(_paper("Release register")))) as paper:
        assert paper.Root.Lang == "en-GB"
        assert paper.Root.MarkInfo.Marked
        assert paper.Root.ViewerPreferences.DisplayDocTitle
        assert paper.open_metadata()["dc:title"] == "Release register"
        fonts = [font for page in paper.pages for font in page.Resources.Font.values()]
        assert all("/FontFile" in str(list(font.DescendantFonts[0].FontDescriptor.keys())) for font in fonts)


def test_the_same_paper_is_the_same_bytes() -> None:
    assert pdf(_paper("Plain words")) == pdf(_paper("Plain words"))


def test_a_long_table_goes_over_pages() -> None:
    rows = [[str(number), "words " * 20] for number in range(200)]
    with pikepdf.open(io.BytesIO(pdf(Document("Register", DAY, [Grid("Lines", ["Line", "What"], rows)])))) as paper:
        assert len(paper.pages) > 5


def test_a_heading_that_skips_a_level_is_no_paper() -> None:
    with pytest.raises(NotDrawn):
        pdf(Document("Title", DAY, [Heading("Deep", 4)]))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_stops_a_paper(text: str) -> None:
    assert pdf(_paper(text)).startswith(b"%PDF")
