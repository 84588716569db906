"""Handing a released copy over otherwise than by a link: the releaser fetches it under their own grant."""

from datetime import datetime
from uuid import UUID

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Conflict, Refusal
from callgov.trail.context import under
from callgov.trail.events import Event
from callgov.trail.services import record
from callgov.workflow import apply
from recordings.access.ranges import Wanted
from recordings.access.services import Part, hand_over_made, open_subject_access
from recordings.models import GrantAction
from recordings.vault.store import Vault
from register import queries
from register.models import Method, Release, ReleaseState
from register.services.collecting import Download
from register.workflow import COLLECT

NOT_FOR_HANDING = Refusal("not-for-handing", "This copy is not waiting to be handed over.", "Release it first, or send its link.")


@enforces("AC-9", "AU-11")
def play_to_listener(*, release_id: UUID, person: User, session_key: str, wanted: Wanted, now: datetime) -> Part:
    """A part of a released copy for whoever listens at the practice, beside the releaser; nothing is handed over (AC-9).

    Listening is a release like any other: its line is written before the first byte sounds. Raises Conflict for a copy that is not
    released for listening, Refused when the grant has ended.
    """
    release = queries.release(release_id)
    if release.method != Method.LISTENED or release.state not in (ReleaseState.RELEASED, ReleaseState.COLLECTED):
        raise Conflict(NOT_FOR_HANDING)
    access = open_subject_access(
        grant_id=release.grant_id, subject=release.pk, recording_id=release.recording_id, person=person, action=GrantAction.RELEASE,
        session_key=session_key, now=now,
    )  # fmt: skip
    if release.state == ReleaseState.RELEASED:
        with under(release.grant_id):
            apply(Release, release.pk, COLLECT, actor=person, changes={"collected_at": now})
    assert release.stored is not None
    return hand_over_made(
        access=access, stored=release.stored, seconds=(release.duration_ms or 0) / 1000, recording_id=release.recording_id, person=person,
        session_key=session_key, wanted=wanted, now=now,
    )  # fmt: skip


@enforces("AC-10", "AU-11")
def download_to_hand_over(*, release_id: UUID, person: User, session_key: str, now: datetime) -> Download:
    """The bytes of a released copy for the releaser, who sends them by secure email, writes them to media or gives them to whoever calls.

    The first fetch makes it collected. Raises Conflict for a copy that is collected by link or not released, Refused when the grant
    has ended.
    """
    release = queries.release(release_id)
    if release.method in (Method.LINK, Method.LISTENED) or release.state not in (ReleaseState.RELEASED, ReleaseState.COLLECTED):
        raise Conflict(NOT_FOR_HANDING)
    access = open_subject_access(
        grant_id=release.grant_id, subject=release.pk, recording_id=release.recording_id, person=person, action=GrantAction.RELEASE,
        session_key=session_key, now=now,
    )  # fmt: skip
    with under(release.grant_id):
        if release.state == ReleaseState.RELEASED:
            release = apply(Release, release.pk, COLLECT, actor=person, changes={"collected_at": now})
        else:
            record(Event.COPY_COLLECTED, subject=release, request=release.request_reference, facts={"again": True})
    stored = release.stored
    assert stored is not None
    return Download(release, stored, Vault().open(access, stored))
