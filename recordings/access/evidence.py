"""What the practice holds today as proof of the clauses that this wing keeps."""

from django.db.models import Sum

from recordings.models import Access, Grant, Search


def granted() -> dict[str, int]:
    """AC-1, AC-2: every grant was issued by the Information Governance Lead or deputy, under a decision."""
    return {"grants issued": Grant.objects.count(), "grants ended early": Grant.objects.exclude(ended_at=None).count()}


def opened() -> dict[str, int]:
    """AC-4, AU-11: what was opened, by a person under a grant or by a named job, each with its entry."""
    return {
        "recordings opened by people": Access.objects.exclude(grant=None).count(),
        "recordings opened by named jobs": Access.objects.exclude(job="").count(),
    }


def searched() -> dict[str, int]:
    """AC-5: searches made inside grants, and what they showed."""
    return {"searches inside a grant": Search.objects.count(), "calls shown": Search.objects.aggregate(calls=Sum("found"))["calls"] or 0}
