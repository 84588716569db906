"""A request for a copy that was approved, the call chosen under the releaser's grant, and its copy at each of its states."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import storages

from access_requests.models import AccessRequest, CopyFormat, RecipientType, Wanted
from access_requests.rules import Asked, Terms
from access_requests.services import decide, send_request
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings import audio
from recordings.models import Grant, GrantAction, Recording
from recordings.purposes import ReviewPurpose
from register.models import Method, Release
from register.services.preparing import CopySpec, prepare_copy
from register.services.releasing import Handover, release_copy
from tests.recordings.factories import make_chosen, make_held_call
from tests.register.stage import Stage, person, strike_all, vault_in

SESSION = "a-session"


@pytest.fixture(scope="module")
def stage_set(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """What the module's tests begin with."""
    with django_db_blocker.unblock():
        stage = Stage(tmp_path_factory.mktemp("stage"), _set_up)
        yield stage
        stage.strike()


def _set_up() -> tuple[UUID, int]:
    now = clock.now()
    return _make_call(now).pk, _make_case(now).pk


@pytest.fixture(autouse=True)
def vault(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> None:
    """A vault folder and a key ring of the test's own, with the call that stands on the stage."""
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        strike_all()
    if "stage_set" in request.fixturenames and request.getfixturevalue("stage_set").stands:
        request.getfixturevalue("stage_set").copy_vault(tmp_path)
    for name, value in vault_in(tmp_path).items():
        setattr(settings, name, value)
    storages._storages.clear()


@pytest.fixture(scope="session")
def made_once() -> Iterator[Callable[[Iterable[bytes], audio.Wanted], AbstractContextManager[audio.Copy]]]:
    """Copies in which nothing is silenced are really made, each once a run; with what is silenced, every time."""
    really, made = audio.copied, dict[tuple[object, ...], audio.Copy]()
    with ExitStack() as kept:

        @contextmanager
        def copied(original: Iterable[bytes], wanted: audio.Wanted) -> Iterator[audio.Copy]:
            if wanted.hidden:
                with really(original, wanted) as copy:
                    yield copy
                return
            content = b"".join(original)
            key = (content, wanted.fmt, wanted.start_ms, wanted.end_ms, wanted.channels, wanted.content_type)
            if key not in made:
                made[key] = kept.enter_context(really([content], wanted))
            yield made[key]

        yield copied


@pytest.fixture(autouse=True)
def _copies(made_once: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "copied", made_once)


@pytest.fixture
def line_manager(stage_set: Stage, db: None) -> User:
    return person("line_manager")


@pytest.fixture
def receptionist(stage_set: Stage, db: None) -> User:
    return person("receptionist")


@pytest.fixture
def ig_lead(stage_set: Stage, db: None) -> User:
    return person("ig_lead")


@pytest.fixture
def dpo(stage_set: Stage, db: None) -> User:
    return person("dpo")


@pytest.fixture
def practice_manager(stage_set: Stage, db: None) -> User:
    return person("practice_manager")


def ask_for_copy(requester: User, now: datetime, **wanted: Any) -> AccessRequest:
    """A request for an MP3 for another service."""
    asked = {
        "purpose": ReviewPurpose.DISPUTE, "reason": "The caller disputes what was said", "wanted": Wanted.COPY,
        "wanted_format": CopyFormat.MP3, "recipient_name": "Ward Clerk", "recipient_organisation": "Northfield Hospital",
        "recipient_type": RecipientType.OTHER_SERVICE, "window_from": clock.start_of_day(clock.local_day(now) - timedelta(days=30)),
        "window_until": now,
    }  # fmt: skip
    with acting_as(requester):
        return send_request(requester=requester, asked=Asked(**(asked | wanted)), now=now)


def approve(case: AccessRequest, lead: User, releaser: User | None, now: datetime) -> None:
    """The Information Governance Lead says yes and names who releases."""
    terms = Terms(ends_on=clock.local_day(now) + timedelta(days=7), releaser=releaser)
    with acting_as(lead):
        decide(reference=case.reference, step="ig-lead", decider=lead, agreed=True, reasons="A defined need", terms=terms, now=now)


@pytest.fixture
def now() -> datetime:
    return clock.now()


def _make_call(now: datetime) -> Recording:
    return make_held_call(now - timedelta(days=3), seconds=3)


def _make_case(now: datetime) -> AccessRequest:
    case = ask_for_copy(person("receptionist"), now)
    approve(case, person("ig_lead"), person("practice_manager"), now)
    return case


@pytest.fixture
def call(stage_set: Stage, now: datetime, db: None) -> Recording:
    return Recording.objects.get(pk=stage_set.call) if stage_set.stands else _make_call(now)


@pytest.fixture
def case(stage_set: Stage, now: datetime, db: None) -> AccessRequest:
    return AccessRequest.objects.get(pk=stage_set.case if stage_set.stands else _make_case(now).pk)


def release_grant(case: AccessRequest, releaser: User, call: Recording) -> Grant:
    """The grant under which a copy is made, with its call chosen."""
    grant = Grant.objects.get(request_reference=case.reference, holder=releaser, actions__contains=[GrantAction.RELEASE])
    with acting_as(releaser):
        make_chosen(grant, [call])
    return grant


@pytest.fixture
def grant(case: AccessRequest, call: Recording, practice_manager: User) -> Grant:
    return release_grant(case, practice_manager, call)


def spec(now: datetime, **given: Any) -> CopySpec:
    usual = {
        "format": "mp3",
        "format_reason": "",
        "from_ms": None,
        "until_ms": None,
        "method": Method.LINK,
        "unredacted_reason": "Nobody else is heard",
    }
    return CopySpec(**(usual | {"delete_by": clock.local_day(now) + timedelta(days=28)} | given))


def prepare(grant: Grant, call: Recording, now: datetime, **given: Any) -> Release:
    """The grant's holder makes a copy."""
    with acting_as(grant.holder):
        return prepare_copy(
            grant_id=grant.pk, recording_id=call.pk, person=grant.holder, spec=spec(now, **given), session_key=SESSION, now=now
        )


def release(copy: Release, person: User, now: datetime) -> Handover:
    with acting_as(person):
        return release_copy(release_id=copy.pk, person=person, now=now)


@pytest.fixture
def prepared(grant: Grant, call: Recording, now: datetime) -> Release:
    return prepare(grant, call, now)


@pytest.fixture
def handover(prepared: Release, practice_manager: User, now: datetime) -> Handover:
    return release(prepared, practice_manager, now)


@pytest.fixture
def own_copy(receptionist: User, ig_lead: User, practice_manager: User, call: Recording, now: datetime) -> Handover:
    """A copy for the person who is in the call."""
    case = ask_for_copy(
        receptionist, now, recipient_name="Mary Finch", recipient_organisation="", recipient_type=RecipientType.DATA_SUBJECT
    )
    approve(case, ig_lead, practice_manager, now)
    return release(prepare(release_grant(case, practice_manager, call), call, now), practice_manager, now)
