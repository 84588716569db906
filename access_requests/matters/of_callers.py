"""A caller who asked not to be recorded and wants a formal answer: their objection becomes a case with its clock (NO-5, law.md P2)."""

from datetime import datetime

from access_requests.kinds import Channel
from access_requests.matters.services import Logged, log_matter
from access_requests.models import Right
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.ui.formats import masked
from recordings.models import Objection


@enforces("NO-5")
def open_for_caller(objection: Objection, person: User, now: datetime) -> str:
    """Open the case inside the transaction that logs the objection, and give its reference. Raises Refused as `log_matter` does."""
    number = objection.external_e164 or objection.external_raw
    logged = Logged(
        right=Right.OBJECTION, reached=Channel.TELEPHONE, received_on=clock.local_day(objection.at),
        name=f"Caller with the number {masked(number)}" if number else "A caller who gave no number",
        words=f"Objects to the recording of calls. Logged as {objection.reference}. {objection.note}".strip(),
        contact=objection.external_raw,
    )  # fmt: skip
    return log_matter(logged=logged, logged_by=person, now=now).reference
