"""Call records alone, many at once: the audio is with the supplier."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callgov import clock
from callgov.trail.models import Entry
from recordings.intake import services
from recordings.models import AudioState, Recording
from tests.recordings.intake.conftest import Inbox


@pytest.mark.clause("LB-1")
@pytest.mark.clause("AC-5")
def test_a_record_without_a_file_is_a_call_whose_audio_is_with_the_supplier(inbox: Inbox, seated: object) -> None:
    inbox.call(direction="out", duration_seconds="187", parties="Reception", line="main line").imported()
    call = Recording.objects.get()
    assert (call.audio_state, call.stated_seconds, call.direction, call.person) == (AudioState.WITH_SUPPLIER, 187, "outgoing", seated)
    assert call.purpose.lawful_basis
    assert str(call.retain_until) == "2029-08-06"


def test_ten_records_or_a_thousand_take_as_many_statements(inbox: Inbox) -> None:
    counted = []
    for number in (10, 1000):
        inbox.rows = []
        for row in range(number):
            inbox.call(call_id=f"{number}-{row}")
        with CaptureQueriesContext(connection) as asked:
            inbox.imported()
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert Recording.objects.count() == 1010


def test_records_that_are_known_are_left_alone(inbox: Inbox) -> None:
    inbox.call(call_id="1").call().imported()
    outcome = inbox.call(call_id="2").imported()
    assert (outcome.records_only, outcome.known_already, Recording.objects.count()) == (1, 2, 3)


def test_a_record_that_makes_no_sense_is_refused_and_the_rest_go_in(inbox: Inbox) -> None:
    outcome = inbox.call(call_id="1").call(call_id="2", extension="219").imported()
    assert outcome.records_only == 1
    assert str(outcome.refusals[0]).startswith("Row 3: extension 219 is not known")


def test_the_run_has_one_entry_for_all_its_records(inbox: Inbox) -> None:
    for row in range(5):
        inbox.call(call_id=str(row))
    inbox.imported()
    assert list(Entry.objects.filter(event__in=["call_imported", "import_finished"]).values_list("event", flat=True)) == ["import_finished"]


def test_a_json_list_does_as_well(inbox: Inbox) -> None:
    text = '[{"file": null, "start": "2026-08-06T17:30:00Z", "ext": 214, "number": "07700 900461", "id": 7}]'
    (inbox.root / "calls.json").write_text(text)
    assert services.import_path(paths=[inbox.root], now=clock.now()).records_only == 1
    assert Recording.objects.get().source_key == "7"
