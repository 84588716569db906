"""The mail that tells of a recording that did not pass its check. It says neither which nor whose."""

from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from callgov.people.models import User
from callgov.people.queries import holders
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record

SUBJECT = "A recording did not pass its check"
WORDS = """Hello

A recording did not pass its check. It cannot be played. The trail shows which it is and who tried.
Log in to read it: {url}

{practice}. Do not reply with patient details.
"""


def tell_of_damage(day: date) -> None:
    """Tell the Information Governance Lead and deputies of that day, once the entry is committed."""
    people = list(holders(Role.IG_LEAD, day))
    transaction.on_commit(lambda: _send(people))


def _send(people: list[User]) -> None:
    text = WORDS.format(url=settings.SITE_URL, practice=settings.PRACTICE_NAME)
    for person in people:
        try:
            send_mail(SUBJECT, text, None, [person.email])
        except (SMTPException, OSError):
            with as_job(Job.NOTIFICATIONS):
                record(Event.MAIL_FAILED, person=person)
