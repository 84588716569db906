"""What the register's pages show, made from rows and rules: no query of its own beyond `register.queries`, no write."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse

from access_requests.models import AccessRequest, CopyFormat, RecipientType
from callgov import clock
from callgov.authorisation import refuse_action
from callgov.people.models import User
from callgov.practice import setting
from callgov.roles import Action
from callgov.ui import formats
from callgov.ui.parts import Act, Col, Link, Row, Tag
from recordings.access.rules import refuse_use
from recordings.models import Certificate, GrantAction, Recording
from recordings.purposes import PURPOSE_WORDS, Article9, LawfulBasis
from register import queries, rules
from register.book.columns import COLUMNS
from register.book.services import ExportFormat
from register.custody import presenters as custody
from register.forms import CompleteForm, CorrectForm, PrepareForm, RegisterFilter
from register.models import Method, RegisterLine, Release, ReleaseState
from register.packaging.contents import base_name, conditions, copy_number
from register.redaction.presenters import silencing
from register.redaction.queries import Marks
from register.redaction.rules import refuse_leaving
from register.services.releasing import Handover, extent, line_facts, refuse_what_leaves

LINE_COLUMNS = [
    Col("Line", nowrap=True, row_header=True),
    Col("Released", nowrap=True),
    Col("Given to"),
    Col("Purpose"),
    Col("Delete by", nowrap=True),
]


def suggested(case: AccessRequest, today: date) -> dict[str, Any]:
    """What the form holds at first: the wanted format, a link, and the practice's usual delete-by day."""
    return {"format": case.wanted_format, "method": Method.LINK, "delete_by": today + timedelta(days=setting("copy_keep_days"))}


def call_rows(recording: Recording) -> list[Row]:
    """The call, as far as the register shows it."""
    extension = recording.extension.number if recording.extension else None
    return [
        Row("Call", recording.started_at),
        Row("Length", formats.clock_length((recording.duration_ms or 0) / 1000)),
        Row("Extension", extension),
        Row("Outside number", formats.masked(recording.external_e164) if recording.external_e164 else None),
    ]


def recipient_rows(case: AccessRequest) -> list[Row]:
    """Who the copy is for, as the approved request says."""
    return [
        Row("Given to", case.recipient_name),
        Row("Organisation", case.recipient_organisation or None),
        Row("Who they are", RecipientType(case.recipient_type).label),
        Row("Format they want", CopyFormat(case.wanted_format).label),
    ]


def prepare_page(
    case: AccessRequest, recording: Recording, marks: Marks, form: PrepareForm, person: User, grant_id: UUID
) -> dict[str, Any]:
    """Everything that preparing a copy needs on one page."""
    refusal = rules.refuse_releaser(person.pk, queries.parties_of(case)) or refuse_leaving(
        marks.open_states, marks.confirmed is not None, marks.demanded, reason="The form asks for it"
    )
    return {
        "case": case, "form": form, "call": call_rows(recording), "recipient": recipient_rows(case),
        "transcript_url": reverse("transcript", args=[grant_id, recording.pk]),
        "silencing": silencing(case.reference, marks, grant_id, recording.pk),
        "act": Act("Make the copy", "", refusal, "Nothing leaves the practice yet. You check it and the register line first.", form),
    }  # fmt: skip


def release_page(release: Release, person: User, now: datetime) -> dict[str, Any]:
    """One copy, the register line that will be or was written, and what this reader can do next."""
    return {
        "release": release, "call": call_rows(release.recording), "line_rows": _line_rows(release), "acts": _acts(release, person, now),
        "certificate": queries.certificate_of(release.pk), "copy": _copy_rows(release), "custody": custody.custody_rows(release),
    }  # fmt: skip


def _copy_rows(release: Release) -> list[Row]:
    stored = release.stored
    assert stored is not None
    return [
        Row("Format", CopyFormat(release.format).label),
        Row("Why not the wanted format", release.format_reason) if release.format_reason else Row("Extent", extent(release)),
        Row("Length", formats.clock_length((release.duration_ms or 0) / 1000)),
        Row("Size", formats.file_size(stored.plain_size)),
        Row("SHA-256", stored.sha256),
        Row("Prepared", [release.prepared_by.name, release.prepared_at]),
    ]


def _line_rows(release: Release) -> list[Row]:
    if release.state == ReleaseState.PREPARED:
        facts = {**line_facts(release), "released_by": None}
        return [*_facts_rows(facts), Row("Delete by", release.delete_by)]
    return line_rows(release.line) if release.state != ReleaseState.DISCARDED else []


def _facts_rows(facts: dict[str, Any]) -> list[Row]:
    basis = [LawfulBasis(facts["lawful_basis"]).label, Article9(facts["article9"]).label if facts["article9"] else None]
    return [
        Row("Request", facts["request_reference"]),
        Row("Given to", [word for word in (facts["recipient_name"], facts["recipient_organisation"]) if word]),
        Row("Purpose", PURPOSE_WORDS[facts["purpose"]]),
        Row("Reason", facts["reason"]),
        Row("Lawful basis", [word for word in basis if word]),
        Row("Authorised by", [facts["authorised_by"].name, facts["authorised_at"]]),
        Row("Extent", facts["extent"]),
        Row("Format", CopyFormat(facts["format"]).label),
        Row("Handed over", Method(facts["method"]).label),
        Row("Conditions", facts["conditions"]),
    ]


def line_rows(line: RegisterLine) -> list[Row]:
    """A written line in full."""
    shown = {name: getattr(line, name) for name in line_columns()}
    one = "One person approved and released, as this practice's settings allow" if line.one_person_approved_and_released else None
    rows = [
        *_facts_rows(shown), Row("Released by", [line.released_by.name, line.released_at]), Row("SHA-256 of the copy", line.sha256),
        Row("Delete by", line.delete_by), Row("Deletion must be confirmed", "Yes" if line.confirmation_required else "No"),
    ]  # fmt: skip
    return [*rows, Row("Separation", one)] if one else rows


def line_columns() -> list[str]:
    """The columns that `_facts_rows` reads."""
    return [
        "request_reference", "recipient_name", "recipient_organisation", "purpose", "reason", "lawful_basis", "article9", "authorised_by",
        "authorised_at", "extent", "format", "method", "conditions",
    ]  # fmt: skip


def _acts(release: Release, person: User, now: datetime) -> list[Act]:
    handing = _handing(release, person, now) if release.grant.holder_id == person.pk else []
    return [*handing, *custody.acts(release, person)]


def _handing(release: Release, person: User, now: datetime) -> list[Act]:
    refusal = refuse_use(release.grant, person, GrantAction.RELEASE, now) or rules.refuse_releaser(
        person.pk, queries.parties_of(release.request)
    )
    if release.state == ReleaseState.PREPARED:
        effect = f"This writes the next line of the register. The stored copy is destroyed on {formats.nhs_date(release.delete_by)}."
        leaving = refusal or refuse_what_leaves(release, clock.local_day(now))
        discarding = "Nothing is released. The stored copy is destroyed at once."
        return [
            Act("Release and write the register line", reverse("release_now", args=[release.pk]), leaving, effect),
            Act("Discard this copy", reverse("release_discard", args=[release.pk]), effect=discarding, variant="secondary"),
        ]
    if release.state == ReleaseState.RELEASED and release.method == Method.LINK:
        effect = "The link and the code that were given out stop working at once."
        return [Act("Make a new link and code", reverse("link_renew", args=[release.pk]), refusal, effect, variant="secondary")]
    if release.state in (ReleaseState.RELEASED, ReleaseState.COLLECTED) and release.method == Method.LISTENED:
        effect = "Stay with them while they listen. Each part that is played is recorded under your name."
        return [Act("Play it to them", reverse("release_listen", args=[release.pk]), refusal, effect, opens=True)]
    if release.state in (ReleaseState.RELEASED, ReleaseState.COLLECTED) and release.method != Method.LINK:
        effect = "You are shown a passphrase once. Each download is recorded under your name."
        return [Act("Lock the package to hand over", reverse("release_package", args=[release.pk]), refusal, effect)]
    return []


def package_page(release: Release, passphrase: str) -> dict[str, Any]:
    """A passphrase that is shown once, and the package that it locks."""
    return {
        "release": release, "passphrase": passphrase, "name": f"{base_name(release)}.zip", "how": Method(release.method).label.lower(),
        "download": reverse("package_download", args=[release.pk]),
    }  # fmt: skip


def handover_page(handover: Handover, request: HttpRequest) -> dict[str, Any]:
    """What the releaser reads once: the line's number and, for a link, its address and code."""
    link = request.build_absolute_uri(reverse("collect", args=[handover.token])) if handover.token else ""
    return {"handover": handover, "link": link, "release": handover.release, "line": handover.line}


def collected_page(release: Release, token: str, passphrase: str) -> dict[str, Any]:
    """What an outsider sees after the right code: the file, how to keep it, when to delete it. No name, no number."""
    stored = release.stored
    assert stored is not None
    rows = [
        Row("Copy", copy_number(release)),
        Row("Format", CopyFormat(release.format).label),
        Row("Length", formats.clock_length((release.duration_ms or 0) / 1000)),
        Row("Size", formats.file_size(stored.plain_size)),
        Row("SHA-256", stored.sha256),
    ]
    plain = Act("Download the recording alone", reverse("collect_plain", args=[token]), variant="secondary")
    deleted = Act(
        "I have deleted it",
        reverse("collect_deleted", args=[token]),
        effect="Press this once you have deleted your copy.",
        variant="secondary",
    )
    return {
        "release": release, "rows": rows, "passphrase": passphrase, "download": reverse("collect_download", args=[token]),
        "plain": plain if rules.may_take_plain(release.recipient_type) else None, "conditions": conditions(release, release.line),
        "deleted": None if release.holder_deleted_at else deleted,
    }  # fmt: skip


def wanted(form: RegisterFilter) -> queries.Filter:
    """The filter that a form asks for; senseless values show everything."""
    if not form.is_valid():
        return queries.Filter()
    given = form.cleaned_data
    return queries.Filter(
        int(given["year"]) if given["year"] else None, given["recipient"], given["to_complete"] == "yes", given["purpose"]
    )


def register_page(form: RegisterFilter, page: Page[RegisterLine]) -> dict[str, Any]:
    """The register as a table."""
    rows = [
        [
            Link(f"{line.year}/{line.number:03}", reverse("register_line", args=[line.year, line.number])),
            clock.local_day(line.released_at),
            [word for word in (line.recipient_name, line.recipient_organisation) if word], PURPOSE_WORDS[line.purpose],
            line.delete_by,
        ]
        for line in page.object_list
    ]  # fmt: skip
    return {
        "form": form, "page": page, "columns": LINE_COLUMNS, "rows": rows, "formats": [(one.value, one.name) for one in ExportFormat],
        "kept": {name: form.data.get(name, "") for name in form.fields} if form.is_bound else {},
    }  # fmt: skip


def line_page(line: RegisterLine, person: User, complete: CompleteForm, correct: CorrectForm) -> dict[str, Any]:
    """One line, its notes, and the two ways to add to it."""
    refusal = refuse_action(person, Action.KEEP_REGISTER)
    notes = [
        [rules.NOTED_FIELDS[note.field], note.value, note.get_kind_display(), note.reason or "", [note.written_by.name, note.written_at]]
        for note in line.notes.all()
    ]
    acts = [
        Act(words, reverse("line_annotate", args=[line.year, line.number, form.kind]), refusal, fields=form, variant="secondary")
        for words, form in (("Complete this line", complete), ("Add a correction", correct))
    ]
    return {
        "line": line, "cards": _cards(line), "notes": notes, "state": Tag(ReleaseState(line.release.state)),
        "note_columns": [Col("What", row_header=True), Col("Now stands"), Col("Kind"), Col("Why"), Col("By")],
        "acts": acts, "certificate": queries.certificate_of(line.release_id),
    }  # fmt: skip


# The columns of Annex B in four cards (S21), by their numbers in law.md 8.2.
_CARDS = (
    ("The request", (2, 7, 8, 9, 10, 11)),
    ("The recording", (4, 5, 12, 13)),
    ("The release", (3, 6, 14, 15, 16, 17, 18, 19)),
    ("After the release", (20, 21, 22, 23)),
)


def _cards(line: RegisterLine) -> list[tuple[str, list[Row]]]:
    read = {column.number: Row(column.title, column.read(line) or "Nothing recorded") for column in COLUMNS}
    return [(title, [read[number] for number in numbers]) for title, numbers in _CARDS]


def certificate_page(certificate: Certificate) -> dict[str, Any]:
    """A certificate of destruction in full."""
    return {
        "certificate": certificate,
        "rows": [
            Row("What was destroyed", certificate.description), Row("Stored object", str(certificate.object_id)),
            Row("SHA-256 of what was destroyed", certificate.sha256), Row("Size", formats.file_size(certificate.size)),
            Row("Rule", certificate.rule), Row("Authority", certificate.authority),
            Row("Authorised by", certificate.authorised_by.name if certificate.authorised_by else None),
            Row("Carried out by", certificate.get_executed_by_job_display()), Row("How", certificate.method),
            Row("Key destroyed", certificate.key_destroyed_at), Row("Checked gone", certificate.destroyed_at),
            Row("Gone from backups by", certificate.backups_expire_on),
            Row("Head of the trail", certificate.trail_head or "Not sealed yet"),
        ],
    }  # fmt: skip
