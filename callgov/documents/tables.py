"""Tables for a spreadsheet: CSV and XLSX in which no cell is a formula, whoever typed what is in it.

CSV has no types, so a text that a spreadsheet could take for a formula gets an apostrophe in front, as OWASP advises. XLSX has: there
a text is stored as text and marked so, and keeps its exact characters.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from callgov.clock import LONDON

Cell = str | int | float | bool | date | datetime | None

# what begins a formula, also after blanks, a separator of another country's CSV, or a line break inside the cell
_FORMULA = re.compile("(^|[;\t\n\r])([\\s\u200b-\u200f\u2060\ufeff\"']*)(?=[=+\\-@|%\uff1d\uff0b\uff0d\uff20])")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML file may hold these
_BOM = "\ufeff"  # without it a spreadsheet reads UTF-8 as something else
_MOST = 32_767  # characters that a spreadsheet's cell holds
_WIDTHS = (10, 60)


def neutral(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet could begin to read a formula."""
    return _FORMULA.sub(r"\1\2'", _ILLEGAL.sub("", text))


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, every cell quoted; days as 2026-08-06, instants in London time with their offset."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in columns])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return (_BOM + held.getvalue()).encode()


def _csv_cell(value: Cell) -> str:
    if isinstance(value, str):
        return neutral(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def xlsx_file(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: header row in bold, frozen and with filters; numbers and days typed; text as text. Instants are London clock times."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.language = title, "en-GB"
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "B2"
    listed = [list(row) for row in rows]
    for number, name in enumerate(columns):
        sheet.column_dimensions[get_column_letter(number + 1)].width = _width([name, *(row[number] for row in listed)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(listed) + 1}"
    sheet.append([_xlsx_cell(sheet, name, Font(bold=True)) for name in columns])
    for row in listed:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: Cell, font: Font | None = None) -> SheetCell:
    cell = WriteOnlyCell(sheet, _xlsx_value(value))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font is not None:
        cell.font = font
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _xlsx_value(value: Cell) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).replace(tzinfo=None)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return _ILLEGAL.sub("", value)[:_MOST] if isinstance(value, str) else value


def _width(values: Iterable[Cell]) -> int:
    least, most = _WIDTHS
    return max(least, min(most, max(len(str(value)) for value in values if value is not None) + 2))


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31]
