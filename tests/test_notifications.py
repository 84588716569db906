"""Mails go out after the commit, are tried again, and are written down when they cannot be sent; worker and beat show that they live."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.core.cache import cache

from callgov import clock, notifications
from callgov.celery import app
from callgov.people.models import User
from callgov.tasks import RETRIES, heartbeat, send_mail
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry

Capture = Callable[..., Any]
WORDS = ("A request needs your decision", ["REQ-2026-0042 is waiting for you."], "/requests/REQ-2026-0042/")


@pytest.fixture
def no_mail_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


@pytest.fixture
def no_broker() -> Iterator[None]:
    """A broker at a port on which nothing listens."""
    app.conf.broker_write_url, app.amqp._producer_pool = "redis://127.0.0.1:1/0", None
    yield
    app.conf.broker_write_url, app.amqp._producer_pool = app.conf.broker_url, None


def tell(person: User) -> None:
    notifications.notify([person], subject=WORDS[0], lines=WORDS[1], url_name="request_detail", reference="REQ-2026-0042")


def test_a_mail_goes_out_once_the_transaction_has_committed(eager: None, nurse: User, django_capture_on_commit_callbacks: Capture):
    with django_capture_on_commit_callbacks(execute=True):
        tell(nurse)
        assert mail.outbox == []
    assert [one.to for one in mail.outbox] == [[nurse.email]]


def test_the_one_link_leads_to_the_log_in_page(nurse: User):
    send_mail(nurse.pk, *WORDS)
    body = mail.outbox[0].body
    assert body.count("http://") == 1
    assert "/accounts/login/?next=%2Frequests%2FREQ-2026-0042%2F\n" in body


def test_nobody_without_an_account_is_mailed(nurse: User):
    nurse.is_active = False
    with as_job(Job.COMMAND):
        nurse.save()
    send_mail(nurse.pk, *WORDS)
    assert mail.outbox == []


def test_a_mail_server_that_is_gone_is_tried_again(nurse: User, no_mail_server: None):
    with pytest.raises(Retry):
        send_mail.apply(args=(nurse.pk, *WORDS), throw=True, retries=RETRIES - 1)
    assert not Entry.objects.filter(event=Event.MAIL_FAILED).exists()


@pytest.mark.clause("AU-11")
def test_a_mail_that_could_not_be_sent_in_the_end_is_written_down(nurse: User, no_mail_server: None):
    send_mail.apply(args=(nurse.pk, *WORDS), throw=True, retries=RETRIES)
    entry = Entry.objects.get(event=Event.MAIL_FAILED)
    assert (entry.job, entry.about, entry.facts) == (Job.NOTIFICATIONS, nurse, {"subject": WORDS[0]})


def test_without_a_broker_the_act_stands_and_the_mail_is_written_down(
    nurse: User, no_broker: None, django_capture_on_commit_callbacks: Capture
):
    with django_capture_on_commit_callbacks(execute=True):
        tell(nurse)
    assert Entry.objects.get(event=Event.MAIL_FAILED).about == nurse


# Signs of life


def test_the_worker_lives_when_it_takes_the_heartbeat():
    heartbeat()
    assert 0 <= clock.now().timestamp() - cache.get("heartbeat:worker") < 5


def test_beat_lives_when_it_sends_the_heartbeat():
    heartbeat.apply_async(expires=1)
    assert 0 <= clock.now().timestamp() - cache.get("heartbeat:beat") < 5
