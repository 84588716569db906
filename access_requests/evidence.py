"""What the practice holds today as proof of the clauses that requests keep."""

from access_requests.models import AccessRequest, Decision, State


def decided() -> dict[str, int]:
    """AC-2: who decided, and what."""
    decisions = Decision.objects
    return {
        "decisions recorded": decisions.count(),
        "approved": decisions.filter(agreed=True).count(),
        "refused": decisions.filter(agreed=False).count(),
        "decided by a deputy": decisions.filter(as_deputy=True).count(),
    }


def asked() -> dict[str, int]:
    """AC-3: requests on the policy's own form."""
    requests = AccessRequest.objects
    return {"requests on the form": requests.count(), "waiting for a decision": requests.filter(state=State.SENT).count()}


def not_held() -> dict[str, int]:
    """AC-5: searches that ended with the answer that there is nothing."""
    return {"answered as not held": AccessRequest.objects.filter(not_held_at__isnull=False).count()}
