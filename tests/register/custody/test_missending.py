"""The wrong recipient: one act revokes, stops collection and opens the report, or does none of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from callgov.incidents import Incident, IncidentKind
from callgov.people.models import User
from callgov.refusals import Conflict, Refused
from callgov.registry import registry
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from register import queries
from register.custody import queries as custody
from register.custody.services.missending import report_wrong_recipient
from register.models import Misdelivery, Release, ReleaseState
from register.services import collecting
from register.services.destroying import destroy_due
from register.services.releasing import Handover, end_link, renew_link

pytestmark = [pytest.mark.clause("AC-10"), pytest.mark.clause("BR-2")]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Incident]]:
    said: list[Incident] = []
    monkeypatch.setattr(registry, "incidents", [said.append])
    return said  # type: ignore[return-value]


def _report(handover: Handover, person: User, now: datetime, what: str = "It went to a patient of the same name") -> Misdelivery:
    with acting_as(person):
        return report_wrong_recipient(release_id=handover.release.pk, what_happened=what, actor=person, now=now)


def _open(handover: Handover, now: datetime) -> str:
    return collecting.open_link(token=handover.token, passcode=handover.passcode, now=now)


def test_an_uncollected_copy_is_revoked_and_its_link_ends(
    handover: Handover, practice_manager: User, heard: list[Incident], now: datetime
) -> None:
    assert not _report(handover, practice_manager, now).was_collected
    assert Release.objects.get().state == ReleaseState.REVOKED
    with pytest.raises(Refused, match="This link has ended"):
        _open(handover, now)


def test_a_browser_that_opened_the_link_already_gets_nothing_more(
    handover: Handover, practice_manager: User, heard: list[Incident], now: datetime
) -> None:
    key = _open(handover, now)
    _report(handover, practice_manager, now)
    with pytest.raises(Refused, match="This link has ended"):
        collecting.collect(token=handover.token, key=key, now=now)


def test_the_facts_are_handed_over_without_a_name(handover: Handover, practice_manager: User, heard: list[Incident], now: datetime) -> None:
    collecting.collect(token=handover.token, key=_open(handover, now), now=now)
    _report(handover, practice_manager, now)
    [incident] = heard
    assert (incident.kind, incident.subject) == (IncidentKind.WRONG_RECIPIENT, str(handover.release.pk))
    assert (incident.facts["line"], incident.facts["collected"]) == (f"{handover.line.year}/001", True)
    assert "Ward Clerk" not in str(vars(incident))
    assert "same name" not in str(list(Entry.objects.values_list("facts", "reason")))


def test_nothing_is_revoked_when_the_report_cannot_be_opened(
    handover: Handover, practice_manager: User, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    def fails(_incident: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(registry, "incidents", [fails])
    with pytest.raises(ZeroDivisionError):
        _report(handover, practice_manager, now)
    assert Release.objects.get().state == ReleaseState.RELEASED
    assert not Entry.objects.filter(event=Event.COPY_REVOKED).exists()


def test_a_second_report_changes_nothing(handover: Handover, practice_manager: User, heard: list[Incident], now: datetime) -> None:
    _report(handover, practice_manager, now)
    with pytest.raises(Conflict):
        _report(handover, practice_manager, now)
    assert len(heard) == 1


def test_a_report_says_what_happened(handover: Handover, practice_manager: User, heard: list[Incident], now: datetime) -> None:
    with pytest.raises(Refused, match="what happened"):
        _report(handover, practice_manager, now, what=" ")
    assert heard == []


def test_a_revoked_copy_is_destroyed_by_the_next_run_and_can_never_be_sent_again(
    handover: Handover, practice_manager: User, heard: list[Incident], now: datetime
) -> None:
    _report(handover, practice_manager, now)
    with acting_as(practice_manager), pytest.raises(Refused):
        renew_link(release_id=handover.release.pk, person=practice_manager, now=now)
    assert destroy_due(now=now) == 1
    assert Release.objects.get().state == ReleaseState.DESTROYED


def test_a_copy_that_was_destroyed_here_can_still_be_reported(
    handover: Handover, practice_manager: User, heard: list[Incident], now: datetime
) -> None:
    Release.objects.recorded().update(delete_by=now.date())
    destroy_due(now=now)
    _report(handover, practice_manager, now)
    assert len(heard) == 1
    assert Release.objects.get().state == ReleaseState.DESTROYED


def test_whoever_got_it_must_confirm_even_where_the_recipient_need_not(
    own_copy: Handover, practice_manager: User, heard: list[Incident], now: datetime
) -> None:
    assert not custody.out().exists()
    _report(own_copy, practice_manager, now)
    assert custody.out().get() == own_copy.release


def test_a_report_is_never_changed(handover: Handover, practice_manager: User, heard: list[Incident], now: datetime) -> None:
    _report(handover, practice_manager, now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE register_misdelivery SET what_happened = 'x'")


def test_a_link_is_ended_without_a_report_and_a_new_one_can_be_made(handover: Handover, practice_manager: User, now: datetime) -> None:
    key = _open(handover, now)
    with acting_as(practice_manager):
        end_link(release_id=handover.release.pk, now=now)
        with pytest.raises(Refused, match="This link has ended"):
            collecting.collect(token=handover.token, key=key, now=now)
        with pytest.raises(Conflict):
            end_link(release_id=handover.release.pk, now=now)
        again = renew_link(release_id=handover.release.pk, person=practice_manager, now=now)
    assert collecting.open_link(token=again.token, passcode=again.passcode, now=now)
    assert queries.release(handover.release.pk).state == ReleaseState.RELEASED
