"""One mail to one person: how it reads, how it is handed to the mail server, and what is written down when it cannot be.

A mail holds no name, number or reason: it says that something waits and where to log in (law.md section 11).
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record


def deliver(person_id: int, subject: str, lines: Sequence[str], path: str) -> None:
    """Mail a person who still has an account. Raises OSError, of which every SMTP error is one, when the server does not take it."""
    person = User.objects.filter(pk=person_id, is_active=True).only("email").first()
    if person is not None:
        EmailMessage(subject, _body(lines, path), to=[person.email]).send()


def note_failure(person_id: int, subject: str) -> None:
    """Write down that somebody was not told, and of what kind of thing."""
    with as_job(Job.NOTIFICATIONS):
        record(Event.MAIL_FAILED, person=User(pk=person_id), facts={"subject": subject})


def _body(lines: Sequence[str], path: str) -> str:
    link = f"{settings.SITE_URL}{reverse(settings.LOGIN_URL)}?{urlencode({'next': path})}"
    return "\n\n".join(["Hello", *lines, link, f"{settings.PRACTICE_NAME}. Do not reply with patient details."]) + "\n"
