"""Logging that a caller asked not to be recorded. Nothing here, or anywhere, switches recording off."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused
from callgov.registry import registry
from callgov.sequence import next_number
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.models import Ending, Extension, Objection
from recordings.numbers import normalise

SAY_HOW = Refusal("no-ending", "Say how it ended.")
IN_FUTURE = Refusal("in-future", "The time must be in the past.")


@dataclass(frozen=True)
class Said:
    """What whoever took the call says; one answer is enough."""

    ending: str
    formal: bool = False
    other_way: str = ""
    number: str = ""
    note: str = ""
    at: datetime | None = None
    extension: Extension | None = None


@enforces("NO-4", "NO-5")
@transaction.atomic
def log_objection(*, person: User, said: Said, now: datetime) -> Objection:
    """Log that a caller asked not to be recorded, who took the call, when, and how it ended (NO-4, NO-5).

    A formal objection (Article 21) opens a case with its clock on the floor that keeps those. Raises Refused only without an ending.
    """
    if said.ending not in Ending.values:
        raise Refused(SAY_HOW)
    at = said.at or now
    if at > now:
        raise Refused(IN_FUTURE)
    year = clock.local_day(now).year
    with act():
        objection = Objection(
            reference=f"NR-{year}-{next_number('asked not to be recorded', year):04}", at=at, taken_by=person, extension=said.extension,
            ending=said.ending, other_way=said.other_way.strip(), formal=said.formal, external_raw=said.number,
            external_e164=normalise(said.number).e164 if said.number else "", note=said.note.strip(), logged_at=now,
        )  # fmt: skip
        if said.formal:
            objection.case_reference = next((opened for opens in registry.on_objection if (opened := opens(objection, person, now))), "")
        objection.save(force_insert=True)
        record(Event.OBJECTION_LOGGED, subject=objection, facts={"ending": said.ending, "formal": said.formal})
    return objection
