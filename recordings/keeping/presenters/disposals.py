"""Disposals: the list, one batch with everything that authorising it needs, its exceptions, its certificates, and one recording."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.refusals import Refusal
from callgov.ui.formats import counted, nhs_date, nhs_when
from callgov.ui.parts import Act, Col, Link, Mark, Row, Step, Tag, Value
from recordings.keeping import workflow
from recordings.keeping.forms import AuthoriseForm, EarlyOneForm, ReasonForm, WhyNotForm
from recordings.keeping.rules import disposal as rules
from recordings.keeping.rules.schedule import refuse_proposer
from recordings.keeping.wording import explained
from recordings.models import (
    AudioState,
    BatchKind,
    BatchState,
    Certificate,
    DisposalBatch,
    DisposalItem,
    Ground,
    ItemState,
    LegalHold,
    Recording,
)

COLUMNS = [
    Col("Reference", row_header=True, nowrap=True), Col("Why"), Col("Proposed by"), Col("Proposed", nowrap=True),
    Col("Recordings", numeric=True), Col("State"),
]  # fmt: skip
CLASS_COLUMNS = [
    Col("Class", row_header=True),
    Col("To be destroyed", numeric=True),
    Col("Destroyed", numeric=True),
    Col("Left out", numeric=True),
]
REASON_COLUMNS = [Col("Why it stays", row_header=True), Col("Recordings", numeric=True)]
SAMPLE_COLUMNS = [Col("Recording", row_header=True), Col("Class"), Col("Kept until", nowrap=True)]
ITEM_COLUMNS = [Col("Recording", row_header=True), Col("Class"), Col("Why it stays")]
CERTIFICATE_COLUMNS = [
    Col("Certificate", row_header=True, nowrap=True),
    Col("What"),
    Col("Destroyed", nowrap=True),
    Col("SHA-256 of the original"),
]
GOING = (ItemState.PLANNED, ItemState.KEY_GONE, ItemState.DESTROYED)
BY_SCHEDULE = "The retention schedule"
NO_AUDIO = "No audio was held here"


@dataclass(frozen=True)
class Batch:
    """A batch with what its page counts."""

    row: DisposalBatch
    counts: dict[str, int]
    by_class: Sequence[tuple[str, str, int]]
    reasons: Sequence[tuple[str, int]]
    sample: Sequence[DisposalItem]
    certificates: Sequence[Certificate]

    def number(self, *states: str) -> int:
        """How many recordings are in one of these states."""
        return sum(self.counts.get(state, 0) for state in states)


def disposals_page(page: Page[DisposalBatch], reader: User, today: date, due: bool) -> dict[str, Any]:
    """All batches, newest first, and the two ways to a new one."""
    roles = roles_on(reader, today)
    refusal = refuse_proposer(roles) or (None if due else rules.NOTHING_DUE)
    propose = Act(
        "Propose what is due", reverse("disposal_propose"), refusal, "Someone else must authorise it before anything is destroyed."
    )
    early = Act("Propose early destruction", reverse("disposal_early"), refuse_proposer(roles), opens=True, variant="secondary")
    return {"columns": COLUMNS, "rows": [_row(batch) for batch in page.object_list], "page": page, "propose": propose, "early": early}


def _row(batch: DisposalBatch) -> Sequence[Value]:
    link = Link(batch.reference, reverse("disposal", args=[batch.reference]))
    number = sum(count for _, state, count in batch.counts if state == ItemState.PLANNED)
    return (link, why(batch), proposer(batch), batch.proposed_at.date(), number, Tag(BatchState(batch.state)))


def why(batch: DisposalBatch) -> str:
    """Why a batch is there."""
    return str(Ground(batch.ground).label if batch.kind == BatchKind.EARLY else BatchKind(batch.kind).label)


def proposer(batch: DisposalBatch) -> str:
    """Who proposed a batch."""
    return batch.proposed_by.name if batch.proposed_by else BY_SCHEDULE


def disposal_page(
    batch: Batch, reader: User, today: date, form: AuthoriseForm | None = None, refusing: WhyNotForm | None = None
) -> dict[str, Any]:
    """One batch: its steps, counts, exceptions, a sample, and the decision."""
    row = batch.row
    return {
        "batch": row, "title": f"Destruction of {counted(batch.number(*GOING), 'recording')}",
        "steps": _steps(batch), "facts": _facts(row), "class_columns": CLASS_COLUMNS, "classes": _classes(batch),
        "reason_columns": REASON_COLUMNS, "reasons": batch.reasons, "left_out": batch.number(ItemState.LEFT_OUT),
        "sample_columns": SAMPLE_COLUMNS, "sample": [_sampled(item) for item in batch.sample],
        "certificates": _certificates(batch), "acts": _decisions(batch, reader, today, form, refusing),
    }  # fmt: skip


def _facts(batch: DisposalBatch) -> list[Row]:
    rows = [Row("Why", why(batch)), Row("Reason", batch.reason or None), Row("Case", batch.case_reference or None)]
    return [row for row in rows if row.value] + [
        Row("Proposed by", [proposer(batch), nhs_when(batch.proposed_at)]),
        Row("Due on", batch.as_of),
    ]


def _steps(batch: Batch) -> list[Step]:
    row, done, all_ = batch.row, batch.number(ItemState.DESTROYED), batch.number(*ItemState) - batch.number(ItemState.LEFT_OUT)
    proposed = Step("Proposed", f"{proposer(row)}, {nhs_date(row.proposed_at)}", Mark.DONE)
    if row.state == BatchState.REFUSED:
        return [proposed, Step("Not authorised", _decided(row), Mark.REFUSED)]
    if row.state == BatchState.PROPOSED:
        later = [Step(words, "", Mark.WAITING) for words in ("Destroyed and checked", "Certificates")]
        return [proposed, Step("Authorised", "Now. Information Governance Lead", Mark.CURRENT), *later]
    is_over = row.state == BatchState.FINISHED
    return [
        proposed,
        Step("Authorised", _decided(row), Mark.DONE),
        Step("Destroyed and checked", f"{done} of {all_}", Mark.DONE if is_over else Mark.CURRENT),
        Step(
            "Certificates",
            f"{len(batch.certificates) and _range(batch.certificates)}" if is_over else "",
            Mark.DONE if is_over else Mark.WAITING,
        ),
    ]


def _decided(row: DisposalBatch) -> str:
    assert row.decided_by is not None
    assert row.decided_at is not None
    return f"{row.decided_by.name}, {nhs_when(row.decided_at)}"


def _range(certificates: Sequence[Certificate]) -> str:
    first, last = certificates[0], certificates[-1]
    return f"{first.year}/{first.number:03}" if first == last else f"{first.year}/{first.number:03} to {last.year}/{last.number:03}"


def _classes(batch: Batch) -> list[Sequence[Value]]:
    names = dict.fromkeys(name for name, _, _ in batch.by_class)
    counted_ = {(name, state): number for name, state, number in batch.by_class}

    def number(name: str, *states: str) -> int:
        return sum(counted_.get((name, state), 0) for state in states)

    return [
        (name, number(name, ItemState.PLANNED, ItemState.KEY_GONE), number(name, ItemState.DESTROYED), number(name, ItemState.LEFT_OUT))
        for name in names
    ]  # fmt: skip


def _sampled(item: DisposalItem) -> Sequence[Value]:
    return (reference(item), item.retention_class.name, item.retain_until)


def reference(item: DisposalItem) -> Link:
    """A recording by its reference, which leads to why it is kept."""
    return Link(str(item.recording_id)[:8], reverse("retention_of", args=[item.recording_id]))


def _certificates(batch: Batch) -> str:
    return _range(batch.certificates) if batch.certificates else ""


def _decisions(batch: Batch, reader: User, today: date, form: AuthoriseForm | None, refusing: WhyNotForm | None) -> list[Act]:
    row = batch.row
    if row.state != BatchState.PROPOSED:
        return []
    planned, refusal = batch.number(ItemState.PLANNED), rules.refuse_authorising(row, reader, roles_on(reader, today))
    destroy = Act(
        f"Destroy {counted(planned, 'recording')}", reverse("disposal_authorise", args=[row.reference]), refusal,
        "This cannot be undone. Keys, recordings, every version and everything made from them go; certificates stay.",
        form or AuthoriseForm(planned=planned), variant="warning",
    )  # fmt: skip
    if refusal:
        return [destroy]
    turn_down = Act(
        workflow.REFUSE.words, reverse("disposal_refuse", args=[row.reference]), None, "What is due comes again with the next proposal.",
        refusing or WhyNotForm(prefix="refuse"), variant="secondary",
    )  # fmt: skip
    return [destroy, turn_down]


def left_out_page(batch: DisposalBatch, page: Page[DisposalItem]) -> dict[str, Any]:
    """The recordings of a batch that stay, each with its reason."""
    rows = [(reference(item), item.retention_class.name, item.why) for item in page.object_list]
    return {"batch": batch, "columns": ITEM_COLUMNS, "rows": rows, "page": page}


def certificates_page(batch: DisposalBatch, page: Page[Certificate]) -> dict[str, Any]:
    """The certificates of a batch."""
    return {"batch": batch, "columns": CERTIFICATE_COLUMNS, "rows": [_certificate(one) for one in page.object_list], "page": page}


def _certificate(one: Certificate) -> Sequence[Value]:
    return (
        Link(f"{one.year}/{one.number:03}", reverse("destruction_certificate", args=[one.year, one.number])),
        one.description,
        one.destroyed_at,
        f"{one.sha256[:16]}…" if one.sha256 else NO_AUDIO,
    )


def certificate_rows(one: Certificate) -> list[Row]:
    """Everything that a certificate of a recording says."""
    others = [f"{made['role'].capitalize()}: {made['sha256']}" for made in one.others]
    return [
        Row("What was destroyed", one.description),
        Row("SHA-256 of the original", one.sha256 or NO_AUDIO),
        Row("Made from it and destroyed too", others or "Nothing"),
        Row("Rule", one.rule),
        Row("Authority", one.authority),
        Row("Proposed by", one.proposed_by.name if one.proposed_by else BY_SCHEDULE),
        Row("Authorised by", one.authorised_by.name if one.authorised_by else None),
        Row("Carried out by", one.get_executed_by_job_display()),
        Row("How", one.method),
        Row("Key destroyed", one.key_destroyed_at),
        Row("Seen to be gone", one.destroyed_at),
        Row("Gone from every backup after", one.backups_expire_on),
        Row("Head of the trail then", one.trail_head or None),
    ]


def recording_page(
    recording: Recording, holds: Iterable[LegalHold], against: str, live: DisposalItem | None, reader: User, today: date,
    form: EarlyOneForm | None = None, leaving: ReasonForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Why one recording is kept, what stands against destroying it, and what can be done about it."""
    said = [f"{hold.get_kind_display()} {hold.case_reference}: {hold.reason}" for hold in holds]
    return {
        "heading": f"Recording {str(recording.pk)[:8]}", "state": recording.get_audio_state_display(), "said": explained(recording),
        "holds": said,
        "against": against, "acts": _acts(recording, against, live, reader, today, form, leaving),
    }  # fmt: skip


def _acts(
    recording: Recording,
    against: str,
    live: DisposalItem | None,
    reader: User,
    today: date,
    form: EarlyOneForm | None,
    leaving: ReasonForm | None,
) -> list[Act]:
    roles = roles_on(reader, today)
    if live is not None:
        refusal = rules.refuse_leaver_out(roles) or rules.refuse_leaving_out(live.batch, "-")
        url = reverse("disposal_leave_out", args=[live.batch.reference, recording.pk])
        return [
            Act(
                f"Leave it out of {live.batch.reference}",
                url,
                refusal,
                "It stays until it is proposed again.",
                leaving or ReasonForm(),
                variant="secondary",
            )
        ]
    if recording.audio_state == AudioState.DESTROYED or refuse_proposer(roles):
        return []
    stands = Refusal("stands-against", f"It cannot be destroyed early. {against}") if against else None
    effect = "Someone else must authorise it."
    return [
        Act(
            "Propose early destruction",
            reverse("disposal_early_one", args=[recording.pk]),
            stands,
            effect,
            form or EarlyOneForm(),
            variant="secondary",
        )
    ]
