"""What the practice holds today as proof of the clauses that audits keep."""

from django.db.models import Count, Q

from audits.models import (
    SCORED,
    AnnualAudit,
    AnnualSignOff,
    Answer,
    Audit,
    AuditKind,
    ClipState,
    Concern,
    Mark,
    Outcome,
    Pool,
    SampledCall,
    SignificantEvent,
    State,
    TrainingClip,
)


def planned() -> dict[str, int]:
    """AU-3: audits by why they were due."""
    counts = Audit.objects.filter(state__in=SCORED).values_list("kind").annotate(Count("id"))
    return {f"{AuditKind(kind).label.lower()} audits finished": number for kind, number in counts}


def drawn() -> dict[str, int]:
    """AU-4: samples with seed and pool, and the swaps among them."""
    calls = SampledCall.objects.aggregate(all=Count("id"), swapped=Count("id", filter=~Q(swapped_at=None)))
    return {"samples drawn": Pool.objects.count(), "calls drawn": calls["all"], "calls swapped": calls["swapped"]}


def scored() -> dict[str, int]:
    """AU-5: results, those below the aim, and the re-audits that follow."""
    found = Audit.objects.filter(state__in=SCORED)
    below = found.filter(passed=False)
    followed = Audit.objects.filter(follows__in=below).exclude(state=State.CANCELLED).count()
    return {"results": found.count(), "below the aim": below.count(), "of these with a re-audit": followed}


def told() -> dict[str, int]:
    """AU-6: people told, answers, concerns shared with the Partners."""
    return {
        "people told of their result": Audit.objects.exclude(told_at=None).count(),
        "answers": Answer.objects.count(),
        "concerns shared with the Partners": Concern.objects.count(),
    }


def collected() -> dict[str, int]:
    """AU-7: annual practice audits, and those that a Partner signed off."""
    return {"annual practice audits written": AnnualAudit.objects.count(), "signed off": AnnualSignOff.objects.count()}


def learned() -> dict[str, int]:
    """AU-8: significant events that came out of audits, and training clips that may be heard."""
    counts = SignificantEvent.objects.values_list("kind").annotate(Count("id"))
    clips = TrainingClip.objects.filter(state=ClipState.IN_LIBRARY).count()
    return {**{f"significant events, {kind}": number for kind, number in counts}, "clips in the training library": clips}


def marked() -> dict[str, int]:
    """AU-9, AU-10: marks by outcome."""
    counts = Mark.objects.values_list("outcome").annotate(Count("id"))
    return {f"marks “{Outcome(outcome).label.lower()}”": number for outcome, number in counts}
