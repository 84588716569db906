"""Destroying stored copies on their day. Every step can be repeated after a crash; the certificate comes last."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Conflict, NotYours
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.trail.services import act
from callgov.workflow import apply
from recordings.models import Certificate, StoredObject
from recordings.vault.certificates import Grounds, certify
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from register import queries
from register.models import Release, ReleaseState
from register.workflow import DESTROY, DISCARD

LONG_ENOUGH = timedelta(days=1)  # by then whoever made a copy has entered it
LEFT = "Left when a copy or transcript could not be entered"


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
    claimed then. Raises Conflict when a prepared copy was released meanwhile.
    """
    release = queries.release(release_id)
    stored = release.stored
    assert stored is not None
    with as_job(Job.COPY_DESTRUCTION, reason=f"delete by {release.delete_by.isoformat()}"):
        if release.state == ReleaseState.PREPARED:
            apply(Release, release.pk, DISCARD, actor=authorised_by)  # from here on nobody can release it
        access = open_job_access(job=Job.COPY_DESTRUCTION, subject=release.pk, reason=f"delete by {release.delete_by.isoformat()}", now=now)
        Vault().destroy(access, stored, now=now)
        return _certify(release, now, authorised_by)


@enforces("AC-10")
def discard_copy(*, release_id: UUID, person: User, now: datetime) -> Certificate:
    """Discard a copy that its maker will not release, such as one made before the parts to silence were changed.

    Raises NotYours for another's copy, Conflict once it is released, VaultUnavailable; then the job ends what was begun.
    """
    release = queries.release(release_id)
    if release.grant.holder_id != person.pk:
        raise NotYours(queries.NOT_THERE)
    moved_on = DISCARD.refuse_state(release.state)
    if moved_on is not None:
        raise Conflict(moved_on)
    return destroy_copy(release_id=release_id, now=now, authorised_by=person)


@enforces("AC-10")
def destroy_ownerless(*, now: datetime) -> int:
    """Destroy copies and transcripts that lie in the vault without a row, because the machine stopped between the two; how many."""
    left = queries.ownerless(now - LONG_ENOUGH)
    with as_job(Job.COPY_DESTRUCTION, reason=LEFT):
        for stored in left:
            access = open_job_access(job=Job.COPY_DESTRUCTION, subject=stored.subject, reason=LEFT, now=now)
            Vault().destroy(access, stored, now=now)
    return len(left)


def _certify(release: Release, now: datetime, authorised_by: User | None) -> Certificate:
    with transaction.atomic():
        row = Release.objects.select_for_update().get(pk=release.pk)
        existing = Certificate.objects.filter(subject=row.pk).first()
        if existing is not None:
            return existing
        if row.state != ReleaseState.DISCARDED:
            apply(Release, row.pk, DESTROY, actor=authorised_by, changes={"destroyed_at": now})
            return _write(row, now, authorised_by)
        with act():
            row.destroyed_at = now
            row.save(update_fields=["destroyed_at"])
            return _write(row, now, authorised_by)


def _write(release: Release, now: datetime, authorised_by: User | None) -> Certificate:
    assert release.stored_id is not None
    reference = release.request.reference
    grounds = Grounds(
        description=f"Stored copy {release.copy_number} of request {reference}, {release.format.upper()}",
        rule=f"Delete by {release.delete_by.isoformat()}, set at release",
        authority=f"Release under {reference}",
        authorised_by=authorised_by or release.released_by or release.prepared_by,
        job=Job.COPY_DESTRUCTION,
        request=reference,
    )
    return certify(StoredObject.objects.get(pk=release.stored_id), grounds, now=now)
