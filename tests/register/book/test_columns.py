"""The twenty-three columns, completions in their place, corrections as lines of their own."""

from datetime import datetime, timedelta

import pytest

from callgov.people.models import User
from callgov.refusals import Refused
from callgov.trail.context import acting_as
from register import queries, rules
from register.book.columns import COLUMNS, empty_fields, rows
from register.models import RegisterLine
from register.services.destroying import destroy_due
from register.services.keeping import annotate_line
from register.services.releasing import Handover

pytestmark = pytest.mark.clause("RE-1")


def _note(handover: Handover, person: User, now: datetime, kind: str, field: str, value: str, reason: str = "") -> None:
    with acting_as(person):
        annotate_line(line=handover.line, kind=kind, field=field, value=value, reason=reason, actor=person, now=now)


def _whole() -> RegisterLine:
    return queries.lines_in_full(queries.Filter()).get()


def test_the_columns_are_numbered_as_the_law_lists_them() -> None:
    assert [column.number for column in COLUMNS] == list(range(1, 24))


def test_a_line_fills_what_the_release_knows(handover: Handover) -> None:
    [row] = rows([_whole()])
    read = dict(enumerate(row, 1))
    assert read[1] == f"{handover.line.year}/001"
    assert read[16] == handover.line.sha256
    assert "Ward Clerk, Northfield Hospital, Another health or care service" in read[6]
    assert (read[18], read[19].endswith("Onward sharing allowed: no")) == (handover.line.released_by.name, True)
    assert handover.line.call_number not in " ".join(row)


def test_what_the_keeper_completes_stands_in_its_column(handover: Handover, practice_manager: User, now: datetime) -> None:
    assert "identity_verified" in empty_fields(_whole(), rules.COMPLETABLE)
    _note(handover, practice_manager, now, "completion", "identity_verified", "Called back on the ward's number")
    [row] = rows([_whole()])
    assert row[10] == "Called back on the ward's number"
    assert "identity_verified" not in empty_fields(_whole(), rules.COMPLETABLE)
    assert "notes" in empty_fields(_whole(), rules.COMPLETABLE)


def test_what_stands_is_corrected_and_not_completed_a_second_time(handover: Handover, practice_manager: User, now: datetime) -> None:
    _note(handover, practice_manager, now, "completion", "receipt", "RM 123")
    with pytest.raises(Refused, match="in the register already"):
        _note(handover, practice_manager, now, "completion", "receipt", "RM 124")
    for _ in range(2):
        _note(handover, practice_manager, now, "completion", "notes", "Something else")


def test_a_copy_that_nobody_collected_has_no_deletion_to_confirm(handover: Handover, now: datetime) -> None:
    assert rows_read(20).endswith("Not confirmed")
    destroy_due(now=now + timedelta(days=28))
    assert rows_read(20).endswith("Nobody collected it, and the stored copy is destroyed")


def rows_read(number: int) -> str:
    [row] = rows([_whole()])
    return row[number - 1]


def test_a_correction_is_a_linked_line_and_the_original_stays(handover: Handover, practice_manager: User, now: datetime) -> None:
    _note(handover, practice_manager, now, "correction", "recipient_name", "W. Clerk", "Misspelt")
    own, beneath = rows([_whole()])
    assert "Ward Clerk" in own[5]
    assert own[22] == "Corrected by C1"
    assert (beneath[0], beneath[22]) == (f"{handover.line.year}/001 C1", "Corrects recipient: W. Clerk Why: Misspelt")
    assert len(own) == len(beneath) == 23
