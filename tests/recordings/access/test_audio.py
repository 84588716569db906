"""The sound over HTTP: ranges, what the trail says of each, and that nothing is heard without an entry (AC-4, AU-11)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access import services
from recordings.access.ranges import CAP
from recordings.models import Access, Grant, ObjectRole, Recording, StoredObject
from tests.recordings.factories import make_chosen, make_held_call, make_wav

LONG = 40  # seconds: 640 kB of sound, three ranges of the cap


@pytest.fixture
def sound() -> bytes:
    return make_wav(LONG)


@pytest.fixture
def access(listener: Client, grant: Grant, sound: bytes) -> Access:
    """The receptionist's, opened by the player page in the listener's own session."""
    call = make_held_call(seconds=LONG, sound=sound)
    make_chosen(grant, [call])
    assert listener.get(reverse("player", args=[grant.pk, call.pk])).status_code == 200
    return Access.objects.get()


def ask(client: Client, access: Access, wanted: str = "", name: str = "audio", method: str = "get") -> HttpResponse:
    headers = {"Range": wanted} if wanted else {}
    answer: HttpResponse = getattr(client, method)(reverse(name, args=[access.pk]), headers=headers)
    return answer


def sent() -> list[dict[str, Any]]:
    return [entry.facts for entry in Entry.objects.filter(event=Event.AUDIO_SENT).order_by("id")]


def stored(access: Access, role: str = ObjectRole.LISTENING) -> Path:
    return Path(settings.VAULT_FOLDER) / StoredObject.objects.get(subject=access.subject, role=role).name


def flip(path: Path, offset: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1]))


@pytest.mark.clause("AU-11")
def test_a_range_is_answered_and_written_down(listener: Client, access: Access, sound: bytes, receptionist: User) -> None:
    answer = ask(listener, access, "bytes=1000-1999")
    entry = Entry.objects.get(event=Event.AUDIO_SENT)
    assert (answer.status_code, answer.content) == (206, sound[1000:2000])
    assert answer["Content-Range"] == f"bytes 1000-1999/{len(sound)}"
    assert (entry.actor, entry.recording, entry.grant, entry.object_pk) == (receptionist, access.subject, access.grant_id, str(access.pk))
    assert entry.facts == {"bytes": [1000, 2000], "seconds": [0.1, 0.1]}


def test_an_open_range_gives_a_bounded_part_and_the_rest_follows(listener: Client, access: Access, sound: bytes) -> None:
    heard, start = b"", 0
    while start < len(sound):
        answer = ask(listener, access, f"bytes={start}-")
        assert 0 < len(answer.content) <= CAP
        heard, start = heard + answer.content, start + len(answer.content)
    assert heard == sound
    assert [facts["bytes"] for facts in sent()] == [[0, CAP], [CAP, 2 * CAP], [2 * CAP, len(sound)]]
    assert sent()[-1]["seconds"][1] == LONG


def test_sound_is_not_kept_by_the_browser_nor_taken_for_something_else(listener: Client, access: Access) -> None:
    answer = ask(listener, access, "bytes=0-9")
    wanted = {
        "Content-Type": "audio/wav", "Content-Length": "10", "Cache-Control": "no-store", "Content-Disposition": "inline",
        "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    assert wanted.items() <= dict(answer.items()).items()


def test_a_range_after_the_end_is_told_the_size(listener: Client, access: Access, sound: bytes) -> None:
    answer = ask(listener, access, f"bytes={len(sound)}-")
    assert (answer.status_code, answer["Content-Range"], answer.content) == (416, f"bytes */{len(sound)}", b"")
    assert sent() == []


def test_head_tells_the_size_and_sends_nothing(listener: Client, access: Access, sound: bytes) -> None:
    answer = ask(listener, access, method="head")
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(len(sound)), b"")
    assert ask(listener, access, "bytes=0-9", method="head")["Content-Range"] == f"bytes 0-9/{len(sound)}"
    assert sent() == []


@pytest.mark.clause("AU-11")
def test_a_player_without_ranges_gets_all_of_it_and_each_piece_is_written_down(listener: Client, access: Access, sound: bytes) -> None:
    answer: Any = ask(listener, access)
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(sound)))
    assert len(sent()) == 1
    assert b"".join(answer.streaming_content) == sound
    assert len(sent()) == 3


@pytest.mark.clause("AC-1")
def test_ending_the_grant_stops_all_of_it_on_its_way(listener: Client, access: Access, ig_lead: User) -> None:
    answer: Any = ask(listener, access)
    first = next(answer.streaming_content)
    end(access, ig_lead)
    assert len(first) == CAP
    assert b"".join(answer.streaming_content) == b""
    assert len(sent()) == 1


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("name", ["audio", "peaks"])
def test_ending_the_grant_stops_the_next_range(name: str, listener: Client, access: Access, ig_lead: User) -> None:
    assert ask(listener, access, "bytes=0-9", name).status_code in (200, 206)
    end(access, ig_lead)
    answer = ask(listener, access, "bytes=10-19", name)
    assert answer.status_code == 403
    assert "Your access ended on" in answer.content.decode()
    assert Entry.objects.filter(event=Event.REFUSED, actor=access.person).exists()


def end(access: Access, actor: User) -> None:
    assert access.grant_id is not None
    with acting_as(actor):
        services.end_grant(grant_id=access.grant_id, actor=actor, reason="Sent in error", now=clock.now())


@pytest.mark.clause("AC-1")
def test_a_damaged_part_is_not_handed_over_and_the_lead_is_told(
    listener: Client, access: Access, ig_lead: User, django_capture_on_commit_callbacks: Any
) -> None:
    flip(stored(access), 400_000)
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(listener, access, "bytes=300000-")
    entry = Entry.objects.get(event=Event.AUDIO_DAMAGED)
    assert answer.status_code == 410
    assert "This recording did not pass its check. It cannot be played." in answer.content.decode()
    assert (entry.recording, entry.facts, sent()) == (access.subject, {"role": "listening", "found": "Damaged"}, [])
    assert [letter.to for letter in mail.outbox] == [[ig_lead.email]]
    assert ask(listener, access, "bytes=0-9").status_code == 206


def test_the_lead_is_told_of_a_recording_once_a_day(
    listener: Client, access: Access, ig_lead: User, django_capture_on_commit_callbacks: Any
) -> None:
    flip(stored(access), 100)
    with django_capture_on_commit_callbacks(execute=True):
        ask(listener, access, "bytes=0-9"), ask(listener, access, "bytes=0-9")
    assert (Entry.objects.filter(event=Event.AUDIO_DAMAGED).count(), len(mail.outbox)) == (2, 1)
    assert str(access.subject) not in mail.outbox[0].body


def test_a_mail_that_cannot_be_sent_is_in_the_trail(
    listener: Client, access: Access, ig_lead: User, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    flip(stored(access), 100)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(listener, access, "bytes=0-9").status_code == 410
    assert Entry.objects.get(event=Event.MAIL_FAILED).about == ig_lead


def test_a_player_without_ranges_is_cut_off_before_the_damaged_part(listener: Client, access: Access, sound: bytes) -> None:
    flip(stored(access), 400_000)
    answer: Any = ask(listener, access)
    assert b"".join(answer.streaming_content) == sound[:CAP]


def test_a_damaged_beginning_is_said_on_the_players_page(listener: Client, access: Access) -> None:
    flip(stored(access), 100)
    answer = listener.get(reverse("player", args=[access.grant_id, access.subject]))
    assert answer.status_code == 410
    assert "did not pass its check" in answer.content.decode()


def test_a_vault_out_of_reach_is_said_with_a_way_to_try_again(listener: Client, access: Access) -> None:
    with put_away(Path(settings.VAULT_FOLDER)):
        answer = ask(listener, access, "bytes=0-9")
        page = listener.get(reverse("player", args=[access.grant_id, access.subject]))
    assert (answer.status_code, answer["Retry-After"], sent()) == (503, "60", [])
    assert "Try again in a few minutes." in answer.content.decode()
    assert (page.status_code, f'href="{page.wsgi_request.path}">Try again' in page.content.decode()) == (503, True)
    assert ask(listener, access, "bytes=0-9").status_code == 206


def test_a_player_without_ranges_is_cut_off_when_the_key_ring_goes(listener: Client, access: Access, sound: bytes) -> None:
    answer: Any = ask(listener, access)
    with put_away(Path(settings.VAULT_KEY_RING)):
        assert b"".join(answer.streaming_content) == sound[:CAP]


@contextmanager
def put_away(path: Path) -> Iterator[None]:
    hidden = path.rename(path.with_name("away"))
    yield
    hidden.rename(path)


@pytest.mark.parametrize("name", ["audio", "peaks"])
def test_sound_destroyed_meanwhile_is_refused(name: str, listener: Client, access: Access) -> None:
    call = Recording.objects.get(pk=access.subject)
    Recording.objects.recorded().filter(pk=call.pk).update(audio_state="destroyed")
    StoredObject.objects.recorded().filter(subject=call.pk).update(wrapped_key=None, key_destroyed_at=clock.now())
    answer = ask(listener, access, "bytes=0-9", name)
    assert answer.status_code == 403
    assert "was destroyed" in answer.content.decode()


def test_the_waveform_comes_under_the_same_access(listener: Client, access: Access) -> None:
    answer = ask(listener, access, name="peaks")
    assert answer.json() == {"peaks": [[0.1, 0.5, 0.2]], "duration": LONG}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.clause("AU-11")
@pytest.mark.parametrize("ended", [False, True])
def test_what_was_heard_is_written_down_even_when_the_grant_ended_meanwhile(
    ended: bool, listener: Client, access: Access, ig_lead: User
) -> None:
    if ended:
        end(access, ig_lead)
    answer = listener.post(reverse("played", args=[access.pk]), {"from": "1.0", "to": "16.0"})
    entry = Entry.objects.get(event=Event.AUDIO_PLAYED)
    assert answer.status_code == 204
    assert (entry.actor, entry.recording, entry.facts) == (access.person, access.subject, {"seconds": [1.0, 16.0]})


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"from": "x", "to": "1"}, 400),
        ({"from": "-1", "to": "1"}, 400),
        ({"from": "nan", "to": "1"}, 400),
        ({"from": "0", "to": "inf"}, 400),
        ({"from": "5", "to": "1"}, 403),
        ({"from": "0", "to": "999"}, 403),
    ],
)
def test_a_stretch_that_cannot_have_been_heard_is_not_written_down(
    data: dict[str, str], status: int, listener: Client, access: Access
) -> None:
    assert listener.post(reverse("played", args=[access.pk]), data).status_code == status
    assert not Entry.objects.filter(event=Event.AUDIO_PLAYED).exists()


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("name", ["audio", "peaks", "played"])
@pytest.mark.parametrize("who", ["nurse", "ig_lead", "dpo", "practice_manager"])
def test_someone_elses_access_looks_like_one_that_does_not_exist(
    name: str, who: str, access: Access, request: pytest.FixtureRequest, sign_in: Callable[..., Any]
) -> None:
    client, method = Client(), "post" if name == "played" else "get"
    sign_in(client, request.getfixturevalue(who))
    theirs = getattr(client, method)(reverse(name, args=[access.pk]), {"from": "0", "to": "1"})
    nobodys = getattr(client, method)(reverse(name, args=[uuid4()]), {"from": "0", "to": "1"})
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert without_tokens(theirs) == without_tokens(nobodys)
    assert Entry.objects.filter(event=Event.REFUSED).count() == 2


def without_tokens(answer: HttpResponse) -> list[str]:
    """The lines that do not differ by themselves: the token and the minute of printing do."""
    return [line for line in answer.content.decode().splitlines() if "csrf" not in line.lower() and "app-printed" not in line]


@pytest.mark.clause("AC-4")
def test_another_session_of_the_same_person_opens_again(access: Access, receptionist: User, sign_in: Callable[..., Any]) -> None:
    elsewhere = Client()
    sign_in(elsewhere, receptionist)
    assert ask(elsewhere, access, "bytes=0-9").status_code == 404


def test_a_range_costs_few_queries(listener: Client, access: Access, django_assert_max_num_queries: Any) -> None:
    ask(listener, access, "bytes=0-")
    with django_assert_max_num_queries(7):
        ask(listener, access, "bytes=0-65535")
