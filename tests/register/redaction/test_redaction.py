"""Marking, sending, checking; and that nothing leaves otherwise than it was confirmed."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pydub import AudioSegment

from access_requests.models import AccessRequest
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.registry import registry
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings import audio
from recordings.audio.hiding import Hiding
from recordings.intake.locks import of_subject
from recordings.intake.services import clear_left_over
from recordings.models import Grant, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from register.models import Ground, Redaction, RedactionCheck, RedactionSpan, RedactionState, RegisterLine, Release, Side
from register.redaction import queries, services
from register.redaction.forms import PartForm
from tests.register.conftest import prepare, release
from tests.register.redaction.conftest import begin, confirm, confirmed_marks, hear, mark, part, send


def sound_of(stored: StoredObject | None) -> AudioSegment:
    assert stored is not None
    with as_job(Job.COMMAND):
        access = open_job_access(job=Job.COMMAND, subject=stored.subject, reason="test", now=stored.created_at)
    content = b"".join(Vault().open(access, stored))
    wanted = audio.Wanted(audio.CopyFormat.WAV, 0, 3000, 1, stored.content_type)
    with audio.copied([content], wanted) as copy:
        return AudioSegment.from_wav(io.BytesIO(b"".join(copy)))


# The whole way


@pytest.mark.clause("AC-9", "AC-10")
@pytest.mark.parametrize("fmt", ["wav", "mp3", "opus"])
def test_a_copy_leaves_with_what_was_confirmed_silenced(
    confirmed: Redaction, grant: Grant, call: Recording, now: datetime, fmt: str
) -> None:
    copy = prepare(grant, call, now, format=fmt, unredacted_reason="")
    sound = sound_of(copy.stored)
    assert copy.redaction == confirmed
    assert sound[1000:1500].max <= (8 if fmt == "opus" else 0)
    assert sound[:800].rms > 1000
    assert sound[1700:].rms > 1000


@pytest.mark.clause("RE-1")
def test_the_register_says_what_was_silenced_and_who_confirmed(
    confirmed: Redaction, grant: Grant, call: Recording, practice_manager: User, dpo: User, now: datetime
) -> None:
    release(prepare(grant, call, now), practice_manager, now)
    line = RegisterLine.objects.get()
    assert line.third_party_review == f"1 part silenced: it is about someone else (third party). Confirmed by {dpo.get_full_name()}."


@pytest.mark.clause("AU-11")
def test_each_step_is_in_the_trail_without_what_was_noted(confirmed: Redaction, call: Recording) -> None:
    told = list(Entry.objects.filter(recording=call.pk).order_by("id").values_list("event", flat=True))
    steps = [Event.REDACTION_BEGUN, Event.PART_MARKED, Event.REDACTION_SENT, Event.AUDIO_PLAYED, Event.REDACTION_CONFIRMED]
    assert [event for event in told if event in steps] == steps
    assert not any("neighbour" in str(entry.facts) for entry in Entry.objects.all())


def test_the_copy_to_be_checked_is_the_copy_as_it_would_leave(sent: Redaction) -> None:
    assert sound_of(sent.preview)[1000:1500].max == 0
    assert sent.kept_permille == pytest.approx(1000 * (3000 - 800) / 3000, abs=2)


def test_what_is_kept_for_checking_is_not_taken_for_a_left_over_import(sent: Redaction, now: datetime) -> None:
    clear_left_over(now=now)
    assert queries.peaks(sent).destroyed_at is None


# Marking


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"start", "end"}), ({"side": "both"}, {"start", "end"}), ({"side": "caller"}, set()), ({"side": "practice"}, set()),
        ({"side": "caller", "start": "0:01"}, {"end"}), ({"side": "caller", "end": "0:02"}, {"start"}),
        ({"side": "both", "start": "0:01", "end": "0:02"}, set()), ({"side": "caller", "start": "x"}, {"start", "end"}),
    ],
)  # fmt: skip
def test_one_side_without_edges_is_all_of_that_side(typed: dict[str, str], wrong: set[str]) -> None:
    form = PartForm({"side": "both", "ground": Ground.CARD, "note": "", **typed}, call=Recording(channels=2, duration_ms=3000))
    assert set(form.errors) == wrong
    if not wrong:
        whole = "start" not in typed
        assert (form.part().from_ms, form.part().until_ms) == ((0, 3000) if whole else (1000, 2000))


def test_a_call_with_both_voices_together_has_no_whole_side() -> None:
    form = PartForm({"ground": Ground.CARD, "note": "", "side": "caller"}, call=Recording(channels=1, duration_ms=3000))
    assert set(form.errors) == {"start", "end"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (part(1000, 1000), "after From"),
        (part(1000, 4000), r"ends at 0:03\.0"),
        (part(side=Side.CALLER), "both voices together"),
        (part(side="left"), "both voices together"),
        (part(ground="secret"), "Choose why"),
        (part(ground=Ground.OTHER, note=" "), "other reason"),
    ],
)
def test_a_part_that_cannot_be_is_not_marked(draft: Redaction, practice_manager: User, now: datetime, given: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        mark(draft, practice_manager, now, given)
    assert not RedactionSpan.objects.exists()


def test_a_part_is_taken_out_and_put_back(draft: Redaction, practice_manager: User, now: datetime) -> None:
    span = mark(draft, practice_manager, now)
    with acting_as(practice_manager):
        services.unmark(redaction_id=draft.pk, span_id=span.pk, person=practice_manager, now=now)
        assert queries.spans(draft) == []
        services.unmark_undone(redaction_id=draft.pk, span_id=span.pk, person=practice_manager, now=now)
    assert queries.spans(draft) == [span]


def test_a_part_of_another_call_is_not_there(draft: Redaction, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager), pytest.raises(NotYours):
        services.unmark(redaction_id=draft.pk, span_id=0, person=practice_manager, now=now)


def test_nobody_marks_under_someone_elses_grant(draft: Redaction, nurse: User, now: datetime) -> None:
    with pytest.raises(NotYours):
        mark(draft, nurse, now)
    with acting_as(nurse), pytest.raises(NotYours):
        services.begin(grant_id=draft.grant_id, recording_id=draft.recording_id, person=nurse, now=now)


def test_beginning_again_opens_the_same_draft(draft: Redaction, grant: Grant, call: Recording, now: datetime) -> None:
    assert begin(grant, call, now) == draft


def test_what_was_sent_does_not_change(sent: Redaction, practice_manager: User, now: datetime) -> None:
    with pytest.raises(Refused, match="sent for checking"):
        mark(sent, practice_manager, now)
    with acting_as(practice_manager), pytest.raises(Refused, match="sent for checking"):
        services.discard(redaction_id=sent.pk, person=practice_manager, now=now)
    with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
        RedactionSpan.objects.recorded().update(until_ms=1100)


def test_nothing_to_check_is_not_sent(draft: Redaction, practice_manager: User, now: datetime) -> None:
    with pytest.raises(Refused, match="No part is marked"):
        send(draft, practice_manager, now)


def test_a_second_press_does_not_disturb_the_first(draft: Redaction, practice_manager: User, now: datetime) -> None:
    mark(draft, practice_manager, now)
    first = connection.copy()
    with first.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [of_subject(draft.pk)])
        with pytest.raises(Conflict, match="being made"):
            send(draft, practice_manager, now)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [of_subject(draft.pk)])  # closing alone lets go a moment later
    first.close()
    assert send(draft, practice_manager, now).state == RedactionState.CHECKING


def test_a_copy_that_cannot_be_proven_is_not_sent(
    draft: Redaction, practice_manager: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(draft, practice_manager, now)
    monkeypatch.setattr(Hiding, "apply", lambda _self, block, _at: block)
    with pytest.raises(audio.CopyNotProven, match="can still be heard"):
        send(draft, practice_manager, now)
    draft.refresh_from_db()
    assert draft.state == RedactionState.DRAFT


def test_a_tone_can_be_chosen(draft: Redaction, practice_manager: User, now: datetime) -> None:
    mark(draft, practice_manager, now)
    with acting_as(practice_manager):
        services.set_cover(redaction_id=draft.pk, cover="tone", person=practice_manager, now=now)
        with pytest.raises(Refused, match="silence or a tone"):
            services.set_cover(redaction_id=draft.pk, cover="music", person=practice_manager, now=now)
    assert sound_of(send(draft, practice_manager, now).preview)[1100:1400].rms > 100


# Checking


@pytest.mark.clause("AC-10")
def test_nobody_checks_their_own_work(sent: Redaction, practice_manager: User, now: datetime) -> None:
    for verb in (hear, confirm):
        with pytest.raises(Refused, match="cannot check your own work"):
            verb(sent, practice_manager, now)
    with pytest.raises(IntegrityError, match="nobody_checks_their_own_redaction"), transaction.atomic():
        RedactionCheck.objects.create(
            redaction=sent, confirmed=True, nobody_else_heard=True, preview_sha256="", prepared_by=practice_manager,
            checked_by=practice_manager, checked_at=now,
        )  # fmt: skip


@pytest.mark.clause("AC-10")
def test_the_database_knows_no_confirmation_without_a_second_person(sent: Redaction) -> None:
    Redaction.objects.recorded().filter(pk=sent.pk).update(state="confirmed")
    with pytest.raises(IntegrityError, match="marked none of its parts"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_whoever_asked_and_whoever_may_not_do_not_check(sent: Redaction, receptionist: User, nurse: User, now: datetime) -> None:
    with pytest.raises(Refused, match="You asked for this recording"):
        confirm(sent, receptionist, now)
    with pytest.raises(Refused, match="Your role does not let you"):
        confirm(sent, nurse, now)


@pytest.mark.clause("AC-10")
def test_every_silenced_part_is_heard_before_the_copy_is_confirmed(sent: Redaction, dpo: User, now: datetime) -> None:
    hear(sent, dpo, now, 0, 1.1)
    with pytest.raises(Refused, match=r"1 of 1 is left"):
        confirm(sent, dpo, now)
    hear(sent, dpo, now, 1.1, 3)
    assert confirm(sent, dpo, now).confirmed


def test_a_copy_in_which_someone_else_is_heard_is_sent_back_and_made_again(
    sent: Redaction, dpo: User, practice_manager: User, now: datetime
) -> None:
    hear(sent, dpo, now)
    with pytest.raises(Refused, match="Someone else can still be heard"):
        confirm(sent, dpo, now, nobody_else=False)
    with acting_as(dpo):
        with pytest.raises(Refused, match="Say what must be changed"):
            services.send_back(redaction_id=sent.pk, person=dpo, note=" ", nobody_else=False, now=now)
        services.send_back(redaction_id=sent.pk, person=dpo, note="A child at 0:02", nobody_else=False, now=now)
    mark(sent, practice_manager, now, part(2000, 2400))
    again = send(sent, practice_manager, now)
    assert sound_of(again.preview)[2000:2400].max == 0
    with pytest.raises(Refused, match="2 of 2 are left"):  # what was heard of the copy before does not count
        confirm(again, dpo, now)


def test_a_decision_stands(confirmed: Redaction, dpo: User, now: datetime) -> None:
    with pytest.raises(Conflict):
        confirm(confirmed, dpo, now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RedactionCheck.objects.recorded().update(note="No")


# What leaves


@pytest.fixture
def demanding() -> Iterator[None]:
    """A decision that lets the recording leave only in part."""

    def demands(_case: AccessRequest, _recording: object) -> bool:
        return True

    registry.redaction_demands.append(demands)
    yield
    registry.redaction_demands.remove(demands)


@pytest.mark.clause("AC-6", "AC-10")
def test_a_recording_that_may_leave_only_in_part_does_not_leave_whole(
    demanding: None, grant: Grant, call: Recording, dpo: User, now: datetime
) -> None:
    with pytest.raises(Refused, match="only in part"):
        prepare(grant, call, now)
    confirmed_marks(grant, call, dpo, now)
    assert prepare(grant, call, now).redaction is not None


@pytest.mark.clause("AC-6", "AC-10")
def test_a_copy_prepared_whole_does_not_leave_once_a_decision_lets_it_leave_only_in_part(
    grant: Grant, call: Recording, practice_manager: User, now: datetime, request: pytest.FixtureRequest
) -> None:
    copy = prepare(grant, call, now)
    request.getfixturevalue("demanding")
    with pytest.raises(Refused, match="only in part"):
        release(copy, practice_manager, now)
    assert not RegisterLine.objects.exists()


@pytest.mark.clause("AC-10")
def test_while_marks_are_open_nothing_leaves(draft: Redaction, grant: Grant, call: Recording, now: datetime) -> None:
    with pytest.raises(Refused, match="nobody has confirmed them"):
        prepare(grant, call, now)


def test_without_marks_someone_says_why_nothing_is_silenced(grant: Grant, call: Recording, now: datetime) -> None:
    with pytest.raises(Refused, match="why nothing needs to be silenced"):
        prepare(grant, call, now, unredacted_reason=" ")


@pytest.mark.clause("AC-10")
def test_a_copy_made_before_the_marks_does_not_leave(
    grant: Grant, call: Recording, practice_manager: User, dpo: User, now: datetime
) -> None:
    copy = prepare(grant, call, now)
    begin(grant, call, now)
    with pytest.raises(Refused, match="nobody has confirmed"):
        release(copy, practice_manager, now)
    confirmed_marks(grant, call, dpo, now)
    with pytest.raises(Refused, match="changed after this copy was made"):
        release(copy, practice_manager, now)
    with pytest.raises(DatabaseError, match="only as it was confirmed"), transaction.atomic():
        Release.objects.recorded().filter(pk=copy.pk).update(state="released", released_at=now, released_by=practice_manager)


@pytest.mark.clause("AC-10")
def test_a_new_version_replaces_the_old_and_its_copies(
    confirmed: Redaction, grant: Grant, call: Recording, practice_manager: User, dpo: User, now: datetime
) -> None:
    copy = prepare(grant, call, now)
    second = begin(grant, call, now)
    assert [one.from_ms for one in queries.spans(second)] == [1000]
    mark(second, practice_manager, now, part(2000, 2500))
    send(second, practice_manager, now)
    hear(second, dpo, now)
    confirm(second, dpo, now)
    confirmed.refresh_from_db()
    assert confirmed.state == RedactionState.REPLACED
    with pytest.raises(Refused, match="changed after this copy was made"):
        release(copy, practice_manager, now)


def test_discarded_marks_do_not_count(draft: Redaction, grant: Grant, call: Recording, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager):
        services.discard(redaction_id=draft.pk, person=practice_manager, now=now)
    assert prepare(grant, call, now).redaction is None


def test_copies_for_checking_go_when_the_request_ends(sent: Redaction, case: AccessRequest, now: datetime) -> None:
    assert services.destroy_previews(now=now) == 0
    AccessRequest.objects.recorded().filter(pk=case.pk).update(state="closed", closed_at=now)
    assert services.destroy_previews(now=now) == 1
    assert services.destroy_previews(now=now) == 0
    assert not StoredObject.objects.filter(subject=sent.pk, destroyed_at=None).exists()


def test_a_request_that_is_not_approved_is_not_marked(
    grant: Grant, call: Recording, case: AccessRequest, practice_manager: User, now: datetime
) -> None:
    AccessRequest.objects.recorded().filter(pk=case.pk).update(state="closed", closed_at=now)
    with pytest.raises(Conflict):
        begin(grant, call, now)
