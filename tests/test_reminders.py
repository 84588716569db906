"""People are reminded exactly once, of each deadline, however often the beat asks and however many workers run."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections

from callgov import clock
from callgov.models import Reminder
from callgov.people.models import User
from callgov.registry import Reminding, registry
from callgov.reminders import remind_all, remind_once
from callgov.reminders.tasks import remind
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry

DUE = date(2026, 12, 29)
Capture = Callable[..., Any]


def reminding(*people: User, **fields: Any) -> Reminding:
    words = {"subject": "A request is due soon", "lines": ["REQ-2026-0042 is due by 29 December 2026."]}
    return Reminding(**({"kind": "due-in-7-days", "about": "REQ-2026-0042", "due": DUE, "people": people} | words | fields))


def tell(one: Reminding) -> bool:
    with as_job(Job.REMINDERS):
        return remind_once(one, now=clock.now())


def walk(monkeypatch: pytest.MonkeyPatch, *wanted: Reminding) -> int:
    monkeypatch.setattr(registry, "reminders", [lambda _now: iter(wanted)])
    with as_job(Job.REMINDERS):
        return remind_all(now=clock.now())


def test_a_reminder_goes_out_once(eager: None, nurse: User, django_capture_on_commit_callbacks: Capture):
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(reminding(nurse))
        assert not tell(reminding(nurse))
    assert [one.to for one in mail.outbox] == [[nurse.email]]


def test_a_reminder_is_an_entry_that_counts_whom_it_went_to(nurse: User, ig_lead: User):
    tell(reminding(nurse, ig_lead))
    entry = Entry.objects.get(event=Event.REMINDED)
    assert (entry.job, entry.request) == (Job.REMINDERS, "REQ-2026-0042")
    assert entry.facts == {"kind": "due-in-7-days", "due": "2026-12-29", "people": 2}


def test_an_escalation_says_so(ig_lead: User):
    tell(reminding(ig_lead, escalates=True))
    assert Entry.objects.filter(event=Event.ESCALATED).count() == 1


@pytest.mark.parametrize("other", [{"kind": "late"}, {"about": "REQ-2026-0043"}, {"due": DUE + timedelta(days=1)}])
def test_another_stage_another_thing_and_a_moved_deadline_are_reminded_of_anew(nurse: User, other: dict[str, Any]):
    assert tell(reminding(nurse))
    assert tell(replace(reminding(nurse), **other))


def test_with_nobody_to_remind_it_waits_until_there_is_somebody(nurse: User):
    assert not tell(reminding())
    assert tell(reminding(nurse))


def test_every_source_is_walked_and_only_what_is_new_is_told(nurse: User, monkeypatch: pytest.MonkeyPatch):
    tell(reminding(nurse))
    wanted = [reminding(nurse), *(reminding(nurse, about=f"REQ-2026-{number:04}") for number in range(3))]
    assert walk(monkeypatch, *wanted) == 3
    assert walk(monkeypatch, *wanted) == 0


def test_what_was_told_already_costs_the_same_however_much_it_is(
    nurse: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
):
    wanted = [reminding(nurse, about=f"REQ-2026-{number:04}") for number in range(20)]
    walk(monkeypatch, *wanted)
    with django_assert_num_queries(1):
        walk(monkeypatch, *wanted)


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_once_one_reminds(nurse: User):
    def work(_: int) -> bool:
        try:
            return tell(reminding(nurse))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert Reminder.objects.count() == 1
    assert Entry.objects.filter(event=Event.REMINDED).count() == 1


def test_the_job_names_itself(db: None, monkeypatch: pytest.MonkeyPatch, nurse: User):
    monkeypatch.setattr(registry, "reminders", [lambda _now: [reminding(nurse)]])
    remind()
    assert Entry.objects.get(event=Event.REMINDED).job == Job.REMINDERS
