"""Taking the register away: the entry is written first, then the file is made."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callgov import clock
from callgov.documents import csv_file, xlsx_file
from callgov.people.models import User
from callgov.policy import enforces
from callgov.trail.events import Event
from callgov.trail.queries import head
from callgov.trail.services import record
from register import queries
from register.book.columns import COLUMNS, rows
from register.book.paper import TITLE, register_paper
from register.models import RegisterLine


class ExportFormat(StrEnum):
    """As what the register can be taken away."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"

    @property
    def content_type(self) -> str:
        """What a browser is told."""
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return {self.CSV: "text/csv; charset=utf-8", self.XLSX: sheet, self.PDF: "application/pdf"}[self]


@dataclass(frozen=True)
class Export:
    """A file to take away; its name holds a day and nobody's name."""

    name: str
    content_type: str
    content: bytes


@enforces("RE-1", "AU-11")
def export_register(*, wanted: queries.Filter, fmt: ExportFormat, actor: User, now: datetime) -> Export:
    """The lines that a filter shows, as CSV, XLSX or PDF, with that they were taken away in the trail first (law.md 8.2)."""
    lines = list(queries.lines_in_full(wanted))
    facts = {"format": fmt.value, "lines": len(lines), "year": wanted.year, "recipient": wanted.recipient_type, "purpose": wanted.purpose}
    record(Event.REGISTER_EXPORTED, facts=facts)
    name = f"register-{clock.local_day(now).isoformat()}.{fmt.value}"
    return Export(name, fmt.content_type, _content(lines, wanted, fmt, actor, now))


def _content(lines: list[RegisterLine], wanted: queries.Filter, fmt: ExportFormat, actor: User, now: datetime) -> bytes:
    titles = [f"{column.number} {column.title}" for column in COLUMNS]
    if fmt is ExportFormat.CSV:
        return csv_file(titles, rows(lines))
    if fmt is ExportFormat.XLSX:
        return xlsx_file(TITLE, titles, rows(lines))
    return register_paper(lines, shown=wanted.words, by=actor.name, trail_head=head(), now=now)
