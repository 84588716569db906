"""The mail to a holder outside: which copy, until when, and one link. No name, no number, nothing of the call."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from callgov.trail.events import Event
from callgov.trail.services import record
from callgov.ui.formats import nhs_date
from register.models import Release

log = logging.getLogger(__name__)
SUBJECT = "Please delete your copy"


def ask_to_delete(copy: Release, token: str) -> None:
    """Mail the holder; a mail that the server does not take is written down, and the Practice Manager is reminded all the same."""
    link = f"{settings.SITE_URL}{reverse('holder_deleted', args=[token])}"
    lines = [
        "Hello",
        f"The practice gave you {copy.request.reference} copy {copy.copy_number}. It must be deleted by {nhs_date(copy.delete_by)}.",
        "Once you have deleted it, from every place where you kept it, open this link and press the button.",
        link,
        f"{settings.PRACTICE_NAME}. Do not reply with patient details. If you need the copy for longer, phone the practice.",
    ]
    try:
        EmailMessage(SUBJECT, "\n\n".join(lines) + "\n", to=[copy.holder_email]).send()
    except (OSError, SMTPException):
        log.error("A mail to a holder could not be sent.")
        record(Event.MAIL_FAILED, subject=copy, request=copy.request_reference, facts={"subject": SUBJECT})
