"""Store and records are compared, folder by folder and in flat memory: what lies there without a key, and what a row says and is not there.

Everything that can be settled without a person is: an object whose writer was killed before its row was there, half a file, an
upload that was cut off, a destruction that stopped half way, a destroyed object that a restored store brought back, a call whose sound
was destroyed after the backup that was restored. What is missing is an incident.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record
from callgov.ui.formats import nhs_date
from recordings.models import AudioState, Certificate, Damage, Recording, StoredObject
from recordings.models.calls import REDUCED
from recordings.vault.certificates import Grounds, certify
from recordings.vault.damage import report_damage
from recordings.vault.place import Lying
from recordings.vault.services import open_job_access
from recordings.vault.store import FOLDERS, Vault
from recordings.vault.trouble import ObjectInUse
from recordings.wholeness import queries, rules
from recordings.wholeness.services.checking import tell_of_damage

_GO_ON = "Destruction that was cut off"


@dataclass
class Compared:
    """What a comparison found and settled. `left` are strays that wait for a person, because a restore may have lost their rows."""

    objects: int = 0
    missing: int = 0
    damaged: int = 0
    strays_erased: int = 0
    strays_left: int = 0
    came_back: int = 0
    destructions_ended: int = 0
    unfinished_removed: int = 0
    calls_closed: int = 0
    news: int = 0

    def as_counts(self) -> dict[str, int]:
        """In words, for the page of jobs."""
        return {name.replace("_", " "): count for name, count in asdict(self).items() if name != "news"}


@enforces("AC-1", "AC-5", "AC-10")
def reconcile(*, now: datetime) -> Compared:
    """Compare every object with its row and every row with its object, and settle what can be (AC-5, AC-10).

    Can be cut off and run again at any point. Called outside any transaction. Raises VaultUnavailable when the store does not answer:
    then nothing is called missing.
    """
    done, vault = Compared(), Vault()
    with as_job(Job.RECONCILE):
        for folder in FOLDERS:
            _compare(vault, folder, done, now)
        done.calls_closed = sum(_close(call, now) for call in queries.calls_without_sound())
        done.unfinished_removed = vault.clear_unfinished(now - rules.YOUNG)
        record(Event.STORE_RECONCILED, facts=done.as_counts())
        if done.news:
            tell_of_damage(now)
    return done


def _compare(vault: Vault, folder: str, done: Compared, now: datetime) -> None:
    """One folder. Rows are read before the store: what has a row was in the store then, unless it was destroyed meanwhile."""
    rows = queries.rows_in(folder)
    lying = {found.name: found for found in vault.lying(folder)}
    done.objects += len(lying)
    for name, stored in rows.items():
        _settle_row(vault, stored, lying.get(name), done, now)
    restored = queries.last_restore()
    for name in lying.keys() - rows.keys():
        _settle_stray(vault, lying[name], restored, done, now)


@enforces("AC-1", "AC-10")
def erase_strays(*, actor: User, reason: str, now: datetime) -> int:
    """Erase the objects whose rows a restore lost, because a person says that no later backup knows their keys; how many (AC-1).

    Raises Refused without a reason, and for who does not authorise destruction.
    """
    insist(rules.refuse_erasing(roles_on(actor, clock.local_day(now)), reason))
    vault, erased = Vault(), 0
    for folder in FOLDERS:
        rows = queries.rows_in(folder)
        for lying in [found for found in vault.lying(folder) if found.name not in rows and rules.is_stray(found, now)]:
            vault.erase_without_key(lying.name)
            erased += 1
    record(Event.STORE_RECONCILED, facts={"strays erased": erased}, reason=reason.strip())
    return erased


def _settle_row(vault: Vault, stored: StoredObject, found: Lying | None, done: Compared, now: datetime) -> None:
    if rules.was_cut_off(stored, now):
        access = open_job_access(job=Job.RECONCILE, subject=stored.subject, reason=_GO_ON, now=now)
        vault.destroy(access, stored, now=now)
        done.destructions_ended += 1
    elif stored.destroyed_at is not None:
        if found is not None:
            vault.erase_without_key(stored.name)
            done.came_back += 1
    elif stored.key_destroyed_at is None:
        damage = _damage(stored, found)
        if damage is not None:
            _report(stored, damage, done, now)


def _damage(stored: StoredObject, found: Lying | None) -> Damage | None:
    """What the listing alone tells: missing, or of another size."""
    if found is None or not found.current:
        return Damage.MISSING
    return Damage.DAMAGED if found.size != stored.sealed_size else None


def _report(stored: StoredObject, damage: Damage, done: Compared, now: datetime) -> None:
    if queries.is_alive(stored.pk):
        done.missing += damage == Damage.MISSING
        done.damaged += damage == Damage.DAMAGED
        done.news += report_damage(stored=stored, damage=damage, now=now)


def _settle_stray(vault: Vault, lying: Lying, restored: tuple[datetime, datetime] | None, done: Compared, now: datetime) -> None:
    if not rules.is_stray(lying, now):
        return
    if not rules.may_go(lying, restored):
        done.strays_left += 1
        return
    try:
        vault.erase_without_key(lying.name)
    except ObjectInUse:  # its row was entered a moment ago
        return
    done.strays_erased += 1


@transaction.atomic
def _close(call: Recording, now: datetime) -> int:
    """A call whose sound was destroyed since the backup: what its record said of people goes again, and its certificate is written anew."""
    row = Recording.objects.select_for_update(of=("self",)).get(pk=call.pk)
    with act():
        row.audio_state = AudioState.DESTROYED
        for name, empty in REDUCED.items():
            setattr(row, name, empty)
        row.save(update_fields=["audio_state", *REDUCED])
        record(Event.RECORDING_DESTROYED, subject=row, facts={"replayed": True})
    if not Certificate.objects.filter(subject=row.pk).exists():
        certify(queries.original_of(row), _grounds(row), now=now)
    return 1


def _grounds(call: Recording) -> Grounds:
    return Grounds(
        description=f"Call of {nhs_date(clock.local_day(call.started_at))}, {str(call.pk)[:8]}",
        rule="Destroyed after the backup was taken that has been restored; its first certificate was lost with the database",
        authority="The note of the destruction that lies in the store", authorised_by=None, job=Job.RECONCILE,
    )  # fmt: skip
