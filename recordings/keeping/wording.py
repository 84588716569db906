"""What a certificate says of a recording, in words that hold no content and name nobody. Pure."""

from datetime import timedelta

from callgov import clock
from callgov.ui.formats import clock_length, counted, nhs_date
from recordings.models import AtEnd, BatchKind, DisposalBatch, DisposalItem, Ground, Recording, RunsFrom


def described(recording: Recording) -> str:
    """The recording as its certificate names it: reference, day, line and length."""
    day, length = nhs_date(clock.local_day(recording.started_at)), clock_length(_seconds(recording))
    return f"Recording {str(recording.pk)[:8]}, call of {day} on {recording.line.name}, {length}"


def _seconds(recording: Recording) -> float:
    return (recording.stated_seconds or 0) if recording.duration_ms is None else recording.duration_ms / 1000


def rule_of(batch: DisposalBatch, item: DisposalItem) -> str:
    """The rule by which it was destroyed, with its version; the class's present period is that of the version, or nothing would be due."""
    kept = item.retention_class
    if batch.kind == BatchKind.EARLY:
        return f"Early destruction: {Ground(batch.ground).label.lower()}. Kept until {nhs_date(item.retain_until)} otherwise"
    counted_from = RunsFrom(kept.runs_from).label
    return f"{kept.name}, version {item.version}: {counted(kept.months, 'month')} from {counted_from}, until {nhs_date(item.retain_until)}"


def authority_of(batch: DisposalBatch) -> str:
    """Under which act it was destroyed."""
    proposed = "by the schedule" if batch.proposed_by_id is None else "by a person"
    case = f", case {batch.case_reference}" if batch.case_reference else ""
    return f"Disposal {batch.reference}, proposed {proposed}, authorised by the Information Governance Lead{case}"


def explained(recording: Recording) -> list[str]:
    """Why a recording is kept until when, one sentence a step (law.md R5.6)."""
    kept, day = recording.retention_class, clock.local_day(recording.started_at)
    begins = f"It runs from {nhs_date(recording.retain_from)}, the day its case closed." if recording.retain_from else ""
    first = recording.retain_until + timedelta(days=1)
    behind = recording.retention_version != kept.version
    return [
        f"The call was on {nhs_date(day)}.",
        *filter(None, [begins]),
        f"Its class is {kept.name}, version {kept.version}: {counted(kept.months, 'month')} from {RunsFrom(kept.runs_from).label}.",
        "Its date is being worked out again, because the schedule was changed." if behind else
        f"So {nhs_date(recording.retain_until)} is the last day on which it is kept. From {nhs_date(first)} it may be destroyed.",
        f"Then: {AtEnd(kept.at_end).label.lower()}.",
        f"Why that long: {kept.basis}",
    ]  # fmt: skip
