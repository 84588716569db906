"""Mails about accounts. They hold no personal data: not even the name of the person they go to."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from callgov.people.models import User
from callgov.trail.events import Event
from callgov.trail.services import record

_INVITATION = """You are invited to use {practice} {product}.

Open this link to make your account. It works once, for seven days:
{url}

If you did not expect this, tell the Practice Manager and do not open the link.
"""

_FACTORS_RESET = """Your second factors for {practice} {product} were reset.

Set up a new one when you next log in:
{url}

If you did not ask for this, tell the Information Governance Lead at once.
"""


def send_invitation(person: User, token: str) -> None:
    """Send the link, once the invitation is committed."""
    _send(person, "You are invited", _INVITATION, reverse("accept_invitation", args=[token]))


def send_factors_reset(person: User) -> None:
    """Tell someone that their second factors were reset, once that is committed."""
    _send(person, "Your second factors were reset", _FACTORS_RESET, reverse("account_login"))


def _send(person: User, subject: str, words: str, path: str) -> None:
    text = words.format(
        practice=settings.PRACTICE_NAME, product=settings.PRODUCT_NAME.lower(), url=f"{settings.SITE_URL.rstrip('/')}{path}"
    )
    transaction.on_commit(lambda: _deliver(person, subject, text))


def _deliver(person: User, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, None, [person.email])
    except (SMTPException, OSError):
        record(Event.MAIL_FAILED, person=person)
