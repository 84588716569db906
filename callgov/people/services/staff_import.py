"""Staff from a CSV file: new people are invited, known ones brought up to date. The same file twice changes nothing the second time."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from callgov.people import queries
from callgov.people.models import Standing, User
from callgov.people.services.accounts import invite, set_line_manager
from callgov.people.services.roles import give_role
from callgov.refusals import Refused
from callgov.roles import Role
from callgov.trail.events import Event
from callgov.trail.services import record

COLUMNS = ("name", "email", "job_title", "roles", "line_manager_email")
NEEDED = ("name", "email")
_ROLES = {spelling.lower(): role for role in Role for spelling in (role.value, role.label)}


@dataclass(frozen=True)
class StaffRow:
    """One usable line of the file; `line` counts from 1 with the heading.

    Without roles a new person becomes staff, a known one keeps theirs.
    """

    line: int
    name: str
    email: str
    job_title: str
    roles: tuple[Role, ...]
    manager_email: str


@dataclass
class StaffImport:
    """What an import did, or would do: addresses by outcome, and one sentence for each line that could not be used."""

    invited: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class _DryRun(Exception):
    """Undoes everything that was tried."""


def import_staff(*, lines: Iterable[str], actor: User | None, now: datetime, dry_run: bool = False) -> StaffImport:
    """Import the lines of a CSV file. Each line stands or falls alone; a dry run does everything and keeps nothing, mails included."""
    done = StaffImport()
    try:
        with transaction.atomic():
            rows = list(_read(lines, done.refused))
            for row in rows:
                _take(row, actor, now, done)
            for row in rows:
                _set_manager(row, actor, now, done)
            if dry_run:
                raise _DryRun
            counts = {"invited": len(done.invited), "changed": len(done.changed), "refused": len(done.refused)}
            record(Event.STAFF_IMPORTED, facts={**counts, "unchanged": len(done.unchanged)})
    except _DryRun:
        pass
    return done


def _read(lines: Iterable[str], refused: list[str]) -> Iterator[StaffRow]:
    reader = csv.DictReader(lines, skipinitialspace=True)
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        refused.append(
            f"The file has no column {' and no column '.join(missing)}. The first line must name the columns: {', '.join(COLUMNS)}."
        )
        return
    seen: dict[str, int] = {}
    for cells in reader:
        found = {column: (cells.get(column) or "").strip() for column in COLUMNS}
        wrong = _wrong(found, seen)
        if wrong:
            refused.append(f"Line {reader.line_num}: {wrong}")
            continue
        seen[found["email"].lower()] = reader.line_num
        yield StaffRow(
            reader.line_num,
            found["name"],
            found["email"].lower(),
            found["job_title"],
            tuple(_roles(found["roles"])),
            found["line_manager_email"].lower(),
        )


def _wrong(found: dict[str, str], seen: dict[str, int]) -> str:
    if not found["name"]:
        return "The name is missing."
    try:
        validate_email(found["email"])
    except ValidationError:
        return f"{found['email']!r} is not an email address."
    if found["email"].lower() in seen:
        return f"This email address stands in line {seen[found['email'].lower()]} already."
    unknown = [word for word in _words(found["roles"]) if word.lower() not in _ROLES]
    return f"There is no role {unknown[0]!r}. Use {', '.join(role.value for role in Role)}." if unknown else ""


def _words(roles: str) -> list[str]:
    return [word.strip() for word in roles.replace(",", ";").split(";") if word.strip()]


def _roles(roles: str) -> list[Role]:
    return [_ROLES[word.lower()] for word in _words(roles)]


def _take(row: StaffRow, actor: User | None, now: datetime, done: StaffImport) -> None:
    person = queries.person_with_email(row.email)
    try:
        with transaction.atomic():
            if person is None:
                invite(name=row.name, email=row.email, roles=row.roles or (Role.STAFF,), actor=actor, now=now, job_title=row.job_title)
                done.invited.append(row.email)
            else:
                (done.changed if _bring_up_to_date(person, row, actor, now) else done.unchanged).append(row.email)
    except Refused as refused:
        done.refused.append(f"Line {row.line}: {refused.refusal}")


def _bring_up_to_date(person: User, row: StaffRow, actor: User | None, now: datetime) -> bool:
    new = [role for role in row.roles if role not in {stretch.role for stretch in queries.stretches(person, now.date())}]
    if person.standing is Standing.ACTIVE:
        for role in new:
            give_role(person=person, role=role, actor=actor, now=now)
    details = (person.name, person.job_title) != (row.name, row.job_title)
    if details:
        person.name, person.job_title = row.name, row.job_title
        person.save(update_fields=["name", "job_title"])
    return details or (bool(new) and person.standing is Standing.ACTIVE)


def _set_manager(row: StaffRow, actor: User | None, now: datetime, done: StaffImport) -> None:
    person = queries.person_with_email(row.email)
    if person is None or not row.manager_email:
        return
    manager = queries.person_with_email(row.manager_email)
    if manager is None:
        done.refused.append(f"Line {row.line}: Nobody has the line manager's email address {row.manager_email!r}.")
        return
    if person.line_manager_id == manager.pk:
        return
    try:
        set_line_manager(person=person, manager=manager, actor=actor, now=now)
    except Refused as refused:
        done.refused.append(f"Line {row.line}: {refused.refusal}")
        return
    if row.email in done.unchanged:
        done.unchanged.remove(row.email)
        done.changed.append(row.email)
