"""Reading which calls a breach is about, and which of them it holds already. Part of the queries of breaches."""

from uuid import UUID

from breaches.models import OPEN, Breach
from recordings.models import GrantedRecording, HeldRecording, HoldKind


def calls(breach: Breach) -> list[UUID]:
    """The calls that this breach is about: its own, and those chosen under the linked request."""
    own = [breach.recording] if breach.recording else []
    chosen = GrantedRecording.objects.filter(grant__request_reference=breach.about_request) if breach.about_request else []
    return [*own, *{one.recording_id for one in chosen} - set(own)]


def open_about(request_reference: str) -> list[Breach]:
    """The open breaches that are about a request."""
    return list(Breach.objects.filter(about_request=request_reference, state__in=OPEN)) if request_reference else []


def to_hold(breach: Breach) -> int:
    """How many of its calls the breach does not hold yet."""
    found = calls(breach)
    held = HeldRecording.objects.filter(
        hold__kind=HoldKind.BREACH, hold__case_reference=breach.reference, hold__released_at=None, recording__in=found
    )
    return len(found) - held.count() if found else 0
