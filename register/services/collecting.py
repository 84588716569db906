"""How an outsider collects a copy: the link opens once with its passcode; every download is in the trail before a byte leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused, insist
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record
from callgov.workflow import apply
from recordings.models import StoredObject
from recordings.vault.damage import telling
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from register import rules
from register.models import CollectionLink, Release, ReleaseState
from register.services import passcodes
from register.workflow import COLLECT

_COLLECTABLE = frozenset({ReleaseState.RELEASED, ReleaseState.COLLECTED})
OPEN_FOR = timedelta(hours=1)  # after the passcode was right, downloads in that browser go on for this long


@dataclass(frozen=True)
class Download:
    """The bytes of a copy on their way out."""

    release: Release
    stored: StoredObject
    chunks: Iterator[bytes]


@enforces("AC-10")
def open_link(*, token: str, passcode: str, now: datetime) -> str:
    """Check the passcode and open the link for this browser; returns the key that the browser keeps.

    Raises Refused with the same words for a link that never existed, has ended, was opened, or expired, and after five wrong codes.
    A wrong try is counted even though it is refused: the count is committed first.
    """
    refused: Refused | None = None
    with as_job(Job.COLLECTION), transaction.atomic():
        link = (
            CollectionLink.objects.select_for_update()
            .filter(token_hash=passcodes.hash_token(token))
            .select_related("release__request")
            .first()
        )
        if link is None:
            raise Refused(rules.LINK_ENDED)
        insist(_refuse(link, now))
        if passcodes.is_passcode(passcode, link.passcode_hash):
            return _opened(link, now)
        refused = _miss(link)
    raise refused


def _refuse(link: CollectionLink, now: datetime) -> Refusal | None:
    ended = link.ended_at is not None or link.release.state not in _COLLECTABLE
    return rules.refuse_collecting(
        ended=ended, expires_at=link.expires_at, opened=link.opened_at is not None, tries_left=link.tries_left, now=now
    )


def _opened(link: CollectionLink, now: datetime) -> str:
    key = passcodes.new_token()
    link.opened_at, link.session_hash = now, passcodes.hash_token(key)
    link.save(update_fields=["opened_at", "session_hash"])
    return key


def _miss(link: CollectionLink) -> Refused:
    link.tries_left -= 1
    link.save(update_fields=["tries_left"])
    record(Event.COLLECTION_REFUSED, subject=link.release, request=link.release.request_reference, facts={"tries_left": link.tries_left})
    return Refused(rules.wrong_passcode(link.tries_left))


def opened_release(*, token: str, key: str, now: datetime) -> Release:
    """The copy that this browser opened with its passcode. Raises Refused when the link has ended for it."""
    link = (
        CollectionLink.objects.filter(token_hash=passcodes.hash_token(token), session_hash=passcodes.hash_token(key), ended_at=None)
        .exclude(session_hash="")
        .select_related("release__request", "release__recording", "release__stored", "release__line")
        .first()
    )
    if link is None or link.opened_at is None or now >= link.opened_at + OPEN_FOR or link.release.state not in _COLLECTABLE:
        raise Refused(rules.LINK_ENDED)
    return link.release


@enforces("AC-10", "AU-11")
def collect(*, token: str, key: str, now: datetime, plain: bool = False) -> Download:
    """Hand over the bytes; `plain` for the recording alone, which only the person in the call may have (AC-10).

    The first download makes the copy collected; each has its entry before its first byte. Raises Refused when the link has ended.
    """
    with as_job(Job.COLLECTION):
        release = _collected(token, key, now, plain=plain)
        stored = release.stored
        assert stored is not None
        access = open_job_access(
            job=Job.COLLECTION, subject=release.pk, reason=f"{release.request_reference} copy {release.copy_number}", now=now
        )
        return Download(release, stored, telling(stored, Vault().open(access, stored), job=Job.COLLECTION))


@transaction.atomic
def _collected(token: str, key: str, now: datetime, *, plain: bool) -> Release:
    """The copy, of which this collection is recorded. Its row is locked first, so that ending or revoking it comes before or after."""
    Release.objects.select_for_update(of=("self",)).filter(link__token_hash=passcodes.hash_token(token)).first()
    release = opened_release(token=token, key=key, now=now)
    if plain and not rules.may_take_plain(release.recipient_type):
        raise Refused(rules.NOT_PLAIN)
    if release.state == ReleaseState.RELEASED:
        apply(Release, release.pk, COLLECT, actor=None, changes={"collected_at": now})
        release.state = ReleaseState.COLLECTED
    else:
        record(Event.COPY_COLLECTED, subject=release, request=release.request_reference, facts={"again": True})
    return release


@enforces("AC-10")
def confirm_deleted_by_holder(*, token: str, key: str, now: datetime) -> Release:
    """The holder says on the collection page that they have deleted their copy."""
    release = opened_release(token=token, key=key, now=now)
    with as_job(Job.COLLECTION):
        return record_deletion(release=release, evidence="The holder confirmed on the collection page", now=now)


def record_deletion(*, release: Release, evidence: str, now: datetime, person: User | None = None) -> Release:
    """Record that the holder's copy is gone, how we know, and who says so when the holder did not.

    A second confirmation changes nothing.
    """
    with transaction.atomic():
        row = Release.objects.select_for_update().get(pk=release.pk)
        if row.holder_deleted_at is None:
            with act():
                row.holder_deleted_at, row.holder_deleted_evidence, row.holder_deleted_by = now, evidence, person
                row.save(update_fields=["holder_deleted_at", "holder_deleted_evidence", "holder_deleted_by"])
                record(Event.COPY_DELETION_CONFIRMED, subject=row, request=row.request_reference)
        return row
