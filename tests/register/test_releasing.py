"""Releasing writes the line, and there is no line without a release."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.models import QuerySet

from access_requests.models import Decision
from callgov import clock
from callgov.models import Sequence, Setting
from callgov.people.models import User
from callgov.refusals import Conflict, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access.services import end_grant
from recordings.models import Grant, Recording
from register import queries
from register.models import RegisterLine, Release, ReleaseState
from register.services.releasing import Handover, release_copy, renew_link
from tests.register.conftest import approve, ask_for_copy, prepare, release, release_grant

pytestmark = pytest.mark.clause("RE-1")


def test_releasing_writes_the_line_with_what_it_knows(handover: Handover, call: Recording, ig_lead: User, practice_manager: User) -> None:
    line, stored = handover.line, handover.release.stored
    assert stored is not None
    assert (line.authorised_by, line.released_by) == (ig_lead, practice_manager)
    assert (line.recording_id, line.sha256, line.lawful_basis) == (call.pk, stored.sha256, call.purpose.lawful_basis)
    assert (line.recipient_name, line.extent, line.format) == ("Ward Clerk", "Whole recording", "mp3")
    assert not line.one_person_approved_and_released


def test_a_review_of_what_was_done_is_not_the_approval(handover: Handover, ig_lead: User, dpo: User, now: datetime) -> None:
    case, later = handover.release.request, now + timedelta(hours=1)
    Decision.objects.create(request=case, step="review", agreed=True, reasons="It was right", decided_by=dpo, decided_at=later)
    for approval in (queries.approval_of(case), queries.approval_at(case, later)):
        assert approval is not None
        assert approval.decided_by == ig_lead
    assert queries.approval_at(case, now - timedelta(days=1)) is None


def test_numbers_of_a_year_have_no_gaps(grant: Grant, call: Recording, now: datetime) -> None:
    numbers = [release(prepare(grant, call, now), grant.holder, now).line.number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_a_release_that_fails_gives_its_number_back(prepared: Release, grant: Grant, call: Recording, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        _release_and_fail(prepared, grant.holder, now)
    assert release(prepare(grant, call, now), grant.holder, now).line.number == 1


def test_the_act_is_in_the_trail(handover: Handover) -> None:
    entry = Entry.objects.get(event=Event.COPY_RELEASED)
    assert (entry.request, entry.grant) == (handover.release.request.reference, handover.release.grant_id)


def test_a_copy_is_released_once(handover: Handover, practice_manager: User, now: datetime) -> None:
    with pytest.raises(Conflict):
        release(handover.release, practice_manager, now)
    assert RegisterLine.objects.count() == 1


@pytest.mark.parametrize("who", ["receptionist", "ig_lead", "nurse", "administrator"])
def test_only_the_named_releaser_releases(prepared: Release, who: str, request: pytest.FixtureRequest, now: datetime) -> None:
    with pytest.raises(Refused):
        release(prepared, request.getfixturevalue(who), now)
    assert not RegisterLine.objects.exists()


def test_nothing_is_released_once_the_grant_has_ended(prepared: Release, ig_lead: User, practice_manager: User, now: datetime) -> None:
    with acting_as(ig_lead):
        end_grant(grant_id=prepared.grant_id, actor=ig_lead, reason="No longer needed", now=now)
    with pytest.raises(Refused):
        release(prepared, practice_manager, now)


@pytest.mark.clause("AC-10")
def test_a_copy_that_must_be_gone_already_is_not_released(grant: Grant, call: Recording, practice_manager: User, now: datetime) -> None:
    copy = prepare(grant, call, now, delete_by=clock.local_day(now))
    with pytest.raises(Refused, match="has passed"):
        release(copy, practice_manager, now + timedelta(days=1))
    assert not RegisterLine.objects.exists()


def test_the_database_refuses_a_release_without_a_line(prepared: Release, practice_manager: User, now: datetime) -> None:
    prepared.state, prepared.released_at, prepared.released_by = ReleaseState.RELEASED, now, practice_manager
    with acting_as(practice_manager), pytest.raises(IntegrityError, match="without its register line"), transaction.atomic():
        _save_at_once(prepared)


def test_the_database_refuses_a_line_without_a_release(handover: Handover, grant: Grant, call: Recording, now: datetime) -> None:
    line, unreleased = handover.line, prepare(grant, call, now)
    line.pk, line.number, line.release = None, 2, unreleased
    with pytest.raises(IntegrityError, match="without its release"), transaction.atomic():
        _save_at_once(line)


@transaction.atomic
def _release_and_fail(copy: Release, person: User, now: datetime) -> None:
    release(copy, person, now)
    raise ZeroDivisionError


def _save_at_once(row: Release | RegisterLine) -> None:
    row.save()
    _settle()


def _settle() -> None:
    """Deferred constraints judge at commit; in a test's transaction they are asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_the_register(handover: Handover, statement: str) -> None:
    _settle()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("register_registerline"))


def test_a_small_practice_may_let_one_person_do_both_and_the_line_shows_it(
    receptionist: User, ig_lead: User, call: Recording, now: datetime
) -> None:
    with acting_as(ig_lead):
        Setting.objects.create(name="approver_may_release", value=True, reason="We are three people", set_by=ig_lead, set_at=now)
    case = ask_for_copy(receptionist, now)
    approve(case, ig_lead, ig_lead, now)
    line = release(prepare(release_grant(case, ig_lead, call), call, now), ig_lead, now).line
    assert line.one_person_approved_and_released


def test_a_new_link_replaces_the_old_one(handover: Handover, practice_manager: User, now: datetime) -> None:
    old = handover.release.link.token_hash
    with acting_as(practice_manager):
        again = renew_link(release_id=handover.release.pk, person=practice_manager, now=now)
    again.release.link.refresh_from_db()
    assert again.token != handover.token
    assert again.release.link.token_hash != old


def test_someone_else_cannot_make_a_new_link(handover: Handover, nurse: User, now: datetime) -> None:
    with acting_as(nurse), pytest.raises(Refused):
        renew_link(release_id=handover.release.pk, person=nurse, now=now)


@pytest.mark.django_db(transaction=True)
def test_of_two_racing_releases_one_wins(prepared: Release, practice_manager: User, now: datetime) -> None:
    outcomes = race(lambda: release_copy(release_id=prepared.pk, person=practice_manager, now=now), practice_manager, 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict", "Handover"]
    assert RegisterLine.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_releases_at_once_are_numbered_without_gaps(grant: Grant, call: Recording, practice_manager: User, now: datetime) -> None:
    copies = iter([copy.pk for copy in _alike(prepare(grant, call, now), 50)])
    lock = threading.Lock()

    def release_next() -> Handover:
        with lock:
            copy = next(copies)
        return release_copy(release_id=copy, person=practice_manager, now=now + timedelta(seconds=1))

    race(release_next, practice_manager, 50)
    lines: QuerySet[RegisterLine] = RegisterLine.objects.order_by("number")
    assert list(lines.values_list("number", flat=True)) == list(range(1, 51))
    assert Sequence.objects.get(name="register").last == 50


def _alike(copy: Release, times: int) -> list[Release]:
    """The same copy so many times, each with a number of its own; cheaper than making each."""
    others = [Release(**{**_fields(copy), "id": uuid4(), "copy_number": number}) for number in range(2, times + 1)]
    return [copy, *Release.objects.recorded().bulk_create(others)]


def _fields(copy: Release) -> dict[str, Any]:
    return {field.attname: getattr(copy, field.attname) for field in Release._meta.concrete_fields}


def race(act: Any, person: User, times: int) -> list[Any]:
    """Let several threads, each with its own connection, do one thing at once; what each got back or was refused with."""

    def attempt(_number: int) -> Any:
        try:
            with acting_as(person):
                return act()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(attempt, range(times)))
