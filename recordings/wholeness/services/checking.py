"""The rolling check: every stored object is read again in full within the practice's interval, the longest unchecked first (AC-1, AC-5)."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.notifications import notify
from callgov.people.models import User
from callgov.people.queries import holders
from callgov.policy import enforces
from callgov.practice import setting
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record
from recordings.models import Access, StoredObject
from recordings.vault.damage import kind_of, note_whole_again, report_damage
from recordings.vault.services import open_check_access
from recordings.vault.store import Vault
from recordings.vault.trouble import KeyRingUnusable, ObjectDestroyed, TamperedObject
from recordings.wholeness import queries, rules

BATCH = 200
A_ROUND = 20 * 60  # seconds: what is not done in one goes on in the next
REASON = "Rolling check of everything that is stored"
SUBJECT = "Stored audio did not pass its check"
LINES = ("Stored audio is damaged or missing. It cannot be played.", "The page Storage shows what was found and what to do.")


@dataclass
class Checked:
    """What a round of checks came to."""

    whole: int = 0
    bad: int = 0
    news: int = 0
    size: int = 0
    no_key: str = ""
    sound: list[UUID] = field(default_factory=list)


@enforces("AC-1", "AC-5")
def check_due(*, now: datetime, seconds: float = A_ROUND) -> Checked:
    """Check every object that is due, and again each that did not pass before, until done or `seconds` are over (AC-5).

    A round that is cut off loses at most the record of one batch: the next goes on with the longest unchecked. Called outside any
    transaction. Raises VaultUnavailable when the store does not answer. Objects for whose keys the ring has no key are passed over, and
    `no_key` says so.
    """
    done, until, vault = Checked(), time.monotonic() + seconds, Vault()
    with as_job(Job.FIXITY, reason=REASON):
        access: Access | None = None
        for batch in _batches(now):
            access = access or open_check_access(job=Job.FIXITY, reason=REASON, now=now)
            for stored in batch:
                _check_one(vault, access, stored, done)
                if time.monotonic() > until:
                    break
            _note_whole(done)
            if time.monotonic() > until:
                break
        if access is not None:
            record(Event.AUDIO_CHECKED, subject=access, facts={"whole": done.whole, "bad": done.bad, "bytes": done.size})
        if done.news:
            tell_of_damage(now)
    return done


def _batches(now: datetime) -> Iterator[list[StoredObject]]:
    """What did not pass before, then what is due; each once a round."""
    yield from filter(None, [queries.damaged_objects()])
    before = rules.due_before(now, setting("fixity_days"))
    last: tuple[datetime | None, UUID] | None = None
    while batch := queries.next_to_check(before, last, BATCH):
        last = batch[-1].checked_at, batch[-1].pk
        yield batch


def _check_one(vault: Vault, access: Access, stored: StoredObject, done: Checked) -> None:
    try:
        vault.check(access, stored)
    except ObjectDestroyed:
        return
    except KeyRingUnusable as trouble:
        done.no_key = str(trouble)
        return
    except TamperedObject as trouble:
        done.bad += 1
        done.news += report_damage(stored=stored, damage=kind_of(trouble), now=clock.now())
        return
    done.whole += 1
    done.size += stored.plain_size
    if stored.damage:
        note_whole_again(stored=stored, now=clock.now())
    else:
        done.sound.append(stored.pk)


@transaction.atomic
def _note_whole(done: Checked) -> None:
    """Many rows at once: the round's own entry tells of them."""
    StoredObject.objects.filter(pk__in=done.sound, damage="").recorded().update(checked_at=clock.now())
    done.sound.clear()


@enforces("AC-5")
def check_again(*, object_id: UUID, actor: User, now: datetime) -> bool:
    """Check one object now, because somebody has restored it; whether it is whole. Raises NotYours when there is none."""
    stored = queries.damaged_object(object_id)
    access = open_check_access(job=Job.FIXITY, reason=f"Checked again by {actor.username}", now=now)
    try:
        Vault().check(access, stored)
    except TamperedObject as trouble:
        report_damage(stored=stored, damage=kind_of(trouble), now=now)
        return False
    note_whole_again(stored=stored, now=now)
    return True


def tell_of_damage(now: datetime) -> None:
    """Mail the Information Governance Lead and those who run the service that something is not whole. Once a round."""
    day = clock.local_day(now)
    people = {person.pk: person for role in (Role.IG_LEAD, Role.SYSTEM_ADMINISTRATOR) for person in holders(role, day)}
    notify(people.values(), subject=SUBJECT, lines=LINES, url_name="storage")
