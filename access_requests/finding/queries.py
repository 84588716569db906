"""What was looked for under a request, for whoever was let through to it."""

from collections.abc import Collection
from uuid import UUID

from access_requests.models import OPEN, AccessRequest, CaseClock
from recordings.models import Grant, GrantAction, GrantedRecording, HoldKind, LegalHold


def finding_grants(grants: Collection[Grant], without: int) -> list[Grant]:
    """Of the grants that can be used now, those of others that allow to look."""
    return [grant for grant in grants if GrantAction.FIND in grant.actions and grant.holder_id != without]


def request_held_for(reference: str) -> AccessRequest | None:
    """The open subject access request of this reference, or None."""
    request = AccessRequest.objects.select_related("requester").filter(reference=reference, state__in=OPEN).first()
    return request if request is not None and request.is_subject_access else None


def calls_of(reference: str) -> list[UUID]:
    """The calls that were chosen under the grants of a request."""
    return list(GrantedRecording.objects.filter(grant__request_reference=reference).values_list("recording", flat=True).distinct())


def holds_of_ended_requests() -> list[str]:
    """References whose request has ended and been answered, but whose hold still lives."""
    held = LegalHold.objects.filter(kind=HoldKind.SAR, automatic=True, released_at=None).values("case_reference")
    ended = AccessRequest.objects.filter(reference__in=held).exclude(state__in=OPEN)
    running = CaseClock.objects.filter(answered_on=None).values("reference")
    return list(ended.exclude(reference__in=running).values_list("reference", flat=True))
