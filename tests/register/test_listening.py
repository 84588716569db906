"""Listening at the practice, supervised, is a release: a line first, then sound, and nothing taken away."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from callgov.people.models import User
from callgov.refusals import Conflict, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from register.models import Method, RegisterLine
from register.services.handing import download_to_hand_over
from tests.register.conftest import SESSION, prepare, release


@pytest.mark.clause("AC-9", "RE-1")
def test_nothing_sounds_before_its_line_is_written_and_nothing_is_taken_away(
    client: Client, sign_in: Callable[..., None], grant: Grant, call: Recording, practice_manager: User, now: datetime
) -> None:
    copy = prepare(grant, call, now, method=Method.LISTENED)
    sign_in(client, practice_manager)
    sound = reverse("release_audio", args=[copy.pk])
    assert client.get(sound).status_code == 409
    release(copy, practice_manager, now)
    assert RegisterLine.objects.get().extent == "Listened to only: whole recording"
    assert not copy.confirmation_required
    assert "Stay with them" in client.get(reverse("release_listen", args=[copy.pk])).content.decode()
    part = client.get(sound, headers={"Range": "bytes=0-999"})
    assert (part.status_code, len(part.content)) == (206, 1000)
    assert Entry.objects.filter(event=Event.AUDIO_SENT, actor=practice_manager).exists()
    with acting_as(practice_manager), pytest.raises(Conflict):
        download_to_hand_over(release_id=copy.pk, person=practice_manager, session_key=SESSION, now=now)


def test_a_transcript_is_not_listened_to(grant: Grant, call: Recording, now: datetime) -> None:
    with pytest.raises(Refused, match="cannot be listened to"):
        prepare(grant, call, now, method=Method.LISTENED, format="txt")


@pytest.mark.clause("AC-4")
def test_a_copy_that_is_handed_over_is_not_played(
    client: Client, sign_in: Callable[..., None], grant: Grant, call: Recording, practice_manager: User, nurse: User, now: datetime
) -> None:
    copy = prepare(grant, call, now, method=Method.MEDIA)
    release(copy, practice_manager, now)
    sign_in(client, practice_manager)
    for name in ("release_listen", "release_audio"):
        assert client.get(reverse(name, args=[copy.pk])).status_code == 409
    sign_in(client, nurse)
    assert client.get(reverse("release_audio", args=[copy.pk])).status_code == 403
