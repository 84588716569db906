"""What the pages about copies that are out show: no query of their own beyond `register.custody.queries`, no write."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from access_requests.models import CopyFormat, RecipientType
from callgov.authorisation import may
from callgov.people.models import User
from callgov.roles import Action
from callgov.ui import formats
from callgov.ui.parts import Act, Col, Link, Row, Shown, Tag, Value
from recordings.purposes import PURPOSE_WORDS
from register.custody import queries, rules
from register.custody.forms import WrongRecipientForm
from register.models import Method, RegisterLine, Release, ReleaseState

COPY_COLUMNS = [
    Col("Copy", nowrap=True, row_header=True), Col("Holder"), Col("Format and purpose"), Col("Delete by", nowrap=True),
    Col("Asked"), Col("Next"),
]  # fmt: skip
HOLDER_COLUMNS = [
    Col("Holder", row_header=True), Col("Who they are"), Col("Copies", numeric=True), Col("Late", numeric=True),
    Col("Theirs to keep", numeric=True), Col("Earliest day", nowrap=True),
]  # fmt: skip
GROUPS = {"late": "Late", "soon": "Due in 7 days", "held": "Held"}


def copies_page(page: Page[Release], sizes: queries.Groups, group: str, reader: User, today: date) -> dict[str, Any]:
    """Copies out in their groups, each with when it was asked about and what comes next."""
    keeps = may(reader, Action.KEEP_REGISTER)
    tabs = [
        Link(f"{words} ({getattr(sizes, name)})", f"{reverse('copies')}?group={name}") for name, words in GROUPS.items()
    ]  # fmt: skip
    return {
        "page": page, "columns": COPY_COLUMNS, "rows": [_copy_row(copy, keeps, today) for copy in page.object_list], "tabs": tabs,
        "sizes": sizes, "group": GROUPS.get(group, ""),
    }  # fmt: skip


def _copy_row(copy: Release, keeps: bool, today: date) -> list[Value]:
    name = f"{copy.request.reference} copy {copy.copy_number}"
    missent = hasattr(copy, "misdelivery")
    day: Value = [copy.delete_by, Tag("Late")] if copy.delete_by < today else copy.delete_by
    asked = copy.last_asked  # type: ignore[attr-defined]
    return [
        Link(name, reverse("release_detail", args=[copy.pk])),
        [*holder_words(copy), Tag("Wrong recipient")] if missent else holder_words(copy),
        [CopyFormat(copy.format).label, PURPOSE_WORDS[copy.line.purpose]],
        day, asked or "Not yet", _next(copy, keeps, today),
    ]  # fmt: skip


def holder_words(copy: Release) -> list[Shown]:
    """Who holds a copy."""
    return [word for word in (copy.recipient_name, copy.recipient_organisation) if word]


def _next(copy: Release, keeps: bool, today: date) -> list[Shown]:
    stage = rules.next_stage(copy.delete_by, today)
    told: list[Shown] = [f"Reminded on {formats.nhs_date(stage.day(copy.delete_by))}"] if stage else []
    hidden = f" of {copy.request.reference} copy {copy.copy_number}"
    if not keeps:
        return told
    deleted = Link("Record that it is deleted", reverse("copy_deleted", args=[copy.pk]), hidden=hidden)
    return [deleted, Link("Ask the holder again", reverse("copy_ask", args=[copy.pk]), hidden=hidden), *told]


def holders_page(page: Page[dict[str, Any]]) -> dict[str, Any]:
    """Everyone who holds a copy of ours."""
    rows = [
        [
            [word for word in (one["recipient_name"], one["recipient_organisation"]) if word], RecipientType(one["recipient_type"]).label,
            one["copies"], one["late"], one["theirs"], one["earliest"] or "No day",
        ]
        for one in page.object_list
    ]  # fmt: skip
    return {"page": page, "columns": HOLDER_COLUMNS, "rows": rows}


def copy_rows(copy: Release) -> list[Row]:
    """One copy on the pages that ask about it."""
    rows = [
        Row("Copy", f"{copy.request.reference} copy {copy.copy_number}"), Row("Register", str(copy.line)),
        Row("Holder", holder_words(copy)), Row("Format", CopyFormat(copy.format).label),
        Row("Handed over", Method(copy.method).label), Row("Delete by", copy.delete_by),
    ]  # fmt: skip
    return [*rows, Row("Their email", copy.holder_email)] if copy.holder_email else rows


def custody_rows(copy: Release) -> list[Row]:
    """What is known of a copy that is out: collected, its receipt, asked, gone or not, shared further."""
    if copy.state in (ReleaseState.PREPARED, ReleaseState.DISCARDED):
        return []
    missent = getattr(copy, "misdelivery", None)
    must = copy.confirmation_required or missent is not None
    asked = [f"{formats.nhs_when(one.asked_at)}, {one.get_how_display().lower()}" for one in copy.asked.all()]
    rows = [
        Row("Collected", copy.collected_at or "Not yet"), Row("Receipt", _receipt(copy)),
        Row("Delete by", copy.delete_by),
        Row("Deletion must be confirmed", "Yes" if must else "No, it is theirs to keep"), Row("Holder asked", asked or "Not yet"),
        Row("Deleted", _deleted(copy)),
    ]  # fmt: skip
    rows += [Row("Wrong recipient", [missent.reported_at, missent.what_happened])] if missent else []
    return [*rows, *([Row("Shared further", shared)] if (shared := onward_words(copy)) else [])]


def _deleted(copy: Release) -> Value:
    if copy.holder_deleted_at:
        return [copy.holder_deleted_at, copy.holder_deleted_evidence]
    return "Nobody collected it" if copy.never_left else "Not confirmed"


def _receipt(copy: Release) -> str:
    by_itself = "The collection is its receipt" if copy.method == Method.LINK and copy.collected_at else "None yet"
    return receipt_of(copy.line) or by_itself


def receipt_of(line: RegisterLine) -> str:
    """The receipt as it now stands: written with the line, or added since."""
    added = [note.value for note in line.notes.all() if note.field == "receipt"]
    return added[-1] if added else line.receipt


def onward_words(copy: Release) -> list[Shown]:
    """Each request to share this copy further: where it stands, and the lines of its releases."""
    words: list[Shown] = []
    for onward in copy.onward.all():
        lines = [str(one.line) for one in onward.request.releases.all() if hasattr(one, "line")]
        stands = ", ".join(lines) if lines else onward.request.get_state_display().lower()
        words.append(f"{onward.request.reference}: {stands}")
    return words


def acts(copy: Release, person: User) -> Iterable[Act]:
    """What this reader can do about a copy that is out; each stands with its refusal."""
    if copy.state in (ReleaseState.PREPARED, ReleaseState.DISCARDED):
        return
    missent = hasattr(copy, "misdelivery")
    if copy.method in rules.RECEIPTS and not receipt_of(copy.line):
        yield Act("Record the receipt", reverse("copy_receipt", args=[copy.pk]), opens=True, variant="secondary")
    if copy.state == ReleaseState.RELEASED and copy.method == Method.LINK and copy.link.ended_at is None:
        effect = "Nothing more can be collected by it. You can make a new one."
        yield Act("End the collection link", reverse("link_end", args=[copy.pk]), effect=effect, variant="warning")
    if may(person, Action.ASK):
        refusal = rules.refuse_onward(copy.state, misdelivered=missent)
        effect = "A request of its own, which the Information Governance Lead decides."
        yield Act("Ask to share it further", reverse("copy_onward", args=[copy.pk]), refusal, effect, opens=True, variant="secondary")
    if not missent:
        effect = "The link ends, the stored copy is destroyed, and a breach report is opened with what is known."
        yield Act("It went to the wrong person", reverse("copy_missent", args=[copy.pk]), effect=effect, opens=True, variant="secondary")


def missent_page(copy: Release, form: WrongRecipientForm) -> dict[str, Any]:
    """One question and one button."""
    reported = hasattr(copy, "misdelivery")
    given = form.data.get("what_happened", "") if form.is_bound else "unsaid"
    refusal = rules.refuse_wrong_recipient(copy.state, reported=reported, what_happened=given or "unsaid")
    effect = "Collection stops at once. The Information Governance Lead and the Data Protection Officer are told."
    act = Act("Revoke this copy and report it", "", refusal, effect, form, variant="warning")
    return {"copy": copy, "rows": copy_rows(copy), "act": act, "collected": copy.collected_at}
