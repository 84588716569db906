"""The register on paper: an overview, then each line with all of its columns. PDF/UA-1."""

from collections.abc import Sequence
from datetime import datetime

from callgov import clock
from callgov.documents import Document, Facts, Grid, Heading, Paragraph, pdf
from callgov.ui.formats import counted, nhs_date, nhs_when
from recordings.purposes import PURPOSE_WORDS
from register.book.columns import COLUMNS, corrections, line_name, rows
from register.models import RegisterLine

TITLE = "Release of Recording Register"


def register_paper(lines: Sequence[RegisterLine], *, shown: str, by: str, trail_head: str, now: datetime) -> bytes:
    """The lines as PDF. `shown` says which lines these are, `trail_head` is the last seal: who holds this paper can tell a later change."""
    head = [
        ("Printed", f"{nhs_when(now)} by {by}"),
        ("Shown", f"{shown}: {counted(len(lines), 'line')}"),
        ("Head of the trail", trail_head or "Not sealed yet"),
    ]
    blocks = [Facts(head), *([_overview(lines), *_in_full(lines)] if lines else [Paragraph("No releases.")])]
    return pdf(Document(TITLE, clock.local_day(now), blocks, foot=f"{TITLE}, printed {nhs_date(clock.local_day(now))}"))


def _overview(lines: Sequence[RegisterLine]) -> Grid:
    names = ["Line", "Released", "Given to", "Purpose", "Delete by"]
    cells = [
        [
            line_name(line), nhs_date(line.released_at), _given_to(line),
            PURPOSE_WORDS[line.purpose], nhs_date(line.delete_by),
        ]
        for line in lines
    ]  # fmt: skip
    return Grid("Lines, newest first", names, cells, (2, 4, 5, 4, 4))


def _given_to(line: RegisterLine) -> str:
    return ", ".join(word for word in (line.recipient_name, line.recipient_organisation) if word)


def _in_full(lines: Sequence[RegisterLine]) -> list[Heading | Facts]:
    blocks: list[Heading | Facts] = []
    for line in lines:
        own, *beneath = rows([line])
        blocks.append(Heading(f"Line {line_name(line)}"))
        blocks.append(Facts([(column.title, value or "Nothing recorded") for column, value in zip(COLUMNS[1:], own[1:], strict=True)]))
        for row, note in zip(beneath, corrections(line), strict=True):
            blocks.append(Heading(f"Line {row[0]}", 3))
            blocks.append(Facts([("Written", f"{nhs_when(note.written_at)} by {note.written_by.name}"), ("Correction", row[-1])]))
    return blocks
