"""What is mailed about breaches: the reference and until when, never who, whom or what."""

import logging
from typing import Any

from django.urls import reverse
from kombu.exceptions import OperationalError

from breaches.countdown import deadline, in_words
from breaches.models import Breach, Told, Whom
from callgov import mail
from callgov.celery import app
from callgov.people.models import User
from callgov.ui.formats import nhs_when

log = logging.getLogger(__name__)

TELL = "breaches.tasks.tell"


def hand_over(breach_id: Any) -> None:
    """Have the mails of a breach sent now. A broker that is gone loses nothing: the job that runs every minute sends what waits."""
    try:
        app.signature(TELL, args=[str(breach_id)]).apply_async(retry_policy={"max_retries": 1})
    except OperationalError:
        log.error("The mails of a breach could not be handed to the broker; they wait for the next run.")


def deliver(told: Told) -> bool:
    """Mail one person who was told; whether the mail server took it."""
    try:
        mail.deliver(told.person_id, *_words(told))
    except OSError:
        log.error("The mail server did not take the mail of a breach; it is sent again.")
        return False
    return True


def _words(told: Told) -> tuple[str, list[str], str]:
    breach, whom = told.receipt.breach, told.receipt.whom
    lines = [f"{breach.reference} was reported on {nhs_when(breach.reported_at)}."]
    if whom != Whom.LINE_MANAGER:
        lines.append(f"The 72 hours end on {in_words(deadline(breach.aware_at))}.")
    return "Breach reported, confirm you know", [*lines, "Log in to confirm."], reverse("breach", args=[breach.reference])


def alert(breach: Breach, hours: int) -> tuple[str, list[str]]:
    """The reminder so many hours after awareness: subject and lines."""
    lines = [
        f"{breach.reference}: {hours} of the 72 hours are gone. They end on {in_words(deadline(breach.aware_at))}.",
        "Log in and report it, or record why it is not reported.",
    ]
    return f"Breach: {hours} of 72 hours gone", lines


def action_set(breach: Breach, owner: User) -> dict[str, Any]:
    """To whoever owns an action now; keyword arguments of `notify`."""
    lines = [f"An action after {breach.reference} is yours.", "Log in to read it."]
    return {"people": [owner], "subject": "An action is yours", "lines": lines, "url_name": "breach", "reference": breach.reference}
