"""What the pages of this wing show, made from rows and rules: no query, no write."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from callgov import clock
from callgov.ui import formats
from callgov.ui.parts import Act, Col, Link, Row, Tag, Value
from recordings.audio.trouble import SENTENCES
from recordings.intake import rules
from recordings.intake.forms import DepositForm, DestroyForm, RecordForm
from recordings.models import GrantedRecording, ImportRun, QuarantinedFile, QuarantineState, Recording

RUN_COLUMNS = [
    Col("Import", row_header=True), Col("Taken in", numeric=True), Col("Records only", numeric=True), Col("Known already", numeric=True),
    Col("Quarantined", numeric=True), Col("Refused", numeric=True),
]  # fmt: skip
FILE_COLUMNS = [Col("File", row_header=True), Col("Why"), Col("Size", nowrap=True), Col("State")]
_A_SECOND = timedelta(seconds=1)
_RECORD_WORDS = {name: str(field.label) for name, field in RecordForm.base_fields.items()} | {"started_at": "Call time", "file": "File"}


def runs_page(page: Page[ImportRun], waiting: int) -> dict[str, Any]:
    """The list of imports."""
    return {"page": page, "columns": RUN_COLUMNS, "rows": [_run(run) for run in page.object_list], "waiting": waiting}


def _run(run: ImportRun) -> Sequence[Value]:
    ended = "" if run.finished_at else "Not finished"
    who = run.started_by.get_full_name() if run.started_by else ""
    facts = " · ".join(filter(None, (formats.nhs_when(run.started_at), who, ended)))
    return ([run.label, facts], run.taken_in, run.records_only, run.known_already, run.quarantined, run.refused)


def quarantine_page(page: Page[QuarantinedFile]) -> dict[str, Any]:
    """The list of files in quarantine: neither their names nor their records stand on it."""
    return {"page": page, "columns": FILE_COLUMNS, "rows": [_file(file) for file in page.object_list]}


def _file(file: QuarantinedFile) -> Sequence[Value]:
    words = f"Set aside on {formats.nhs_when(file.put_at)}"
    return (Link(words, reverse("quarantined_file", args=[file.pk])), file.sentence, formats.file_size(file.size), _state(file))


def _state(file: QuarantinedFile) -> Tag:
    return Tag("Quarantined") if file.state == QuarantineState.WAITING else Tag(QuarantineState(file.state))


def file_page(file: QuarantinedFile, record_form: RecordForm | None = None, destroy_form: DestroyForm | None = None) -> dict[str, Any]:
    """One file: why it is there, what its row said, and the two ways to settle it."""
    settled = rules.refuse_settled(file.state)
    take_in = Act(
        "Take in with this record", reverse("take_in_file", args=[file.pk]), settled or rules.refuse_take_in(file.code, SENTENCES),
        effect="The recording is kept like any other from then on, and the file leaves quarantine.",
        fields=record_form or RecordForm.of(file),
    )  # fmt: skip
    destroy = Act(
        "Destroy this file", reverse("destroy_file", args=[file.pk]), settled, variant="warning",
        effect="This cannot be undone. A certificate of destruction is written.", fields=destroy_form or DestroyForm(),
    )  # fmt: skip
    said = [Row(_RECORD_WORDS.get(name, name), value) for name, value in file.record.items() if value]
    acts = {} if settled else {"take_in": take_in, "destroy": destroy}
    return {"file": file, "facts": _facts(file), "said": said, **acts}


def _facts(file: QuarantinedFile) -> list[Row]:
    rows = [
        Row("Why", file.sentence), Row("File", file.file_name), Row("Size", formats.file_size(file.size)), Row("SHA-256", file.sha256),
        Row("Import", file.run.label), Row("State", _state(file)),
    ]  # fmt: skip
    if file.settled_at and file.settled_by:
        rows.append(Row("Settled", [f"{file.settled_by.get_full_name()}, {formats.nhs_when(file.settled_at)}", file.settled_reason]))
    return rows


def deposit_page(choice: GrantedRecording, form: DepositForm) -> dict[str, Any]:
    """The call to fetch, by everything that finds it at the supplier, and the form for its file."""
    grant = choice.grant
    until = clock.local_day(grant.ends_at - _A_SECOND)
    return {"reference": grant.request_reference, "until": until, "call": _call(choice.recording), "form": form}


def _call(call: Recording) -> list[Row]:
    return [
        Row("Call time", _to_the_second(call.started_at)), Row("Direction", call.get_direction_display()),
        Row("Extension", call.extension.number if call.extension else None),
        Row("Outside number", "Withheld" if call.withheld else call.external_e164 or call.external_raw or None),
        Row("Length", None if call.stated_seconds is None else formats.clock_length(call.stated_seconds)), Row("Line", call.line.name),
    ]  # fmt: skip


def _to_the_second(instant: datetime) -> str:
    return f"{formats.nhs_date(instant)}, {instant.astimezone(clock.LONDON):%H:%M:%S}"
