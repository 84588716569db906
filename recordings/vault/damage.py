"""What is done when stored audio is damaged or missing: row and trail say so, and an incident is reported once (AC-5, BR-2)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record
from recordings.models import Damage, ObjectRole, Recording, StoredObject
from recordings.vault.trouble import MissingObject, TamperedObject

SOUND = frozenset({ObjectRole.ORIGINAL, ObjectRole.LISTENING, ObjectRole.PEAKS})


def kind_of(trouble: TamperedObject) -> Damage:
    """What is wrong with the object that raised this."""
    return Damage.MISSING if isinstance(trouble, MissingObject) else Damage.DAMAGED


@enforces("AC-5", "BR-2")
@transaction.atomic
def report_damage(*, stored: StoredObject, damage: Damage, now: datetime, request: str = "", person: User | None = None) -> bool:
    """Write down that an object did not pass its check, under who or what is acting; True when that is news (AC-5, BR-2).

    Each finding has its entry; the first also opens an incident. What was destroyed meanwhile is not damaged.
    """
    recording = recording_of(stored)
    # the call before its object, as destroying and placing a hold lock them: the incident may set a hold
    list(Recording.objects.filter(pk=stored.subject).select_for_update(of=("self",), no_key=True).values_list("pk"))
    row = StoredObject.objects.select_for_update().get(pk=stored.pk)
    if row.wrapped_key is None:
        return False
    is_news = not row.damage
    facts = {"role": row.role, "found": str(damage.label)}
    with act():
        if row.damage != damage:
            row.damage, row.damage_found_at = damage, now
            row.save(update_fields=["damage", "damage_found_at"])
        record(Event.AUDIO_DAMAGED, subject=row, request=request, recording=recording, facts=facts)
    if is_news:
        subject = f"{row.pk} {now.isoformat(timespec='seconds')}"  # damaged again after it was whole is another incident
        report_incident(
            kind=IncidentKind.AUDIO_LOST, subject=subject, request=request, recording=recording, person=person, facts=facts, now=now
        )
    return is_news


@enforces("AC-5")
@transaction.atomic
def note_whole_again(*, stored: StoredObject, now: datetime) -> None:
    """Write down that an object which did not pass its check before is whole again: somebody restored it."""
    row = StoredObject.objects.select_for_update().get(pk=stored.pk)
    if row.damage:
        with act():
            record(Event.AUDIO_WHOLE_AGAIN, subject=row, recording=recording_of(row), facts={"role": row.role, "was": row.damage})
            row.checked_at, row.damage, row.damage_found_at = now, "", None
            row.save(update_fields=["checked_at", "damage", "damage_found_at"])


def telling(stored: StoredObject, pieces: Iterable[bytes], *, job: Job) -> Iterator[bytes]:
    """The pieces of an object on their way out of the house; damage found on the way is reported before the way breaks off."""
    try:
        yield from pieces
    except TamperedObject as trouble:
        with as_job(job):
            report_damage(stored=stored, damage=kind_of(trouble), now=clock.now())
        raise


def recording_of(stored: StoredObject) -> UUID | None:
    """The call that an object is the sound of."""
    return stored.subject if stored.role in SOUND else None
