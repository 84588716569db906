"""What the pages about lines and extensions read."""

from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from callgov import clock
from callgov.people.models import User
from callgov.refusals import NotYours, Refusal
from recordings.models import Extension, ExtensionAssignment, Line, ProcessingPurpose, Recording, RetentionClass

NOT_FOUND = Refusal("not-found", "There is nothing here.", "Check the address, or start from the page before.")


def lines() -> list[Line]:
    """All lines with what their calls take from them, the usual one first."""
    return list(Line.objects.select_related("purpose", "retention_class").order_by("-is_default", "name"))


def extensions(day: date) -> QuerySet[Extension]:
    """All extensions; `now_with` of each is the list of the one assignment on a day, or empty."""
    current = ExtensionAssignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day).select_related("person")
    return Extension.objects.select_related("line").prefetch_related(Prefetch("assignments", current, to_attr="now_with"))


def extension(number: str) -> Extension:
    """One extension. Raises NotYours when there is none."""
    found = Extension.objects.select_related("line").filter(number=number).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def assignments(extension: Extension) -> QuerySet[ExtensionAssignment]:
    """Who had an extension, the latest first."""
    return ExtensionAssignment.objects.filter(extension=extension).select_related("person").order_by("-starts_on")


def assignment(extension: Extension, assignment_id: int) -> ExtensionAssignment:
    """One assignment of an extension. Raises NotYours when there is none."""
    found = assignments(extension).filter(pk=assignment_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def is_used(row: ProcessingPurpose | RetentionClass) -> bool:
    """Whether a call was taken in under this purpose or retention class."""
    calls = Recording.objects.filter(purpose=row) if isinstance(row, ProcessingPurpose) else Recording.objects.filter(retention_class=row)
    return calls.exists()


def open_assignments(person: User, day: date) -> QuerySet[ExtensionAssignment]:
    """The extensions that a person has beyond a day."""
    return ExtensionAssignment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), person=person)


def count_open(person: User, now: datetime) -> int:
    """How many extensions a person has beyond today."""
    return open_assignments(person, clock.local_day(now)).count()
