"""The register taken away: in the trail first, as a spreadsheet without formulas, as PDF/UA-1."""

import csv
import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from register import queries
from register.book.services import ExportFormat, export_register
from register.services.keeping import annotate_line
from register.services.releasing import Handover
from tests.documents.checked import verdicts
from tests.register.conftest import approve, ask_for_copy, prepare, release, release_grant

SignIn = Callable[..., None]
pytestmark = pytest.mark.clause("RE-1")
FORMULA = '=HYPERLINK("http://e.example","pay")'


@pytest.fixture
def keeper(client: Client, practice_manager: User, sign_in: SignIn) -> Client:
    sign_in(client, practice_manager)
    return client


@pytest.fixture
def hostile(receptionist: User, ig_lead: User, practice_manager: User, call: Recording, now: datetime) -> Handover:
    """A line whose recipient is a formula, and a correction that is one too."""
    case = ask_for_copy(receptionist, now, recipient_name=FORMULA, recipient_organisation='+44 #read("x") 中文')
    approve(case, ig_lead, practice_manager, now)
    handover = release(prepare(release_grant(case, practice_manager, call), call, now), practice_manager, now)
    with acting_as(practice_manager):
        annotate_line(
            line=handover.line, kind="correction", field="recipient_name", value="@SUM(A1)", reason="-1", actor=practice_manager, now=now
        )
    return handover


def _export(fmt: ExportFormat, person: User, now: datetime) -> bytes:
    with acting_as(person):
        return export_register(wanted=queries.Filter(), fmt=fmt, actor=person, now=now).content


def test_a_csv_has_a_row_for_each_line_and_correction_and_no_formula(hostile: Handover, practice_manager: User, now: datetime) -> None:
    held = _export(ExportFormat.CSV, practice_manager, now).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(held, newline="")))
    assert len(table) == 3
    assert all(len(row) == 23 for row in table)
    assert not any(cell.startswith(tuple("=+-@")) for row in table for cell in row)
    assert table[1][5].startswith("'=HYPERLINK")


def test_a_spreadsheet_holds_the_text_itself_and_no_formula(hostile: Handover, practice_manager: User, now: datetime) -> None:
    sheet = load_workbook(io.BytesIO(_export(ExportFormat.XLSX, practice_manager, now))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert str(sheet["F2"].value).startswith(FORMULA)


def test_the_paper_is_pdf_ua_1(hostile: Handover, practice_manager: User, now: datetime) -> None:
    assert [verdict.broken for verdict in verdicts(_export(ExportFormat.PDF, practice_manager, now))] == [[]]


def test_an_empty_register_is_a_paper_too(practice_manager: User, now: datetime) -> None:
    assert [verdict.passes for verdict in verdicts(_export(ExportFormat.PDF, practice_manager, now))] == [True]


@pytest.mark.clause("AU-11")
@pytest.mark.parametrize("fmt", list(ExportFormat))
def test_a_download_is_in_the_trail(keeper: Client, handover: Handover, fmt: ExportFormat) -> None:
    answer = keeper.post(reverse("register_export"), {"format": fmt.value, "recipient": "other_service"})
    assert (answer["Content-Type"], "attachment" in answer["Content-Disposition"]) == (fmt.content_type, True)
    facts = Entry.objects.get(event=Event.REGISTER_EXPORTED).facts
    assert (facts["format"], facts["lines"], facts["recipient"]) == (fmt.value, 1, "other_service")


def test_the_download_shows_what_the_filter_shows(keeper: Client, handover: Handover) -> None:
    keeper.post(reverse("register_export"), {"format": "csv", "recipient": "insurer"})
    assert Entry.objects.get(event=Event.REGISTER_EXPORTED).facts["lines"] == 0


def test_nonsense_is_not_a_format_and_a_download_is_not_a_link(keeper: Client, handover: Handover) -> None:
    assert keeper.post(reverse("register_export"), {"format": "exe"}).status_code == 302
    assert keeper.get(reverse("register_export")).status_code == 405
    assert not Entry.objects.filter(event=Event.REGISTER_EXPORTED).exists()


@pytest.mark.parametrize(("who", "fresh"), [("receptionist", True), ("administrator", True), ("practice_manager", False)])
def test_nobody_takes_it_away_without_right_and_fresh_factor(
    client: Client, handover: Handover, sign_in: SignIn, request: pytest.FixtureRequest, who: str, fresh: bool
) -> None:
    sign_in(client, request.getfixturevalue(who), fresh=fresh)
    assert client.post(reverse("register_export"), {"format": "csv"}).status_code in (302, 403)
    assert not Entry.objects.filter(event=Event.REGISTER_EXPORTED).exists()


def test_the_number_of_queries_of_an_export_does_not_grow(practice_manager: User, grant: Grant, call: Recording, now: datetime) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            release(prepare(grant, call, now), grant.holder, now)
        with CaptureQueriesContext(connection) as asked:
            _export(ExportFormat.CSV, practice_manager, now)
        counts.append(len(asked))
    assert counts[0] == counts[1]
