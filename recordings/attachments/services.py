"""The verbs of papers: attach, read, destroy. The only writers."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, insist
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record
from recordings.attachments import queries, rules
from recordings.attachments.kinds import clean_name, kind_of_name
from recordings.models import Access, Attachment, Certificate, ObjectRole
from recordings.vault.certificates import Grounds, certify
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault

_PERIOD_ENDED = "The period for keeping this paper has ended"


class Paper(NamedTuple):
    """A file as a browser sent it: its name and its bytes, in memory alone."""

    name: str
    content: bytes


class Copy(NamedTuple):
    """A paper as it is handed out: its row, and its bytes piece by piece."""

    attachment: Attachment
    pieces: Iterator[bytes]


@enforces("AC-1")
def attach(
    *, area: str, reference: str, kind: str, title: str, paper: Paper, by: User, now: datetime, destroy_on: date | None = None
) -> Attachment:
    """Seal a file into the vault and enter it under a case, in the caller's transaction if there is one.

    Raises Refused as `rules.refuse_paper` says, and VaultUnavailable. When the caller's transaction is rolled back, what was sealed has
    lost its key with its row and can be read by nobody.
    """
    insist(rules.refuse_paper(paper.name, paper.content, largest()))
    sort = kind_of_name(paper.name)
    assert sort is not None
    with transaction.atomic(), act():
        stored = Vault().put(subject=uuid4(), role=ObjectRole.ATTACHMENT, chunks=[paper.content], content_type="application/octet-stream")
        attachment = Attachment.objects.create(
            id=stored.subject, area=area, reference=reference, kind=kind, title=title, file_name=clean_name(paper.name),
            content_type=sort.content_type, size=stored.plain_size, sha256=stored.sha256, added_by=by, added_at=now, destroy_on=destroy_on,
        )  # fmt: skip
        record(Event.ATTACHMENT_ADDED, subject=attachment, facts={"kind": kind, "sha256": stored.sha256, "size": stored.plain_size})
    return attachment


def largest() -> int:
    """How many bytes a paper may have."""
    megabytes: int = setting("attachment_megabytes")
    return megabytes * rules.MEGABYTE


@enforces("AC-4", "AU-11")
def read(*, attachment_id: UUID, person: User, now: datetime) -> Copy:
    """A paper for someone who may read its case; who read it is committed before the first byte leaves. Called outside any transaction.

    Raises NotYours for a paper of a case that is not theirs, Conflict for one that was destroyed, TamperedObject and VaultUnavailable.
    """
    attachment = queries.readable(person, attachment_id, now)
    gone = rules.refuse_destroyed(attachment)
    if gone is not None:
        raise Conflict(gone)
    access = _open(attachment, person, now)
    return Copy(attachment, Vault().open(access, queries.stored(attachment)))


@transaction.atomic(durable=True)
def _open(attachment: Attachment, person: User, now: datetime) -> Access:
    access = Access.objects.create(
        job=Job.ATTACHMENTS, person=person, action="job", subject=attachment.pk, reason=f"Paper of {attachment.reference}", opened_at=now
    )
    record(Event.ATTACHMENT_READ, subject=attachment, facts={"kind": attachment.kind})
    return access


@enforces("AC-10")
def destroy_due(*, now: datetime) -> int:
    """Destroy every paper whose day has come; how many."""
    due = queries.due(clock.local_day(now))
    for attachment_id in due:
        destroy(attachment_id=attachment_id, rule=_PERIOD_ENDED, now=now)
    return len(due)


@enforces("AC-10")
def destroy(*, attachment_id: UUID, rule: str, now: datetime, authorised_by: User | None = None) -> Certificate:
    """Destroy one paper: key first, then the object, verified; then its row and the certificate in one transaction.

    Called outside any transaction. Run again after a crash anywhere, it ends the same. Raises NotYours, and VaultUnavailable when the
    store cannot be reached; nothing is claimed then.
    """
    attachment = queries.paper_of(attachment_id)
    with as_job(Job.ATTACHMENTS, reason=rule):
        access = open_job_access(job=Job.ATTACHMENTS, subject=attachment.pk, reason=rule, now=now)
        Vault().destroy(access, queries.stored(attachment), now=now)
        return _certify(attachment, rule, authorised_by, now)


@transaction.atomic
def _certify(attachment: Attachment, rule: str, authorised_by: User | None, now: datetime) -> Certificate:
    row = Attachment.objects.select_for_update().get(pk=attachment.pk)
    written = Certificate.objects.filter(subject=row.pk).first()
    if written is not None:
        return written
    with act():
        row.destroyed_at = now
        row.save(update_fields=["destroyed_at"])
        record(Event.ATTACHMENT_DESTROYED, subject=row, facts={"kind": row.kind})
    grounds = Grounds(
        description=f"{row.title} of {row.reference}", rule=rule, authority=f"Kept under {row.reference}",
        authorised_by=authorised_by or row.added_by, job=Job.ATTACHMENTS, request=row.reference,
    )  # fmt: skip
    return certify(queries.stored(row), grounds, now=now)
