"""Files that cannot be used: kept sealed with the sentence that says why, until somebody destroys them or takes them in after all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Conflict, Refusal, insist
from callgov.trail.events import Event, Job
from callgov.trail.services import record
from callgov.workflow import apply
from recordings import audio
from recordings.audio.trouble import SENTENCES
from recordings.intake import locks, queries, rules, workflow
from recordings.intake.folder import printable
from recordings.intake.manifest import Row
from recordings.intake.plan import Planned, plan
from recordings.intake.services.sealing import Incoming, discard, seal_aside, sealing_for
from recordings.intake.services.taking import give_sound, known_as, take_in
from recordings.intake.services.unnoticed import report_unnoticed
from recordings.models import AudioState, Certificate, ImportRun, QuarantinedFile, Recording, StoredObject
from recordings.vault.certificates import Grounds, certify
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault


@enforces("LB-1", "AC-1", "NO-6")
def set_aside(
    *, run: ImportRun, source: str, incoming: Incoming, refusal: Refusal, written: Mapping[str, str], now: datetime
) -> QuarantinedFile:
    """Seal a file with the sentence why it cannot be used and what its row said. What may be a secret recording is an incident (NO-6).

    Called outside any transaction. Raises Unsteady and VaultUnavailable.
    """
    subject = uuid4()
    with sealing_for(subject, now):
        stored = seal_aside(incoming=incoming, subject=subject)
        return _enter(run, source, incoming, stored, refusal, written, now)


@transaction.atomic
def _enter(
    run: ImportRun, source: str, incoming: Incoming, stored: StoredObject, refusal: Refusal, written: Mapping[str, str], now: datetime
) -> QuarantinedFile:
    file = QuarantinedFile.objects.create(
        id=stored.subject, run=run, file_name=printable(incoming.name), code=refusal.code, sentence=str(refusal), sha256=stored.sha256,
        size=stored.plain_size, record=dict(written), put_at=now,
    )  # fmt: skip
    record(workflow.PUT.event, subject=file, facts={"code": file.code, "sha256": file.sha256, "run": str(run.pk)})
    report_unnoticed(refusal=refusal, source=source, now=now)
    return file


def look_at(*, file_id: UUID, now: datetime) -> QuarantinedFile:
    """A file in quarantine with its record; who looked is in the trail before anything of it is shown (AC-4). Raises NotYours."""
    file = queries.quarantined_file(file_id)
    record(Event.ACCESS_OPENED, subject=file, facts={"for": "settling"})
    return file


@enforces("AC-1", "AC-10")
def destroy_file(*, file_id: UUID, actor: User, reason: str, now: datetime) -> Certificate:
    """Destroy a file in quarantine: key first, then object, verified; then state and certificate in one transaction.

    Run again after a crash anywhere, it ends the same. Raises Refused without a reason, Conflict when it is settled already, and
    VaultUnavailable; nothing is claimed then.
    """
    insist(rules.refuse_no_reason(reason))
    with _in_hand(file_id) as file:
        for stored in queries.set_aside_objects(file.pk):
            access = open_job_access(job=Job.INTAKE, subject=file.pk, reason="Destroyed by decision in quarantine", now=now)
            Vault().destroy(access, stored, now=now)
        return _certify(file, actor, reason, now)


@transaction.atomic
def _certify(file: QuarantinedFile, actor: User, reason: str, now: datetime) -> Certificate:
    apply(QuarantinedFile, file.pk, workflow.DESTROY, actor=actor, changes=_settled(actor, reason, now), reason=reason)
    grounds = Grounds(
        f"File in quarantine, set aside as {file.code}", "A file that could not be used", "Decision in quarantine", actor, executed_by=actor
    )
    return certify(queries.set_aside_objects(file.pk)[0], grounds, now=now)


@enforces("LB-1", "AC-5")
def take_in_file(*, file_id: UUID, actor: User, cells: Mapping[str, str], source: str, now: datetime) -> Recording:
    """Take a file in after all, with its record as a person corrected it.

    Raises Refused when the record still makes no sense or its line has no lawful basis, Conflict when the file is settled or the call is
    held already, and UnusableAudio or VaultUnavailable.
    """
    with _in_hand(file_id) as file:
        insist(rules.refuse_take_in(file.code, SENTENCES))
        (item,) = plan([Row(0, dict(cells))], queries.directory(), now)
        item.told()
        discard(subject=file.pk, now=now)
        with _opened(file, now) as incoming:
            recording = _bring_in(item, source, incoming, file, actor, now)
        discard(subject=file.pk, now=now)
        return recording


@contextmanager
def _opened(file: QuarantinedFile, now: datetime) -> Iterator[Incoming]:
    """The plain file, in memory alone."""
    stored = queries.set_aside_objects(file.pk)[0]
    if stored.key_destroyed_at is not None:
        raise Conflict(rules.BEING_DESTROYED)
    access = open_job_access(job=Job.INTAKE, subject=file.pk, reason="Taken in from quarantine", now=now)
    with audio.in_memory_file(Vault().open(access, stored)) as plain:
        yield Incoming(plain, file.file_name, file.sha256, "The file")


def _bring_in(item: Planned, source: str, incoming: Incoming, file: QuarantinedFile, actor: User, now: datetime) -> Recording:
    known, facts = known_as(item, source, file.sha256), {"file": str(file.pk)}
    if known is not None and known.audio_state != AudioState.WITH_SUPPLIER:
        raise Conflict(rules.HELD_ALREADY)

    def settle() -> None:
        apply(QuarantinedFile, file.pk, workflow.TAKE_IN, actor=actor, changes=_settled(actor, "Record corrected", now))

    if known is not None:
        return give_sound(recording=known, incoming=incoming, now=now, facts=facts, also=settle)
    return take_in(item=item, source=source, incoming=incoming, now=now, facts=facts, also=settle, subject=file.pk)


def settle_waiting(*, sha256: str, name: str) -> list[UUID]:
    """Settle the file of this name and content that waited and is in now; inside the transaction that takes it in. Its id, if any."""
    waiting = queries.waiting_file(sha256, name)
    if waiting is None:
        return []
    apply(QuarantinedFile, waiting.pk, workflow.TAKE_IN, actor=None, reason="Imported again")
    return [waiting.pk]


@contextmanager
def _in_hand(file_id: UUID) -> Iterator[QuarantinedFile]:
    """The waiting file, which nobody else settles meanwhile. Raises NotYours when there is none, Conflict when it is settled."""
    with locks.alone(locks.of_subject(file_id), locks.IN_HAND):
        file = queries.quarantined_file(file_id)
        settled = rules.refuse_settled(file.state)
        if settled is not None:
            raise Conflict(settled)
        yield file


def _settled(actor: User, reason: str, now: datetime) -> dict[str, Any]:
    return {"settled_at": now, "settled_by": actor, "settled_reason": reason}
