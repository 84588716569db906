"""The only writers of the table of bank holidays. Whatever counts working days is told in the same transaction."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction

from callgov import clock
from callgov.holidays import rules
from callgov.holidays.queries import bank_holidays
from callgov.holidays.shipped import DIVISION, NotTheOfficialFile, read
from callgov.models import HolidayChange
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.refusals import Refusal, Refused, insist
from callgov.registry import registry
from callgov.trail.events import Event
from callgov.trail.services import act, record

_ONE_AT_A_TIME = 0x686F6C69  # any number of our own: the advisory lock of the table


@transaction.atomic
def add_holiday(*, day: date, name: str, reason: str, actor: User | None, now: datetime) -> None:
    """Add a day, such as one that was proclaimed (law.md R1.5, R13.4). Raises Refused."""
    known = _begin(reason, actor, now)
    insist(rules.refuse_adding(day, name, known))
    _change({day: name.strip()}, reason, actor, now)


@transaction.atomic
def remove_holiday(*, day: date, reason: str, actor: User | None, now: datetime) -> None:
    """Take a day away, such as one that was moved. Raises Refused."""
    known = _begin(reason, actor, now)
    insist(rules.refuse_removing(day, known))
    _change({day: ""}, reason, actor, now)


@transaction.atomic
def import_holidays(*, content: bytes, reason: str, actor: User | None, now: datetime, division: str = DIVISION) -> int:
    """Make the years of the official file as it says; how many days changed. Other years stay. Raises Refused."""
    known = _begin(reason, actor, now)
    try:
        said = read(content, division)
    except NotTheOfficialFile as wrong:
        raise Refused(Refusal("not-the-official-file", str(wrong))) from wrong
    differing = rules.differences(said, known)
    insist(None if differing else rules.NOTHING_NEW)
    _change(differing, reason, actor, now)
    return len(differing)


def _begin(reason: str, actor: User | None, now: datetime) -> Mapping[date, str]:
    """The table as it stands while nobody else changes it. Raises Refused for who may not, and without a reason."""
    if actor is not None:
        insist(rules.refuse_keeper(roles_on(actor, clock.local_day(now))))
    insist(rules.refuse_no_reason(reason))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    return bank_holidays().holidays


def _change(days: Mapping[date, str], reason: str, actor: User | None, now: datetime) -> None:
    with act():
        for day, name in sorted(days.items()):
            HolidayChange.objects.create(day=day, name=name, reason=reason.strip(), made_by=actor, made_at=now)
        facts = {"added": [str(day) for day in sorted(days) if days[day]], "removed": [str(day) for day in sorted(days) if not days[day]]}
        record(Event.HOLIDAYS_CHANGED, facts=facts, reason=reason.strip())
    for recalculate in registry.on_calendar_change:
        recalculate(now)
