"""Hearing a call through the site, its grant checked and every range in the trail, against a bare view that serves a signed-in
person a sealed frame. Every range is an act of its own here, so the first costs what all others do; the page opens the call."""

import itertools
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.bench.bare import FRAME_URL, bare, served
from callgov.bench.cases.pages import Page, look_at
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
    """The first 64 KiB at most 3 times the bare frame, each further range at most 1.5 times; the player's page as other detail pages."""
    people, _ = People(), Telephony()
    with _recording() as (call, floor):
        client = visitor(people.requester)
        grant = _grant(people, call)
        served.set(floor)
        frames = bare(client)
        heard = _Listener(client, people.requester, grant, call)

        def bare_frame() -> None:
            _insist(frames.get(FRAME_URL))

        yield Comparison("player: first 64 KiB", 3.0, *against(heard.first, bare_frame, rounds=ROUNDS))
        yield Comparison("player: further ranges", 1.5, *against(heard.further, bare_frame, rounds=ROUNDS))
        shown = Page("player's page", client, reverse("player", args=[grant.pk, call.pk]), 14, 4.0)
        seen = look_at(shown, frames, rounds=ROUNDS)
    yield Comparison("player's page: queries", 1.0, seen.queries, shown.queries, unit="queries", counted=True)
    yield Comparison("player's page: against the bare page", shown.times, seen.product, seen.floor)


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


class _Listener:
    """Hears the first frame of a call just opened, or one frame after another of a call that is open."""

    def __init__(self, client: Client, person: User, grant: Grant, call: Recording) -> None:
        self._client, self._person, self._grant, self._call = client, person, grant, call
        self._session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self._just_opened = iter([self._open() for _ in range(ROUNDS + 1)])
        self._address = self._open()
        self._frames = itertools.cycle(range(1, SECONDS * 16_000 // FRAME))

    def _open(self) -> str:
        """Opening is the act of the player's page; here it is only made ready."""
        access = services.open_access(
            grant_id=self._grant.pk, recording_id=self._call.pk, person=self._person, action=GrantAction.LISTEN,
            session_key=self._session, now=clock.now(),
        )  # fmt: skip
        return reverse("audio", args=[access.pk])

    def first(self) -> None:
        """The first range that is asked for under an access."""
        self._hear(next(self._just_opened), 0)

    def further(self) -> None:
        """The next range under the same access."""
        self._hear(self._address, next(self._frames))

    def _hear(self, address: str, frame: int) -> None:
        _insist(self._client.get(address, headers={"Range": f"bytes={frame * FRAME}-{(frame + 1) * FRAME - 1}"}))


def _insist(answer: HttpResponseBase) -> None:
    assert (answer.status_code, len(getattr(answer, "content", b""))) == (206, FRAME), answer.status_code  # nosec B101: silence must not be measured
