"""The calls that an open complaint is about are kept from destruction until it is answered (AC-5, law.md R5.7)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from access_requests.finding.queries import calls_of
from access_requests.matters import queries
from access_requests.models import Matter, Right
from callgov.policy import enforces
from recordings.keeping.services import hold_for_case, release_hold
from recordings.models import Grant, HoldKind


@enforces("AC-5")
def hold_calls(matter: Matter, now: datetime) -> None:
    """Hold the calls that were found for the request which a complaint is about, in the caller's transaction."""
    if matter.right == Right.COMPLAINT and matter.about_reference:
        hold_for_case(
            kind=HoldKind.COMPLAINT, case_reference=matter.reference, reason=f"Complaint {matter.reference} is open.",
            recordings=calls_of(matter.about_reference), now=now,
        )  # fmt: skip


def hold_chosen(grant: Grant, recordings: Collection[UUID], now: datetime) -> None:
    """Calls that are found for a request which an open complaint is about belong to the complaint, too."""
    for matter in queries.open_about(grant.request_reference) if recordings else ():
        hold_calls(matter, now)


@enforces("AC-5")
def let_go(matter: Matter, now: datetime) -> None:
    """The complaint was answered: its hold ends, and its calls are kept as long as the schedule says for them."""
    release_hold(kind=HoldKind.COMPLAINT, case_reference=matter.reference, reason="The complaint was answered.", now=now)
