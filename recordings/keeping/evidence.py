"""What the practice holds today as proof of the clauses that keeping keeps."""

from recordings.keeping.queries import disposals, holds
from recordings.models import Certificate, DisposalBatch, RetentionChange


def destroyed() -> dict[str, int]:
    """AC-10: what was destroyed, each with its certificate."""
    return {"recordings destroyed with a certificate": Certificate.objects.filter(batch__isnull=False).count()}


def authorised() -> dict[str, int]:
    """AC-1: nothing was destroyed, and no period shortened, by one person alone."""
    return {
        "destructions authorised": DisposalBatch.objects.filter(decided_at__isnull=False).count(),
        "changes of the schedule decided": RetentionChange.objects.filter(decided_at__isnull=False).count(),
        "destructions waiting": disposals.waiting().count(),
    }


def held() -> dict[str, int]:
    """AC-5: what is kept for data subjects and cases whatever the schedule says."""
    return {"legal holds in force": holds.live_holds().count()}
