"""From handing over to gone: receipts, holders asked once a stage, deletions with evidence, late copies escalated."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail

from callgov import clock, reminders
from callgov.models import Reminder
from callgov.people.models import User
from callgov.refusals import Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from register.custody import queries, worklist
from register.custody.services import holding
from register.models import HolderAsked, Release
from register.services import collecting
from register.services.destroying import destroy_due
from register.services.releasing import Handover
from tests.register.conftest import prepare, release

pytestmark = pytest.mark.clause("AC-10")
DELETE_IN = timedelta(days=28)


@pytest.fixture
def mailed(grant: Grant, call: Recording, now: datetime) -> Handover:
    """A collected copy whose holder gave an address."""
    handover = release(prepare(grant, call, now, holder_email="ward@hospital.example"), grant.holder, now)
    key = collecting.open_link(token=handover.token, passcode=handover.passcode, now=now)
    collecting.collect(token=handover.token, key=key, now=now)
    return handover


@pytest.fixture
def on_media(grant: Grant, call: Recording, now: datetime) -> Handover:
    return release(prepare(grant, call, now, method="media"), grant.holder, now)


def test_a_holder_is_mailed_once_a_stage(mailed: Handover, now: datetime, django_capture_on_commit_callbacks: object) -> None:
    late = now + DELETE_IN + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        counts = [holding.ask_holders_due(now=at) for at in (now, late, late, late + timedelta(days=7))]
    assert counts == [0, 1, 0, 1]
    assert [message.to for message in mail.outbox] == [["ward@hospital.example"]] * 2
    assert set(HolderAsked.objects.values_list("stage", flat=True)) == {"copy-late", "copy-late-7"}


def test_who_never_collected_a_copy_is_not_asked_to_delete_it(grant: Grant, call: Recording, practice_manager: User, now: datetime) -> None:
    copy = release(prepare(grant, call, now, holder_email="ward@hospital.example"), grant.holder, now).release
    late = now + DELETE_IN + timedelta(days=1)
    assert holding.ask_holders_due(now=late) == 0
    assert list(queries.out()) == [copy]  # it can still be collected
    destroy_due(now=late)
    assert not queries.out().exists()
    assert not queries.holders(clock.local_day(late)).exists()
    assert list(worklist.reminders(late)) == []


def test_a_copy_on_media_is_with_its_holder_also_once_ours_is_destroyed(on_media: Handover, now: datetime) -> None:
    destroy_due(now=now + DELETE_IN)
    assert list(queries.out()) == [on_media.release]


def test_the_mail_names_nobody_and_its_link_confirms_the_deletion(
    mailed: Handover, now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        holding.ask_holders_due(now=now + DELETE_IN)
    body = mail.outbox[0].body
    assert not any(word in body for word in ("Ward Clerk", "Northfield", mailed.line.call_number))
    token = re.search(r"/collect/deleted/([^/]+)/", body)
    assert token is not None
    assert holding.confirm_by_link(token=token[1], now=now).holder_deleted_at == now
    assert token[1] not in str(HolderAsked.objects.values())
    assert holding.ask_holders_due(now=now + DELETE_IN + timedelta(days=9)) == 0


def test_a_link_that_never_was_says_that_it_ended(db: None, now: datetime) -> None:
    for token in ("", "never"):
        with pytest.raises(Refused, match="This link has ended"):
            holding.confirm_by_link(token=token, now=now)


def test_a_mail_that_cannot_be_sent_is_written_down(
    mailed: Handover, now: datetime, settings: object, django_capture_on_commit_callbacks: object
) -> None:
    settings.EMAIL_BACKEND = "tests.register.custody.broken_mail.Broken"  # type: ignore[attr-defined]
    with as_job(Job.REMINDERS), django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        holding.ask_holders_due(now=now + DELETE_IN)
    assert Entry.objects.filter(event=Event.MAIL_FAILED).count() == 1


def test_the_practice_manager_is_reminded_and_the_lead_told_in_the_end(
    handover: Handover, practice_manager: User, ig_lead: User, now: datetime
) -> None:
    def remind(days: int) -> list[tuple[str, list[User]]]:
        at = now + DELETE_IN + timedelta(days=days)
        return [(one.kind, list(one.people)) for one in worklist.reminders(at) if one.kind != "copies-late"]

    assert remind(-8) == []
    assert remind(-7) == [("copy-due-soon", [practice_manager])]
    assert remind(8) == [("copy-late-7", [practice_manager])]
    assert remind(15) == [("copy-late-14", [practice_manager, ig_lead])]


def test_late_copies_are_counted_once_every_day(handover: Handover, practice_manager: User, now: datetime) -> None:
    with as_job(Job.REMINDERS):
        for hours in (0, 1, 24):
            reminders.remind_all(now=now + DELETE_IN + timedelta(days=2, hours=hours))
    assert Reminder.objects.filter(kind="copies-late").count() in (2, 3)  # the hours may cross midnight
    assert Reminder.objects.filter(kind="copy-late").count() == 1


def test_a_receipt_stands_in_the_register_with_how_and_when(on_media: Handover, practice_manager: User, now: datetime) -> None:
    assert list(queries.without_receipt(practice_manager)) == [on_media.release]
    with acting_as(practice_manager):
        note = holding.record_receipt(
            release_id=on_media.release.pk, detail="RX 123", handed_on=clock.local_day(now), actor=practice_manager, now=now
        )
    assert (note.field, note.value.endswith(": RX 123"), note.value.startswith("Encrypted media, ")) == ("receipt", True, True)
    assert not queries.without_receipt(practice_manager).exists()


def test_a_link_has_no_receipt_but_its_own(handover: Handover, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager), pytest.raises(Refused, match="writes its own receipt"):
        holding.record_receipt(release_id=handover.release.pk, detail="x", handed_on=clock.local_day(now), actor=practice_manager, now=now)


def test_a_deletion_is_recorded_with_its_day_who_says_so_and_how_they_know(
    handover: Handover, practice_manager: User, now: datetime
) -> None:
    later = now + timedelta(days=5)
    with acting_as(practice_manager):
        holding.confirm_deleted(
            release_id=handover.release.pk, evidence=" Letter ", deleted_on=clock.local_day(now + timedelta(days=2)),
            actor=practice_manager, now=later,
        )  # fmt: skip
    row = Release.objects.get()
    assert (row.holder_deleted_evidence, row.holder_deleted_by) == ("Letter", practice_manager)
    assert row.holder_deleted_at is not None
    assert now < row.holder_deleted_at < later


@pytest.mark.parametrize("days", [-1, 9])
def test_a_copy_is_not_deleted_before_its_release_or_tomorrow(handover: Handover, practice_manager: User, now: datetime, days: int) -> None:
    with acting_as(practice_manager), pytest.raises(Refused, match="between the release and today"):
        holding.confirm_deleted(
            release_id=handover.release.pk, evidence="x", deleted_on=clock.local_day(now + timedelta(days=days)),
            actor=practice_manager, now=now,
        )  # fmt: skip


def test_asking_by_telephone_is_kept_once_a_day(handover: Handover, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager):
        for _ in range(2):
            holding.ask_holder(release_id=handover.release.pk, how="telephone", actor=practice_manager, now=now)
    assert HolderAsked.objects.get().asked_by == practice_manager
    assert len(mail.outbox) == 0
