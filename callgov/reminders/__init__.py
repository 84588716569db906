"""Reminders and escalations, each exactly once however often the beat asks and however many workers run.

Each floor adds a source to `registry.reminders` that tells, for an instant, everything that is to be reminded of. The row of a
reminder is unique, and it is written in the transaction whose commit hands the mails over.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction

from callgov.models import Reminder
from callgov.notifications import notify
from callgov.registry import Reminding, registry
from callgov.trail.events import Event
from callgov.trail.services import act, record

_AT_ONCE = 500


def remind_once(reminding: Reminding, *, now: datetime) -> bool:
    """Mail these people and write the entry, unless that was done before; whether it was done now.

    Nobody to remind is no reminder: once there is somebody, they are reminded.
    """
    if not reminding.people or Reminder.objects.filter(**_key(reminding)).exists():
        return False
    try:
        with transaction.atomic(), act():
            _claim(reminding, now)
            facts = {"kind": reminding.kind, "due": str(reminding.due), "people": len(reminding.people)}
            record(Event.ESCALATED if reminding.escalates else Event.REMINDED, request=reminding.about, facts=facts)
            notify(reminding.people, subject=reminding.subject, lines=reminding.lines, url_name=reminding.url_name, **reminding.where)
            if reminding.also is not None:
                reminding.also(now)
    except _ToldAlready:
        return False
    return True


class _ToldAlready(Exception):
    """Another worker was first."""


def _claim(reminding: Reminding, now: datetime) -> None:
    try:
        with transaction.atomic():
            Reminder.objects.create(**_key(reminding), sent_at=now)
    except IntegrityError as clash:
        raise _ToldAlready from clash


def remind_all(*, now: datetime) -> int:
    """Walk every source and remind of what nobody was reminded of; how many. Two queries for each few hundred, not one for each."""
    return sum(_remind_new(some, now) for source in registry.reminders for some in _parts(source(now)))


def _parts(wanted: Iterable[Reminding]) -> Iterator[list[Reminding]]:
    rest = iter(wanted)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


def _remind_new(wanted: list[Reminding], now: datetime) -> int:
    done = set(
        Reminder.objects.filter(about__in={one.about for one in wanted}, kind__in={one.kind for one in wanted})
        .values_list("kind", "about", "due")
    )  # fmt: skip
    return sum(remind_once(one, now=now) for one in wanted if (one.kind, one.about, one.due) not in done)


def _key(reminding: Reminding) -> dict[str, object]:
    return {"kind": reminding.kind, "about": reminding.about, "due": reminding.due}
