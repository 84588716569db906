"""Versions, certificates, release as text and PDF; drafts by the practice's own engine, which hears nothing in silenced parts."""

import math
import sys
from array import array
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings import audio
from recordings.models import Grant, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from register.models import TranscriptVersion
from register.transcripts import services
from register.transcripts.lines import Line
from tests.documents.checked import verdicts
from tests.recordings.audio.made import chunk, fmt, wav
from tests.recordings.factories import make_held_call
from tests.register.conftest import SESSION, prepare
from tests.register.redaction.conftest import confirmed_marks, part
from tests.register.transcripts.stand_in import PITCHES

STAND_IN = Path(__file__).with_name("stand_in.py")
LINES = [Line(0, 1000, "Practice", "Good morning"), Line(1000, 2000, "Caller", "My neighbour"), Line(2000, 3000, "Practice", "I see")]


def spoken() -> bytes:
    """Three words of the stand-in's language, a second each."""
    sound = array("h", (round(9000 * math.sin(math.tau * pitch * n / 8000)) for pitch in PITCHES.values() for n in range(8000)))
    return wav(fmt(), chunk(b"data", sound.tobytes()))


@pytest.fixture
def call(now: datetime, db: None) -> Recording:
    return make_held_call(now - timedelta(days=3), seconds=3, sound=spoken())


@pytest.fixture
def engine(settings: Any) -> None:
    settings.SPEECH_ENGINE = f"{sys.executable} {STAND_IN}"


def write(grant: Grant, call: Recording, now: datetime) -> TranscriptVersion:
    with acting_as(grant.holder):
        return services.write(grant_id=grant.pk, recording_id=call.pk, person=grant.holder, lines=LINES, now=now)


def certify(version: TranscriptVersion, person: User, now: datetime) -> None:
    with acting_as(person):
        services.certify(version_id=version.pk, person=person, now=now)


def content_of(stored: StoredObject | None) -> bytes:
    assert stored is not None
    with as_job(Job.COMMAND):
        access = open_job_access(job=Job.COMMAND, subject=stored.subject, reason="test", now=stored.created_at)
    return b"".join(Vault().open(access, stored))


@pytest.mark.clause("AC-9")
def test_a_certified_transcript_leaves_as_text_and_pdf_silenced_in_the_same_parts(
    grant: Grant, call: Recording, practice_manager: User, dpo: User, now: datetime
) -> None:
    certify(write(grant, call, now), practice_manager, now)
    confirmed_marks(grant, call, dpo, now, part(1300, 1700))
    text = content_of(prepare(grant, call, now, format="txt", format_reason="They cannot hear").stored).decode()
    assert "0:01.0 Caller: [silenced]" in text
    assert "neighbour" not in text
    assert f"Certified as a true transcript by {practice_manager.get_full_name()}" in text
    paper = content_of(prepare(grant, call, now, format="pdf", format_reason="They cannot hear").stored)
    assert [verdict.broken for verdict in verdicts(paper)] == [[]]


@pytest.mark.clause("AC-9")
def test_text_that_nobody_certified_does_not_leave(grant: Grant, call: Recording, now: datetime) -> None:
    for _ in (None, write(grant, call, now)):
        with pytest.raises(Refused, match="A named person must certify"):
            prepare(grant, call, now, format="txt")


def test_a_correction_is_a_new_version_that_must_be_certified_again(
    grant: Grant, call: Recording, practice_manager: User, now: datetime
) -> None:
    first = write(grant, call, now)
    certify(first, practice_manager, now)
    second = write(grant, call, now)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Refused, match="newer version"):
        certify(first, practice_manager, now)
    with pytest.raises(Refused, match="must certify"):
        prepare(grant, call, now, format="pdf")
    certify(second, practice_manager, now)
    with pytest.raises(Refused, match="certified already"):
        certify(second, practice_manager, now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TranscriptVersion.objects.recorded().update(lines=0)


@pytest.mark.clause("AC-4")
def test_nobody_writes_or_certifies_under_someone_elses_grant(grant: Grant, call: Recording, nurse: User, now: datetime) -> None:
    version = write(grant, call, now)
    with acting_as(nurse), pytest.raises(NotYours):
        services.write(grant_id=grant.pk, recording_id=call.pk, person=nurse, lines=LINES, now=now)
    with pytest.raises(NotYours):
        certify(version, nurse, now)


@pytest.mark.clause("AU-11")
def test_the_trail_tells_of_versions_and_not_of_words(grant: Grant, call: Recording, now: datetime) -> None:
    write(grant, call, now)
    entry = Entry.objects.get(event=Event.TRANSCRIPT_WRITTEN)
    assert entry.facts == {"version": 1, "lines": 3, "origin": "typed"}
    with acting_as(grant.holder), pytest.raises(Refused, match="Enter what is said"):
        services.write(grant_id=grant.pk, recording_id=call.pk, person=grant.holder, lines=[], now=now)


# Speech to text


def heard(content: bytes, content_type: str) -> set[str]:
    return {one.words for one in audio.transcribe([content], 1, 2990, content_type)}


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize("fmt_", ["wav", "mp3", "opus"])
def test_the_engine_hears_nothing_in_a_silenced_part_in_any_format(
    engine: None, grant: Grant, call: Recording, dpo: User, now: datetime, fmt_: str
) -> None:
    assert heard(spoken(), "audio/wav") == {"alpha", "bravo", "charlie"}
    confirmed_marks(grant, call, dpo, now, part(1000, 2000))
    copy = prepare(grant, call, now, format=fmt_, format_reason="x")
    assert copy.stored is not None
    assert heard(content_of(copy.stored), copy.stored.content_type) == {"alpha", "charlie"}


def test_a_draft_by_the_engine_is_a_first_version(engine: None, grant: Grant, call: Recording, now: datetime) -> None:
    with acting_as(grant.holder):
        version = services.draft(grant_id=grant.pk, recording_id=call.pk, person=grant.holder, session_key=SESSION, now=now)
    assert (version.number, version.origin, version.lines) == (1, "engine", 12)


@pytest.mark.parametrize("command", ["", "/no/such/engine", f"{sys.executable} -c print('words')"])
def test_without_an_engine_that_answers_there_is_no_draft(settings: Any, command: str) -> None:
    settings.SPEECH_ENGINE = command
    with pytest.raises(audio.EngineMissing):
        heard(spoken(), "audio/wav")


def test_speech_to_text_is_off_unless_it_is_set_up(settings: Any) -> None:
    assert settings.SPEECH_ENGINE == ""


# The page


def test_the_page_keeps_versions_and_certifies(
    client: Client, sign_in: Callable[..., None], grant: Grant, call: Recording, practice_manager: User
) -> None:
    sign_in(client, practice_manager)
    url = reverse("transcript", args=[grant.pk, call.pk])
    assert "Line 1 must be" in client.post(url, {"text": "good morning"}).content.decode()
    saved = client.post(url, {"text": "0:00.5 Practice: Good morning"}, follow=True).content.decode()
    assert "Saved as a new version" in saved
    assert "0:00.5 Practice: Good morning" in saved
    version = TranscriptVersion.objects.get()
    assert "Certified under your name" in client.post(reverse("transcript_certify", args=[version.pk]), follow=True).content.decode()


def test_drafting_without_an_engine_says_so(
    client: Client, sign_in: Callable[..., None], grant: Grant, call: Recording, practice_manager: User
) -> None:
    sign_in(client, practice_manager)
    page = client.post(reverse("transcript_draft", args=[grant.pk, call.pk]), follow=True)
    assert "Speech to text is not set up" in page.content.decode()
