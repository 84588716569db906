"""Destroying stored copies on their day. Every step can be repeated after a crash; the certificate comes last."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.sequence import next_number
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.queries import head
from callgov.trail.services import record
from callgov.workflow import Transition, apply
from recordings.models import Certificate, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from register import queries
from register.models import Release, ReleaseState
from register.workflow import DESTROY, DISCARD

BACKUP_EXPIRY = timedelta(days=35)  # law.md R5.9
METHOD = "The object's own key was destroyed, then the object and all its versions; both were checked to be gone."


@enforces("AC-10")
def destroy_due(*, now: datetime) -> int:
    """Destroy every stored copy whose delete-by day has come, and copies prepared but never released. Returns how many (AC-10)."""
    due = queries.due_for_destruction(clock.local_day(now))
    for release_id in due:
        destroy_copy(release_id=release_id, now=now)
    return len(due)


@enforces("AC-10")
def destroy_copy(*, release_id: UUID, now: datetime, authorised_by: User | None = None) -> Certificate:
    """Destroy one stored copy: key first, then object and versions, verified; then state and certificate in one transaction.

    Run again after a crash anywhere, it ends the same. Raises VaultUnavailable when the store cannot be reached; nothing is
    claimed then.
    """
    release = queries.release(release_id)
    stored = release.stored
    assert stored is not None
    with as_job(Job.COPY_DESTRUCTION, reason=f"delete by {release.delete_by.isoformat()}"):
        access = open_job_access(job=Job.COPY_DESTRUCTION, subject=release.pk, reason=f"delete by {release.delete_by.isoformat()}", now=now)
        Vault().destroy(access, stored, now=now)
        return _certify(release, now, authorised_by)


def _certify(release: Release, now: datetime, authorised_by: User | None) -> Certificate:
    with transaction.atomic():
        row = Release.objects.select_for_update().get(pk=release.pk)
        existing = Certificate.objects.filter(subject=row.pk).first()
        if existing is not None:
            return existing
        apply(Release, row.pk, _ending(row), actor=authorised_by, changes={"destroyed_at": now})
        certificate = _write(row, now, authorised_by)
        record(Event.CERTIFICATE_WRITTEN, subject=certificate, request=row.request_reference, recording=row.recording_id)
        return certificate


def _ending(release: Release) -> Transition:
    return DISCARD if release.state == ReleaseState.PREPARED else DESTROY


def _write(release: Release, now: datetime, authorised_by: User | None) -> Certificate:
    assert release.stored_id is not None
    stored = StoredObject.objects.get(pk=release.stored_id)
    assert stored.key_destroyed_at is not None
    assert stored.destroyed_at is not None
    year = clock.local_day(now).year
    return Certificate.objects.create(
        year=year, number=next_number("certificate", year), subject=release.pk,
        description=f"Stored copy {release.copy_number} of request {release.request.reference}, {release.format.upper()}",
        object_id=stored.pk, sha256=stored.sha256, size=stored.plain_size,
        rule=f"Delete by {release.delete_by.isoformat()}, set at release", authority=f"Release under {release.request.reference}",
        authorised_by=authorised_by or release.released_by or release.prepared_by, executed_by_job=Job.COPY_DESTRUCTION, method=METHOD,
        key_destroyed_at=stored.key_destroyed_at, destroyed_at=stored.destroyed_at,
        backups_expire_on=clock.local_day(now) + BACKUP_EXPIRY, trail_head=head(), written_at=now,
    )  # fmt: skip
