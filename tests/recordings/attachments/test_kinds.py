"""What may be attached is told by what is inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.attachments.kinds import clean_name
from recordings.attachments.rules import refuse_paper
from recordings.attachments.services import Paper
from tests.recordings.attachments.papers import GOOD, PDF, word

pytestmark = pytest.mark.clause("AC-1")
MOST = 1024


@pytest.mark.parametrize("paper", GOOD, ids=lambda paper: paper.name)
def test_each_kind_is_taken_for_what_it_is(paper: Paper) -> None:
    assert refuse_paper(paper.name, paper.content, MOST) is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "empty-file"),
        ("long.txt", b"x" * (MOST + 1), "too-large"),
        ("program.exe", b"MZ", "file-kind"),
        ("no-ending", b"text", "file-kind"),
        ("page.html", b"<html>", "file-kind"),
        ("picture.svg", b"<svg>", "file-kind"),
        ("really-a-program.pdf", b"MZ\x90\x00", "not-what-it-says"),
        ("really-a-page.txt", b" <!DOCTYPE html><script>", "not-what-it-says"),
        ("really-a-picture.txt", b"<svg onload=x>", "not-what-it-says"),
        ("binary.txt", b"\x00\x01\x02", "not-what-it-says"),
        ("latin.txt", b"caf\xe9", "not-what-it-says"),
        ("not-a-mail.eml", b"Hello\n\nFrom: me\nSubject: x", "not-what-it-says"),
        ("not-a-zip.docx", b"PK\x03\x04broken", "not-what-it-says"),
        ("a-sheet.docx", word("xl/workbook.xml"), "not-what-it-says"),
        ("macros.docx", word("word/document.xml", "word/vbaProject.bin"), "not-what-it-says"),
        ("a.png", GOOD[1].content, "not-what-it-says"),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",  # what a zip holds tells the time
)
def test_everything_else_is_refused_with_its_sentence(name: str, content: bytes, code: str) -> None:
    refusal = refuse_paper(name, content, MOST)
    assert refusal is not None
    assert refusal.code == code


def test_a_name_keeps_its_ending_and_loses_its_folders() -> None:
    assert clean_name("C:\\Users\\x\\Written request.pdf") == "Written request.pdf"
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("a" * 300 + ".pdf") == "a" * 116 + ".pdf"
    assert clean_name("\n") == clean_name("..") == "paper"
    assert len(clean_name("a" * 50 + "." + "b" * 300)) == 120


@given(st.text(max_size=400))
def test_no_name_is_too_long_or_holds_a_folder(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= 120
    assert "/" not in cleaned
    assert cleaned.isprintable()


@given(st.binary(min_size=1, max_size=200))
def test_bytes_that_are_nothing_are_no_pdf(content: bytes) -> None:
    refusal = refuse_paper("x.pdf", content, MOST)
    assert (refusal is None) == content.startswith(PDF.content[:5])
