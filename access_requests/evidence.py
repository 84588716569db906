"""What the practice holds today as proof of the clauses that requests keep."""

from access_requests.models import AccessRequest, Assessment, Decision, IdentityCheck, Kind, Result, State


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


def subject_access() -> dict[str, int]:
    """AC-6: people who asked for their own recording, and recordings weighed for them."""
    asked = AccessRequest.objects.filter(kind=Kind.SUBJECT_ACCESS).count() + AccessRequest.objects.filter(also_sar=True).count()
    return {"subject access requests": asked, "recordings assessed": Assessment.objects.count()}


def identified() -> dict[str, int]:
    """AC-7: who asked was checked, and doubts that the Data Protection Officer decided."""
    checks = IdentityCheck.objects
    return {
        "identity checks": checks.count(),
        "in doubt": checks.filter(result=Result.IN_DOUBT).count(),
        "decided by the Data Protection Officer": checks.filter(by_dpo=True).count(),
    }


def bodies() -> dict[str, int]:
    """AC-8: what the police, courts and other bodies asked, and what was done at once and reviewed."""
    asked = AccessRequest.objects.filter(kind__in=(Kind.EXTERNAL_BODY, Kind.COURT_ORDER, Kind.LIFE_AT_RISK))
    return {"requests of external bodies": asked.count(), "reviewed afterwards": Decision.objects.filter(step="review").count()}


def onward() -> dict[str, int]:
    """AC-11: further sharing that was asked for."""
    return {"requests for further sharing": AccessRequest.objects.filter(kind=Kind.ONWARD).count()}


def investigations() -> dict[str, int]:
    """AU-2 and BR-4: investigations, each with the Data Protection Officer's advice before it was decided."""
    asked = AccessRequest.objects.filter(kind=Kind.DISCIPLINARY)
    return {
        "investigation requests": asked.count(),
        "pieces of advice before a decision": Decision.objects.filter(step="dpo", request__kind=Kind.DISCIPLINARY).count(),
        "that came from a breach": asked.exclude(about_reference="").count(),
    }


def own_calls() -> dict[str, int]:
    """AU-12: colleagues who asked to hear their own call, and line managers who passed it on."""
    return {
        "own-call requests": AccessRequest.objects.filter(kind=Kind.OWN_CALL).count(),
        "passed on by a line manager": Decision.objects.filter(step="line-manager").count(),
    }
