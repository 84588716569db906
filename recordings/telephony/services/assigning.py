"""Who has an extension from when: an assignment ends the one before. Every change is in the trail field by field."""

from datetime import date, datetime, timedelta

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.refusals import insist
from recordings.models import Extension, ExtensionAssignment
from recordings.telephony import queries, rules

A_DAY = timedelta(days=1)


def insist_keeper(actor: User | None, now: datetime) -> None:
    """Raise Refused for a person who may not change lines and extensions. `None` is the named job that acts."""
    insist(rules.refuse_keeper(actor, roles_on(actor, clock.local_day(now)) if actor else frozenset()))


@transaction.atomic
def assign_extension(
    *, extension: Extension, person: User, starts_on: date, ends_on: date | None, actor: User | None, now: datetime
) -> ExtensionAssignment:
    """Give an extension to a person from a day to a day, both included; whoever has it then has it until the day before.

    Calls that were taken in already stay with the person they were filed under. Raises Refused.
    """
    insist_keeper(actor, now)
    Extension.objects.select_for_update().get(pk=extension.pk)
    held = list(queries.assignments(extension))
    insist(rules.refuse_assignment(person, starts_on, ends_on, held))
    for before in held:
        if before.starts_on < starts_on and (before.ends_on is None or before.ends_on >= starts_on):
            _end(before, starts_on - A_DAY)
    return ExtensionAssignment.objects.create(extension=extension, person=person, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def end_assignment(*, assignment: ExtensionAssignment, ends_on: date, actor: User | None, now: datetime) -> None:
    """Set the last day on which a person has an extension. Raises Refused."""
    insist_keeper(actor, now)
    locked = ExtensionAssignment.objects.select_for_update().get(pk=assignment.pk)
    insist(rules.refuse_end(locked, ends_on))
    _end(locked, ends_on)


@transaction.atomic
def end_assignments_of(leaver: User, ended_by: User | None, now: datetime) -> int:
    """A leaver has their extensions until today; how many. Runs inside the leaver's transaction; `ended_by` was checked there."""
    today = clock.local_day(now)
    open_ones = list(queries.open_assignments(leaver, today).select_for_update())
    for assignment in open_ones:
        _end(assignment, max(today, assignment.starts_on))
    return len(open_ones)


def _end(assignment: ExtensionAssignment, ends_on: date) -> None:
    assignment.ends_on = ends_on
    assignment.save(update_fields=["ends_on"])
