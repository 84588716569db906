"""Reporting: both leads and the line manager know at once, whatever the mail does."""

from datetime import timedelta
from itertools import product
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from kombu.exceptions import OperationalError

from breaches import queries
from breaches.models import Awareness, Breach, Receipt, Told
from breaches.rules import IN_FUTURE, NOTHING_SAID
from breaches.services import telling
from breaches.tasks import watch
from callgov import clock
from callgov.people import services
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.roles import Role
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from tests.breaches.factories import know, report
from tests.cast import make_person

pytestmark = pytest.mark.django_db


def told(breach: Breach) -> dict[str, set[str]]:
    return {receipt.whom: set(receipt.told.values_list("person__username", flat=True)) for receipt in Receipt.objects.filter(breach=breach)}


@pytest.mark.clause("BR-1")
@pytest.mark.clause("BR-2")
def test_a_report_tells_the_line_manager_and_both_leads(receptionist: User, ig_lead: User, dpo: User) -> None:
    breach = report(receptionist)
    assert told(breach) == {"line_manager": {"line_manager"}, "ig_lead": {"ig_lead"}, "dpo": {"dpo"}}
    entry = Entry.objects.get(event=Event.BREACH_REPORTED)
    assert (entry.actor, entry.request, entry.facts["told"]) == (
        receptionist,
        breach.reference,
        {"line_manager": 1, "ig_lead": 1, "dpo": 1},
    )


@pytest.mark.clause("BR-2")
def test_a_deputy_is_told_like_the_holder(receptionist: User, ig_lead: User, deputy: User, dpo: User) -> None:
    assert told(report(receptionist))["ig_lead"] == {"ig_lead", "deputy"}


THERE = {  # how a role stands today: its holder, its deputy, whether the holder has left; who is told
    "held": (True, False, False, {"holder"}),
    "held, with a deputy": (True, True, False, {"holder", "deputy"}),
    "a deputy alone": (False, True, False, {"deputy"}),
    "its holder left, a deputy stays": (True, True, True, {"deputy"}),
    "its holder left": (True, False, True, {"practice_manager"}),
    "nobody's": (False, False, False, {"practice_manager"}),
}


def stand(role: Role, held: bool, deputised: bool, left: bool) -> None:
    today = clock.today()
    if held:
        holder = make_person(f"{role}-holder", role, factor=False)
        if left:
            with as_job(Job.COMMAND):
                holder.is_active = False
                holder.save(update_fields=["is_active"])
    if deputised:
        deputy = make_person(f"{role}-deputy", Role.STAFF, factor=False)
        with as_job(Job.COMMAND):
            services.name_deputy(role=role, person=deputy, starts_on=today, ends_on=today, actor=None, now=clock.now())


@pytest.mark.clause("BR-2")
def test_neither_lead_is_passed_over_whoever_is_there_today(practice_manager: User) -> None:
    reporter = make_person("reporter", Role.STAFF, factor=False)
    for (ig, ig_stands), (dpo, dpo_stands) in product(THERE.items(), THERE.items()):
        with transaction.atomic():
            stand(Role.IG_LEAD, *ig_stands[:3])
            stand(Role.DPO, *dpo_stands[:3])
            found = told(report(reporter))
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
        said = {whom: {name.rpartition("-")[2] for name in names} for whom, names in found.items()}
        assert said == {"ig_lead": ig_stands[3], "dpo": dpo_stands[3]}, f"IG Lead: {ig}. DPO: {dpo}."


@pytest.mark.clause("BR-1")
def test_when_the_line_manager_has_left_their_own_manager_is_told(practice_manager: User, ig_lead: User, dpo: User) -> None:
    manager = make_person("manager", Role.STAFF, line_manager=practice_manager)
    person = make_person("somebody", Role.STAFF, line_manager=manager)
    with as_job(Job.COMMAND):
        services.leaver(person=manager, actor=None, now=clock.now())
    person.refresh_from_db()
    assert told(report(person))["line_manager"] == {"practice_manager"}


@pytest.mark.clause("BR-2")
def test_the_database_refuses_a_breach_of_which_one_lead_was_not_told(receptionist: User, ig_lead: User, dpo: User) -> None:
    said = {"what_happened": "x", "kind": "other", "state": "open", "reporter": receptionist, "reference": "B-2026-9999"}
    now = clock.now()
    with acting_as(receptionist):
        breach = Breach.objects.create(noticed_at=now, reported_at=now, aware_at=now, **said)
        Receipt.objects.create(breach=breach, whom="dpo")
    with pytest.raises(IntegrityError, match="one of the leads was not told"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with acting_as(receptionist):
        Receipt.objects.create(breach=breach, whom="ig_lead")


@pytest.mark.clause("BR-2")
def test_a_receipt_is_not_deleted_moved_or_taken_back(receptionist: User, ig_lead: User, dpo: User) -> None:
    breach = report(receptionist)
    know(breach, dpo, "dpo")
    for change in (
        "DELETE FROM breaches_receipt",
        "UPDATE breaches_receipt SET whom = 'dpo'",
        "UPDATE breaches_receipt SET acknowledged_at = NULL",
    ):
        with pytest.raises(IntegrityError, match="not taken back"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.clause("BR-3")
def test_the_72_hours_run_from_the_report(receptionist: User) -> None:
    now = clock.now()
    breach = report(receptionist, now=now, noticed_at=now - timedelta(hours=9))
    assert (breach.aware_at, breach.noticed_at) == (now, now - timedelta(hours=9))


@pytest.mark.clause("BR-3")
def test_and_from_an_earlier_time_when_the_reporter_was_certain_then(receptionist: User) -> None:
    now = clock.now()
    breach = report(receptionist, now=now, noticed_at=now - timedelta(hours=9), was_certain=True)
    assert breach.aware_at == now - timedelta(hours=9)
    assert Awareness.objects.get(breach=breach).reason == "Whoever reported it noticed it then, and was certain."


def test_only_silence_and_the_future_are_refused(receptionist: User) -> None:
    with pytest.raises(Refused) as nothing:
        report(receptionist, what_happened="  ")
    with pytest.raises(Refused) as future:
        report(receptionist, noticed_at=clock.now() + timedelta(hours=1))
    assert (nothing.value.refusal, future.value.refusal) == (NOTHING_SAID, IN_FUTURE)
    assert not Breach.objects.exists()


def test_a_request_that_does_not_exist_is_not_linked(receptionist: User) -> None:
    assert report(receptionist, about_request="REQ-2020-0001").about_request == ""


# Mail


@pytest.mark.clause("BR-2")
def test_the_mails_say_until_when_and_nothing_of_what_happened(
    receptionist: User, ig_lead: User, dpo: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        breach = report(receptionist)
    assert {message.to[0].partition("@")[0] for message in mail.outbox} == {"line_manager", "ig_lead", "dpo"}
    assert not Told.objects.filter(mailed_at=None).exists()
    for message in mail.outbox:
        assert breach.reference in message.body
        assert "Jones" not in message.subject + message.body
        assert receptionist.name not in message.body
    assert sum("72 hours end on" in message.body for message in mail.outbox) == 2


@pytest.mark.clause("BR-2")
@pytest.mark.parametrize("broken", ["django.core.mail.EmailMessage.send", "celery.canvas.Signature.apply_async"])
def test_a_report_made_while_mail_or_broker_is_down_is_not_lost_and_is_mailed_later(
    receptionist: User, ig_lead: User, dpo: User, django_capture_on_commit_callbacks: Any, broken: str
) -> None:
    trouble = OSError("no mail today") if "mail" in broken else OperationalError("no broker today")
    with mock.patch(broken, side_effect=trouble), django_capture_on_commit_callbacks(execute=True):
        breach = report(receptionist)
    assert not mail.outbox
    assert [work.reference for work in queries_of(ig_lead)] == [breach.reference]
    watch()
    assert len(mail.outbox) == 3
    watch()
    assert len(mail.outbox) == 3


def queries_of(person: User) -> list[Breach]:
    return [receipt.breach for receipt in queries.receipts_of(person, clock.today())]


@pytest.mark.clause("BR-2")
def test_who_becomes_deputy_later_is_told_by_the_job(receptionist: User, dpo: User, practice_manager: User) -> None:
    breach = report(receptionist)
    assert told(breach)["ig_lead"] == {"practice_manager"}
    late, today = make_person("late", Role.STAFF), clock.today()
    with as_job(Job.COMMAND):
        services.name_deputy(role=Role.IG_LEAD, person=late, starts_on=today, ends_on=today, actor=None, now=clock.now())
    watch()
    watch()
    assert told(breach)["ig_lead"] == {"practice_manager", "late"}
    assert [message.to[0] for message in mail.outbox].count("late@practice.example") == 1


# Receipts


@pytest.mark.clause("BR-2")
def test_each_confirms_their_own_receipt(receptionist: User, line_manager: User, deputy: User, dpo: User) -> None:
    breach = report(receptionist)
    know(breach, line_manager, "line_manager")
    know(breach, deputy, "ig_lead")
    know(breach, dpo, "dpo")
    rows = Receipt.objects.filter(breach=breach).values_list("whom", "acknowledged_by__username", "as_deputy")
    assert set(rows) == {("line_manager", "line_manager", False), ("ig_lead", "deputy", True), ("dpo", "dpo", False)}
    assert Entry.objects.filter(event=Event.BREACH_ACKNOWLEDGED, request=breach.reference).count() == 3


@pytest.mark.clause("BR-2")
def test_nobody_confirms_for_another(receptionist: User, line_manager: User, ig_lead: User, dpo: User, nurse: User) -> None:
    breach = report(receptionist)
    for person, whom in (
        (ig_lead, "dpo"),
        (dpo, "ig_lead"),
        (line_manager, "ig_lead"),
        (receptionist, "line_manager"),
        (ig_lead, "line_manager"),
    ):
        with pytest.raises(Refused):
            know(breach, person, whom)
    with pytest.raises(NotYours):
        know(breach, nurse, "ig_lead")
    with pytest.raises(NotYours):
        know(breach, ig_lead, "partner")


def test_a_receipt_is_confirmed_once(receptionist: User, dpo: User) -> None:
    breach = report(receptionist)
    know(breach, dpo, "dpo")
    with pytest.raises(Conflict):
        know(breach, dpo, "dpo")


def test_who_may_see_a_breach(
    receptionist: User, line_manager: User, ig_lead: User, dpo: User, nurse: User, practice_manager: User
) -> None:
    breach = report(receptionist)
    seen = {
        person.username: queries.visible(person, clock.today()).filter(pk=breach.pk).exists()
        for person in (receptionist, line_manager, ig_lead, dpo, nurse, practice_manager)
    }
    expected = {"receptionist", "line_manager", "ig_lead", "dpo"}
    assert {name for name, sees in seen.items() if sees} == expected


def test_who_has_left_is_not_mailed_for_ever(receptionist: User, ig_lead: User) -> None:
    report(receptionist)
    with acting_as(ig_lead):
        assert telling.mail_waiting(now=clock.now()) == 2
        assert telling.mail_waiting(now=clock.now()) == 0
