"""Making a copy."""

import io
from datetime import datetime, timedelta

import av
import pytest
from pydub import AudioSegment

from access_requests.models import AccessRequest
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import Grant, ObjectRole, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from register.models import Release, ReleaseState
from register.services.preparing import prepare_copy
from tests.recordings.factories import make_call, make_chosen
from tests.register.conftest import SESSION, approve, ask_for_copy, prepare, spec


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize(("fmt", "codec"), [("mp3", "mp3"), ("wav", "pcm_s16le")])
def test_the_copy_is_in_the_format_asked_for(grant: Grant, call: Recording, now: datetime, fmt: str, codec: str, tmp_path: object) -> None:
    copy = prepare(grant, call, now, format=fmt)
    access = open_job_access(job=Job.COMMAND, subject=copy.pk, reason="test", now=now)
    path = f"{tmp_path}/copy"
    with open(path, "wb") as file:
        file.writelines(Vault().open(access, copy.stored))
    with av.open(path) as opened:
        assert opened.streams.audio[0].codec_context.name.startswith(codec)
        assert opened.metadata == {}


def test_the_copy_sounds_like_the_original(grant: Grant, call: Recording, now: datetime) -> None:
    copy = prepare(grant, call, now, from_ms=1000, until_ms=2000, format="wav")
    original = StoredObject.objects.get(subject=call.pk, role=ObjectRole.ORIGINAL)
    heard, meant = (_sound(stored) for stored in (copy.stored, original))
    assert len(heard) == 1000
    assert heard.rms == meant[1000:2000].rms
    assert heard.raw_data == meant[1000:2000].raw_data


def _sound(stored: StoredObject | None) -> AudioSegment:
    assert stored is not None
    with as_job(Job.COMMAND):
        access = open_job_access(job=Job.COMMAND, subject=stored.subject, reason="test", now=stored.created_at)
    return AudioSegment.from_wav(io.BytesIO(b"".join(Vault().open(access, stored))))


def test_an_extract_lasts_as_long_as_it_was_asked_to(grant: Grant, call: Recording, now: datetime) -> None:
    copy = prepare(grant, call, now, from_ms=500, until_ms=1500, format="wav")
    assert copy.duration_ms == 1000
    assert copy.stored is not None
    assert copy.stored.plain_size == 44 + 16_000


@pytest.mark.clause("AU-11")
def test_the_access_is_in_the_trail_before_the_copy(grant: Grant, call: Recording, now: datetime) -> None:
    prepare(grant, call, now)
    events = list(Entry.objects.filter(recording=call.pk).order_by("id").values_list("event", flat=True))
    assert events.index(Event.ACCESS_OPENED) < events.index(Event.COPY_PREPARED)


def test_copies_of_a_request_are_numbered(grant: Grant, call: Recording, now: datetime) -> None:
    assert [prepare(grant, call, now).copy_number for _ in range(2)] == [1, 2]


@pytest.mark.clause("AC-4")
def test_nobody_prepares_under_someone_elses_grant(grant: Grant, call: Recording, nurse: User, now: datetime) -> None:
    with acting_as(nurse), pytest.raises(NotYours):
        prepare_copy(grant_id=grant.pk, recording_id=call.pk, person=nurse, spec=spec(now), session_key=SESSION, now=now)
    assert not Release.objects.exists()


@pytest.mark.clause("AC-4")
def test_a_call_that_was_not_chosen_cannot_be_copied(grant: Grant, now: datetime) -> None:
    with pytest.raises(NotYours):
        prepare(grant, make_call(now - timedelta(days=1)), now)


def test_audio_that_is_with_the_supplier_cannot_be_copied(grant: Grant, now: datetime) -> None:
    elsewhere = make_call(now - timedelta(days=1))
    with acting_as(grant.holder):
        make_chosen(grant, [elsewhere])
    with pytest.raises(Refused, match="not held here"):
        prepare(grant, elsewhere, now)


@pytest.mark.clause("RE-1")
def test_the_approver_cannot_prepare_the_copy(receptionist: User, ig_lead: User, now: datetime, db: None) -> None:
    case = ask_for_copy(receptionist, now)
    with pytest.raises(Refused, match="someone else must release"):
        approve(case, ig_lead, ig_lead, now)


def test_a_copy_that_cannot_be_proven_leaves_nothing_behind(grant: Grant, call: Recording, now: datetime) -> None:
    before = StoredObject.objects.count()
    with pytest.raises(Refused, match=r"The recording ends at 0:03\.0"):
        prepare(grant, call, now, from_ms=0, until_ms=9000)
    assert StoredObject.objects.count() == before
    assert not Release.objects.exists()


def test_a_prepared_copy_has_no_line_yet(prepared: Release, case: AccessRequest) -> None:
    assert prepared.state == ReleaseState.PREPARED
    assert not hasattr(prepared, "line")
