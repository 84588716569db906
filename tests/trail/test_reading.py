from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refused
from callgov.trail import queries
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.forms import PurposeForm, TermsForm, one_day, read_before
from callgov.trail.models import Entry, Seal
from callgov.trail.queries import PAGE, Checked
from callgov.trail.reading import Purpose, Reading, Terms, Why
from callgov.trail.rules import UNEXPLAINED, refuse_unexplained
from callgov.trail.services import open_reading, record
from callgov.trail.words import row, standing
from tests.trail.conftest import make_person, run, write_entries

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db]

REVIEW = Purpose(Why.REVIEW)


def look_for(reader: User, **asked: object) -> list[Entry]:
    with acting_as(reader):
        reading = open_reading(reader=reader, purpose=REVIEW, terms=Terms(**asked))
        return [entry for entry in queries.found(reading).entries if entry.event != Event.TRAIL_READ]


@pytest.mark.parametrize("purpose", [None, Purpose("curiosity"), Purpose(""), Purpose(Why.OTHER), Purpose(Why.OTHER, "  ")])
def test_a_reader_who_has_not_said_why_is_refused(purpose: Purpose | None) -> None:
    assert refuse_unexplained(purpose) == UNEXPLAINED


@pytest.mark.parametrize("why", [why for why in Why if why != Why.OTHER])
def test_each_reason_on_the_list_is_enough(why: Why) -> None:
    assert refuse_unexplained(Purpose(why)) is None
    assert refuse_unexplained(Purpose(Why.OTHER, "The ICO asked")) is None


def test_the_reading_itself_is_recorded_before_there_is_anything_to_read(colleague: User) -> None:
    terms = Terms(person=colleague.pk, first_day=date(2026, 11, 22))
    with acting_as(colleague):
        reading = open_reading(reader=colleague, purpose=Purpose(Why.OTHER, "The ICO asked"), terms=terms)
    entry = Entry.objects.first()
    assert reading == Reading(colleague, terms)
    assert (entry.event, entry.actor, entry.reason) == (Event.TRAIL_READ, colleague, "The ICO asked")
    assert entry.facts == {"why": "other", "looked_for": {"person": colleague.pk, "first_day": "2026-11-22"}}


def test_who_does_not_say_why_reads_nothing_and_leaves_no_entry(colleague: User) -> None:
    before = Entry.objects.count()
    with acting_as(colleague), pytest.raises(Refused):
        open_reading(reader=colleague, purpose=Purpose(""), terms=Terms())
    assert Entry.objects.count() == before


def test_a_person_is_found_by_what_they_did_and_by_what_was_done_to_them(colleague: User) -> None:
    other = make_person("other")
    with acting_as(colleague):
        done_by = record(Event.CALLS_SEARCHED)
    with acting_as(other):
        done_to = record(Event.ROLE_GIVEN, person=colleague)
        record(Event.CALLS_SEARCHED)
    assert {done_by, done_to} <= set(look_for(other, person=colleague.pk))
    assert all(colleague in (entry.actor, entry.about) for entry in look_for(other, person=colleague.pk))


def test_a_request_a_recording_and_a_kind_are_found(colleague: User) -> None:
    recording = uuid4()
    with acting_as(colleague):
        of_request = record(Event.CALLS_SEARCHED, request="REQ-2026-0001")
        of_recording = record(Event.ACCESS_OPENED, recording=recording)
    assert look_for(colleague, request="REQ-2026-0001") == [of_request]
    assert look_for(colleague, recording=recording) == [of_recording]
    assert look_for(colleague, event=Event.CALLS_SEARCHED) == [of_request]
    assert look_for(colleague, event=Event.CALLS_SEARCHED, recording=recording) == []


def test_days_are_local_and_both_are_included(colleague: User) -> None:
    today = clock.today()
    run("INSERT INTO trail_entry (event, action, object_type, object_pk, object_repr, job, request, reason, facts, timestamp)"
        " VALUES ('refused', 3, '', '', '', 'seed', 'X', '', '{}', '2026-06-30T23:30Z')")  # fmt: skip
    assert len(look_for(colleague, request="X", first_day=date(2026, 7, 1), last_day=date(2026, 7, 1))) == 1
    assert look_for(colleague, request="X", first_day=date(2026, 6, 30), last_day=date(2026, 6, 30)) == []
    assert look_for(colleague, first_day=today + timedelta(days=1)) == []
    assert look_for(colleague, first_day=today, last_day=today)


def test_pages_follow_each_other_without_gap_or_repeat(colleague: User) -> None:
    write_entries(colleague, *range(2 * PAGE + 5))
    seen: list[int] = []
    before = None
    for size in (PAGE, PAGE, 5):
        page = queries.own_acts(colleague, before)
        seen += [entry.pk for entry in page.entries]
        assert len(page.entries) == size
        before = page.older
    assert before is None
    assert seen == sorted(Entry.objects.filter(actor=colleague).values_list("pk", flat=True), reverse=True)


def test_a_page_that_is_exactly_full_is_the_last_one(colleague: User) -> None:
    write_entries(colleague, *range(PAGE))
    assert queries.own_acts(colleague, None).older is None


def test_own_acts_are_ones_own_and_nobody_elses(colleague: User) -> None:
    other = make_person("other")
    with acting_as(other):
        record(Event.ROLE_GIVEN, person=colleague)
    assert queries.own_acts(colleague, None).entries == []
    assert [entry.actor for entry in queries.own_acts(other, None).entries] == [other]


@pytest.mark.parametrize("size", [1, 40])
def test_a_page_is_one_query_whatever_stands_on_it(colleague: User, size: int) -> None:
    write_entries(colleague, *range(size))
    with CaptureQueriesContext(connection) as asked:
        for entry in queries.own_acts(colleague, None).entries:
            row(entry, None)
    assert len(asked) == 1


SELECTIVE = {"person": 1, "request": "REQ-2026-0001", "recording": uuid4(), "first_day": date(2026, 11, 22)}


@pytest.mark.parametrize("name", SELECTIVE)
def test_every_filter_has_its_index(colleague: User, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = on")
        found = Entry.objects.filter(queries._fits(Terms(**{name: SELECTIVE[name]}))).order_by()
        plan = found.explain()
    assert "entry_" in plan or "trail_entry_pkey" not in plan


def bound(**typed: str) -> TermsForm:
    return TermsForm(typed)


def test_the_filters_become_terms(colleague: User) -> None:
    recording = uuid4()
    typed = {"person": str(colleague.pk), "event": "refused", "request": " req-2026-0001 ", "recording": str(recording)}
    form = bound(**typed, **one_day(date(2026, 11, 2)))
    assert form.is_valid(), form.errors
    assert form.terms(9) == Terms(colleague.pk, "refused", "REQ-2026-0001", recording, date(2026, 11, 2), None, 9)


@pytest.mark.parametrize(("typed", "field"), [
    ({}, "first_day"), ({"event": "refused"}, "first_day"), ({"person": "999999"}, "person"), ({"recording": "12"}, "recording"),
    ({"event": "made_up"}, "event"),
    ({**one_day(date(2026, 11, 2)), "last_day_day": "1", "last_day_month": "11", "last_day_year": "2026"}, "last_day"),
])  # fmt: skip
def test_filters_that_make_no_sense_are_refused_in_words(typed: dict[str, str], field: str) -> None:
    assert field in bound(**typed).errors


@pytest.mark.parametrize(("typed", "meant"), [("12", 12), ("", None), ("-1", None), ("٣", None), ("1e3", None), ("9" * 19, None)])
def test_where_a_page_begins_is_a_number_or_nothing(typed: str, meant: int | None) -> None:
    assert read_before({"before": typed}) == meant


def test_why_must_be_chosen_and_something_else_must_be_said() -> None:
    assert PurposeForm({}).errors["why"] == ["Select why you are reading the trail"]
    assert PurposeForm({"why": "other"}).errors["words"] == ["Enter why you are reading the trail"]
    assert not PurposeForm({"why": "curiosity"}).is_valid()
    said = PurposeForm({"why": "review", "words": "left over"})
    assert said.is_valid()
    assert said.purpose() == Purpose("review", "")


def shown(entry: Entry, checked: Checked | None = None) -> str:
    entry.seal, entry.sealed_at = getattr(entry, "seal", None), getattr(entry, "sealed_at", None)
    return str(row(entry, checked))


@pytest.mark.parametrize(("changes", "words"), [
    ({"state": ["sent", "approved"]}, "state: sent, now approved"),
    ({"job_title": ["(not shown)", "(not shown)"], "name": ["(not shown)", "(not shown)"]}, "not shown: job title, name"),
    ({"sha256": [None, "ab" * 32]}, "sha256: abababababababab…"),
    ({"months": [None, 36]}, "months: 36"),
    ({"ends_on": ["2026-11-22", None]}, "ends on: 2026-11-22, now nothing"),
    ({"groups": {"add": ["4"]}}, "groups: add 4"),
    ({"is_active": [True, False]}, "is active: yes, now no"),
])  # fmt: skip
def test_a_change_is_shown_in_words(changes: dict[str, object], words: str) -> None:
    assert words in shown(Entry(event="fields_changed", job=Job.SEED, changes=changes))


def test_an_entry_is_shown_with_who_what_why_and_about_what(colleague: User) -> None:
    recording = uuid4()
    filed = {"grant": recording, "recording": recording, "request": "REQ-2026-0001", "object_repr": "copy 1"}
    entry = Entry(event=Event.ACCESS_OPENED, actor=colleague, about=colleague, reason="training", facts={"found": 3}, **filed)
    told = shown(entry)
    for words in ("Colleague", f"under grant {str(recording)[:8]}", "Recording opened", "found: 3", "Reason: training", "copy 1",
                  "REQ-2026-0001", f"?recording={recording}", "?request=REQ-2026-0001"):  # fmt: skip
        assert words in told
    assert "?request" not in str(row(entry, None, linked=False))


@pytest.mark.parametrize(("action", "words"), [(0, "Added"), (1, "Details changed"), (2, "Removed")])
def test_a_row_is_added_changed_or_removed(action: int, words: str) -> None:
    told = shown(Entry(event=Event.FIELDS_CHANGED, job=Job.SEED, action=action, changes={"id": [None, 7]}))
    assert words in told
    assert "id:" not in told


def test_words_of_others_are_not_taken_for_markup() -> None:
    entry = Entry(event=Event.REFUSED, job=Job.SEED, reason="<b>")
    entry.seal = None
    entry.sealed_at = None
    told = row(entry, None)[2]
    assert [type(line) for line in told] == [SafeString, str]


def test_a_job_is_shown_by_its_name() -> None:
    assert "Destruction of due copies" in shown(Entry(event=Event.COPY_DESTROYED, job=Job.COPY_DESTRUCTION))


def test_the_seal_is_told_in_words() -> None:
    at = clock.now().replace(year=2026, month=11, day=22, hour=12)
    entry = Entry(event=Event.REFUSED, job=Job.SEED)
    assert "Not sealed yet" in shown(entry)
    entry.seal, entry.sealed_at = 4, at
    assert "Sealed 22 November 2026, not checked yet" in shown(entry)
    assert "Sealed 22 November 2026, not checked yet" in shown(entry, Checked(at, good=True, seals=3))
    assert "Sealed 22 November 2026, chain good" in shown(entry, Checked(at, good=True, seals=4))
    assert "Sealed 22 November 2026, chain not good" in shown(entry, Checked(at, good=False, seals=4))


def test_how_the_chain_stands_is_told_in_sentences() -> None:
    at = clock.now()
    assert standing(None, "") == ["The trail has not been checked in full yet.", "Nothing is sealed yet."]
    assert "Every seal was good." in standing(Checked(at, good=True, seals=4), "ab")[0]
    assert "It found something" in standing(Checked(at, good=False, seals=4), "ab")[0]


def test_the_last_check_is_the_one_of_the_job() -> None:
    assert queries.last_check() is None
    with as_job(Job.INTEGRITY):
        for good in (False, True):
            record(Event.TRAIL_CHECKED, facts={"good": good, "seals": 7})
    checked = queries.last_check()
    assert checked is not None
    assert (checked.good, checked.seals) == (True, 7)


def test_seals_that_do_not_keep_up_are_noticed(colleague: User) -> None:
    minute, now = timedelta(minutes=1), clock.now()
    assert queries.seals_keep_up(now, within=minute)
    assert not queries.seals_keep_up(now + 2 * minute, within=minute)
    upto = "(SELECT (max(transaction)::text::bigint + 1)::text::xid8 FROM trail_entry)"
    run(f"INSERT INTO trail_seal VALUES (1, 1, '0', {upto}, 1, '', '', '\\xab', now())")
    assert queries.oldest_unsealed() is None
    assert queries.seals_keep_up(now + 2 * minute, within=minute)
    assert queries.head() == "ab"
    assert Seal.objects.count() == 1
