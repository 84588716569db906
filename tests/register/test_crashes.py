"""No release without a line, no line without a release: also when the work stops dead at any statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from callgov.models import Sequence
from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from register.custody.services.missending import report_wrong_recipient
from register.models import CollectionLink, Misdelivery, RegisterLine, Release, ReleaseState
from register.services.releasing import release_copy
from tests.register.conftest import prepare, release

pytestmark = [pytest.mark.clause("RE-1"), pytest.mark.django_db(transaction=True)]


class PowerCut(Exception):
    """The process is gone."""


@contextmanager
def power_cut_at(step: int) -> Iterator[None]:
    """Stops before the statement of this number; what the transaction did so far is for the database to undo."""
    seen = 0

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == step:
            raise PowerCut
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield


def _cut_everywhere(act: Callable[[], Any], check: Callable[[], None], *, most: int = 200) -> int:
    """Does the act with a power cut before its first statement, its second, and so on until it comes through; how many cuts."""
    for step in range(1, most):
        try:
            with power_cut_at(step):
                act()
        except PowerCut:
            check()
        else:
            return step - 1
    raise AssertionError("The act never came through.")


def test_a_release_cut_off_anywhere_is_no_release_and_no_line(prepared: Release, practice_manager: User, now: datetime) -> None:
    def check() -> None:
        assert Release.objects.get().state == ReleaseState.PREPARED
        assert not RegisterLine.objects.exists()
        assert not CollectionLink.objects.exists()
        assert not Sequence.objects.filter(name="register", last__gt=0).exists()
        assert not Entry.objects.filter(event=Event.COPY_RELEASED).exists()

    def act() -> None:
        with acting_as(practice_manager):
            release_copy(release_id=prepared.pk, person=practice_manager, now=now)

    assert _cut_everywhere(act, check) > 10
    line = RegisterLine.objects.get()
    assert (line.number, line.release.state) == (1, ReleaseState.RELEASED)
    assert Entry.objects.filter(event=Event.COPY_RELEASED).count() == 1


def test_a_report_cut_off_anywhere_revokes_nothing_and_reports_nothing(
    grant: Grant, call: Recording, practice_manager: User, now: datetime
) -> None:
    copy = release(prepare(grant, call, now), practice_manager, now).release

    def check() -> None:
        assert Release.objects.get().state == ReleaseState.RELEASED
        assert CollectionLink.objects.get().ended_at is None
        assert not Misdelivery.objects.exists()
        assert not Entry.objects.filter(event__in=[Event.COPY_REVOKED, Event.INCIDENT_REPORTED]).exists()

    def act() -> None:
        with acting_as(practice_manager):
            report_wrong_recipient(release_id=copy.pk, what_happened="Another patient", actor=practice_manager, now=now)

    assert _cut_everywhere(act, check) > 8
    assert Misdelivery.objects.count() == 1
