"""Telling people that something waits for them: by mail, after the transaction has committed, without personal data."""

import logging
from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction
from django.urls import reverse
from kombu.exceptions import OperationalError

from callgov import mail
from callgov.people.models import User
from callgov.tasks import send_mail

log = logging.getLogger(__name__)


def notify(people: Iterable[User], *, subject: str, lines: Sequence[str], url_name: str = "home", **where: object) -> None:
    """Mail each of these people once the running transaction has committed; not at all if it is rolled back.

    `subject` and `lines` name references and days, never people, numbers or reasons. The one link leads to the log-in page and from
    there to `url_name`. A mail that cannot be sent is tried again, and written down in the end.
    """
    path = reverse(url_name, kwargs=where)
    for person in people:
        transaction.on_commit(partial(_hand_over, person.pk, subject, list(lines), path))


def _hand_over(person_id: int, subject: str, lines: list[str], path: str) -> None:
    try:
        send_mail.apply_async((person_id, subject, lines, path), retry_policy={"max_retries": 1})
    except OperationalError:  # the broker is gone: what was decided stands all the same
        log.error("A mail could not be handed to the broker.")
        mail.note_failure(person_id, subject)
