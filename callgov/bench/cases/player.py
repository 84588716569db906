"""Hearing a call through the site, its grant checked and every range in the trail, against a bare view that serves a sealed frame."""

import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.bench.bare import FRAME_URL, bare, served
from callgov.bench.framed import FRAME, Framed
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People, Telephony, write_manifest
from callgov.bench.speech import long_call
from callgov.bench.visits import visitor
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.access import services
from recordings.intake.services import import_path
from recordings.models import Grant, GrantAction, Recording
from recordings.purposes import ReviewPurpose

SECONDS = 600
ROUNDS = 150


def player() -> Iterable[Comparison]:
    """The first 64 KiB, call opened and all, at most 3 times the bare frame; each further range at most 1.5 times."""
    people, _ = People(), Telephony()
    with _recording() as (call, floor):
        client = visitor(people.requester)
        first, further = _visits(client, people.requester, _grant(people, call), call)
        served.set(floor)
        frames = bare(client)

        def bare_frame() -> HttpResponse:
            return _insist(frames.get(FRAME_URL))

        yield Comparison("player: first 64 KiB", 3.0, *against(first, bare_frame, rounds=ROUNDS))
        yield Comparison("player: further ranges", 1.5, *against(further, bare_frame, rounds=ROUNDS))


@contextmanager
def _recording() -> Iterator[tuple[Recording, Framed]]:
    """A call of ten minutes that is held, and the same bytes sealed barely."""
    with tempfile.TemporaryDirectory(prefix="callgov-bench-") as folder:
        file = long_call(Path(folder) / "call.wav", SECONDS)
        write_manifest(Path(folder), [(file.name, 1)])
        with as_job(Job.COMMAND, reason="bench"):
            import_path(paths=[Path(folder)], now=clock.now())
        yield Recording.objects.get(), Framed(Path(folder) / "framed", file.read_bytes())


def _grant(people: People, call: Recording) -> Grant:
    """A grant of the requester under which the call was chosen."""
    now = clock.now()
    with acting_as(people.lead):
        grant = services.issue_grant(
            holder=people.requester, purpose=ReviewPurpose.DISPUTE, actions={GrantAction.FIND, GrantAction.LISTEN},
            request_reference="BEN-1", decision_id=1, issued_by=people.lead, starts_at=now, ends_on=clock.local_day(now),
            window_from=call.started_at - timedelta(hours=1), window_until=call.started_at + timedelta(hours=1), extension=None,
            external_e164="", now=now,
        )  # fmt: skip
    with acting_as(people.requester):
        services.choose_calls(grant_id=grant.pk, person=people.requester, recording_ids=[call.pk], now=clock.now())
    return grant


def _visits(client: Client, person: User, grant: Grant, call: Recording) -> tuple[Callable[[], object], Callable[[], object]]:
    """Opening the call and hearing its first frame; and hearing one frame after another of a call that is open."""
    key, last = client.cookies[settings.SESSION_COOKIE_NAME].value, SECONDS * 16_000 // FRAME

    def opened() -> str:
        access = services.open_access(
            grant_id=grant.pk, recording_id=call.pk, person=person, action=GrantAction.LISTEN, session_key=key, now=clock.now()
        )
        return reverse("audio", args=[access.pk])

    address, frames = opened(), itertools.cycle(range(1, last))
    return lambda: _heard(client, opened(), 0), lambda: _heard(client, address, next(frames))


def _heard(client: Client, address: str, frame: int) -> HttpResponse:
    return _insist(client.get(address, headers={"Range": f"bytes={frame * FRAME}-{(frame + 1) * FRAME - 1}"}))


def _insist(answer: HttpResponse) -> HttpResponse:
    assert (answer.status_code, len(answer.content)) == (206, FRAME), answer.status_code  # nosec B101: silence must not be measured
    return answer
