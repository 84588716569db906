"""A practice's telephone system from a plan: all of it or nothing. The same plan twice changes nothing the second time."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from callgov.people.models import User
from callgov.people.queries import person_with_email
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused, insist
from recordings.models import Extension, ExtensionAssignment, Line, ProcessingPurpose, RetentionClass
from recordings.telephony import queries, rules
from recordings.telephony.plan import AssignmentEntry, Entry, ExtensionEntry, LineEntry, Plan, PurposeEntry, RetentionEntry
from recordings.telephony.rules import Basis
from recordings.telephony.services.assigning import assign_extension, end_assignment, insist_keeper

Found = TypeVar("Found", bound=Model)


class Done(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass
class SetUp:
    """What was done, or would be done, to how many entries; with any sentence in `refused`, nothing was done at all."""

    counts: dict[Done, int] = field(default_factory=lambda: dict.fromkeys(Done, 0))
    refused: list[str] = field(default_factory=list)


class _Undone(Exception):
    """Undoes everything that was tried."""


@enforces("LB-1")
def set_up(*, plan: Plan, actor: User | None, now: datetime, dry_run: bool = False) -> SetUp:
    """Add and change what a plan says (LB-1). A refused entry or a dry run keeps nothing. Raises Refused for someone who may not."""
    insist_keeper(actor, now)
    done = SetUp(refused=list(plan.problems))
    with suppress(_Undone), transaction.atomic():
        for entry in plan.entries:
            try:
                with transaction.atomic():
                    done.counts[_take(entry, actor, now)] += 1
            except Refused as refused:
                done.refused.append(f"{entry.place}: {refused.refusal}")
        if done.refused or dry_run:
            raise _Undone
    return done


def _take(entry: Entry, actor: User | None, now: datetime) -> Done:
    match entry:
        case PurposeEntry():
            return _purpose(entry)
        case RetentionEntry():
            return _retention_class(entry)
        case LineEntry():
            return _line(entry)
        case ExtensionEntry():
            return _extension(entry)
        case AssignmentEntry():
            return _assignment(entry, actor, now)
    raise TypeError(f"{type(entry).__name__} is no entry of a plan")


def _purpose(entry: PurposeEntry) -> Done:
    found = ProcessingPurpose.objects.filter(name__iexact=entry.name).first()
    before = Basis(found.lawful_basis, found.health_data, found.article9) if found else None
    basis = Basis(entry.lawful_basis, entry.health_data, entry.article9)
    insist(rules.refuse_basis(basis, before, used=found is not None and queries.is_used(found)))
    return _keep(found or ProcessingPurpose(), name=entry.name, statement=entry.statement, **basis._asdict())


def _retention_class(entry: RetentionEntry) -> Done:
    found = RetentionClass.objects.filter(name__iexact=entry.name).first()
    before = found.months if found else None
    insist(rules.refuse_months(entry.months, before, used=found is not None and queries.is_used(found)))
    return _keep(found or RetentionClass(), name=entry.name, months=entry.months, basis=entry.basis)


def _line(entry: LineEntry) -> Done:
    insist(rules.refuse_line_number(entry.number))
    purpose = _named(ProcessingPurpose, "purpose", name__iexact=entry.purpose)
    kept = _named(RetentionClass, "retention class", name__iexact=entry.retention_class)
    found = Line.objects.filter(name__iexact=entry.name).first() or Line()
    if entry.is_default:
        for usual in Line.objects.filter(is_default=True).exclude(pk=found.pk):
            _keep(usual, is_default=False)
    return _keep(found, name=entry.name, number=entry.number, purpose=purpose, retention_class=kept, is_default=entry.is_default)


def _extension(entry: ExtensionEntry) -> Done:
    insist(rules.refuse_extension_number(entry.number))
    line = _named(Line, "line", name__iexact=entry.line) if entry.line else None
    found = Extension.objects.filter(number=entry.number).first()
    return _keep(found or Extension(), number=entry.number, label=entry.label, line=line)


def _assignment(entry: AssignmentEntry, actor: User | None, now: datetime) -> Done:
    """An assignment that began then is the same one. It may have been ended since: only a last day in the plan is a change."""
    extension = _named(Extension, "extension", number=entry.extension)
    person = person_with_email(entry.person)
    if person is None:
        raise Refused(Refusal("unknown-person", f"Nobody has the email address {entry.person}.", "Invite the person first."))
    found = ExtensionAssignment.objects.filter(extension=extension, person=person, starts_on=entry.starts_on).first()
    if found is None:
        assign_extension(extension=extension, person=person, starts_on=entry.starts_on, ends_on=entry.ends_on, actor=actor, now=now)
        return Done.ADDED
    if entry.ends_on in (None, found.ends_on):
        return Done.UNCHANGED
    assert entry.ends_on is not None
    end_assignment(assignment=found, ends_on=entry.ends_on, actor=actor, now=now)
    return Done.CHANGED


def _named(model: type[Found], words: str, **terms: str) -> Found:
    """The row of this name. Raises Refused when there is none."""
    found = model._default_manager.filter(**terms).first()
    if found is None:
        (name,) = terms.values()
        raise Refused(Refusal("unknown-name", f"There is no {words} “{name}”.", "Add it to the file, or correct the name."))
    return found


def _keep(row: Model, **values: Any) -> Done:
    """Save what differs, and nothing when nothing does."""
    is_new = row.pk is None
    changed = [name for name, value in values.items() if is_new or getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=None if is_new else changed)
    return Done.ADDED if is_new else Done.CHANGED if changed else Done.UNCHANGED
