"""What the practice holds today as proof of the clauses that breaches keep."""

from breaches.models import Breach, Decision, Receipt, Submission, Verdict, Whom


def told() -> dict[str, int]:
    """BR-1: reports by people, and line managers who said that they know."""
    managers = Receipt.objects.filter(whom=Whom.LINE_MANAGER)
    return {
        "breaches reported by people": Breach.objects.filter(reporter__isnull=False).count(),
        "line managers told": managers.count(),
        "line managers who confirmed": managers.filter(acknowledged_at__isnull=False).count(),
    }


def both_leads() -> dict[str, int]:
    """BR-2: receipts of both leads."""
    leads = Receipt.objects.exclude(whom=Whom.LINE_MANAGER)
    return {
        "breaches": Breach.objects.count(),
        "receipts of the two leads": leads.count(),
        "receipts confirmed": leads.filter(acknowledged_at__isnull=False).count(),
        "receipts confirmed by a deputy": leads.filter(as_deputy=True).count(),
    }


def answered() -> dict[str, int]:
    """BR-3: what was reported, and what was not because."""
    return {
        "reported to the Information Commissioner": Submission.objects.values("breach").distinct().count(),
        "decisions not to report, with reasons": Decision.objects.filter(verdict=Verdict.NOT_NOTIFY).count(),
    }


def disciplinary() -> dict[str, int]:
    """BR-4: breaches that led to a disciplinary request."""
    return {"breaches linked to a disciplinary request": Breach.objects.exclude(disciplinary_request="").count()}
