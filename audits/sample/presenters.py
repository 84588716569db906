"""What the page of a sample shows: the pool in numbers, the seed, the calls without their callers, how to check the draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from audits.models import Assessment, Audit, AuditKind, Pool, SampledCall, State
from audits.sample import rules
from audits.sample.forms import AddForm, SwapForm
from audits.sample.rules import LeftOut
from callgov.people.models import User
from callgov.sampling import HOW_TO_CHECK
from callgov.ui.formats import clock_length, counted, nhs_date
from callgov.ui.parts import Act, Col, Link, Row, Tag, Value
from recordings.models import AudioState, Recording

COLUMNS = [Col("Call", row_header=True), Col("Length"), Col("Audio"), Col("Drawn as")]


@dataclass(frozen=True)
class Sampled:
    """An audit with what was drawn for it, for one reader."""

    audit: Audit
    reader: User
    pool: Pool | None
    calls: Sequence[SampledCall]
    assessment: Assessment | None
    plans: bool = False

    @property
    def is_mine(self) -> bool:
        """Whether the reader assesses it."""
        return self.audit.assessor_id == self.reader.pk

    @property
    def active(self) -> list[SampledCall]:
        """The calls that are assessed."""
        return [call for call in self.calls if call.swapped_at is None]


def page(sampled: Sampled) -> dict[str, Any]:
    """Everything on the page of a sample."""
    audit = sampled.audit
    return {
        "audit": audit,
        "title": f"The sample of {audit.person.name}",
        "facts": facts(sampled),
        "columns": COLUMNS,
        "rows": [_row(call) for call in sampled.calls],
        "how": HOW_TO_CHECK,
        "too_few": rules.TOO_FEW if audit.state == State.TOO_FEW else None,
        "assess": _assess(sampled),
        "acts": acts(sampled),
        "hand_over": _hand_over(sampled),
        "cancelled": audit.cancelled_reason,
    }


def facts(sampled: Sampled) -> list[Row]:
    """The audit, its pool in numbers, and its seed."""
    audit, pool = sampled.audit, sampled.pool
    rows = [
        Row("Why", AuditKind(audit.kind).label),
        Row("Due", audit.due_on),
        Row("Assessor", audit.assessor.name if audit.assessor else None),
    ]
    if audit.window_from and audit.window_until:
        rows.append(Row("Calls from", f"{nhs_date(audit.window_from)} to {nhs_date(audit.window_until)}"))
    if pool is not None:
        rows.append(Row("Pool", pool_words(pool, audit.shortest)))
    return [*rows, Row("Seed", audit.seed)] if audit.seed else rows


def pool_words(pool: Pool, shortest: int) -> str:
    """ "214 calls, 31 left out: 18 under 30 seconds, 13 internal." """
    words = {**{one.value: one.label for one in LeftOut}, LeftOut.SHORT: f"under {shortest} seconds"}
    said = ", ".join(f"{count} {words[why]}" for why, count in pool.left_out.items())
    left_out = sum(pool.left_out.values())
    return f"{counted(pool.size, 'call')} to draw from" + (f", {left_out} left out: {said}." if left_out else ", none left out.")


def _row(call: SampledCall) -> Sequence[Value]:
    recording = call.recording
    return [recording.started_at, length(recording), Tag(AudioState(recording.audio_state)), _drawn(call)]


def _drawn(call: SampledCall) -> Value:
    said = [f"Draw {call.draw}, place {call.place}"]
    if call.extra_reason:
        said.append(f"Added: {call.extra_reason}")
    if call.swapped_at:
        said.append(f"Swapped out: {call.swapped_reason}")
    return said


def length(recording: Recording) -> str | None:
    """How long a call lasts, by its sound or else by its record."""
    if recording.duration_ms is not None:
        return clock_length(recording.duration_ms / 1000)
    return None if recording.stated_seconds is None else clock_length(recording.stated_seconds)


def _assess(sampled: Sampled) -> Act | None:
    if sampled.audit.state != State.DRAWN or not sampled.is_mine:
        return None
    effect = "You hear these calls and no others. Each time you listen is recorded under your name."
    return Act("Start assessing", reverse("audit_assess", args=[sampled.audit.reference, 1]), effect=effect, opens=True)


def acts(sampled: Sampled) -> list[Act]:
    """Swap and add, for the assessor while the sample is assessed."""
    audit = sampled.audit
    if not sampled.is_mine or audit.state != State.DRAWN:
        return []
    swap = Act(
        "Swap a call", reverse("audit_swap", args=[audit.reference]), rules.refuse_change(audit, sampled.reader),
        "The next call of the same order takes its place. The one you leave out stays in the record, with your reason.",
        SwapForm(calls=sampled.active), variant="secondary",
    )  # fmt: skip
    add = Act(
        "Add a call", reverse("audit_add", args=[audit.reference]), rules.refuse_more(len(sampled.active)),
        "The next call of the same order joins the sample, for further clarification.", AddForm(), variant="secondary",
    )  # fmt: skip
    return [swap, add]


def _hand_over(sampled: Sampled) -> Act | None:
    """The way to another assessor, for who plans audits."""
    audit = sampled.audit
    if not sampled.plans or not audit.is_being_assessed or audit.person_id == sampled.reader.pk:
        return None
    effect = "For an assessor who cannot go on. The calls stay the same, and the other begins from nothing."
    there = reverse("audit_hand_over", args=[audit.reference])
    return Act("Hand it to another assessor", there, effect=effect, opens=True, variant="secondary")


def back(audit: Audit) -> Link:
    """The way to the sample."""
    return Link("Back to the sample", reverse("audit_sample", args=[audit.reference]))
