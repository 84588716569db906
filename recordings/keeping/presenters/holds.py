"""Legal holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.ui.formats import counted, nhs_date, nhs_when
from callgov.ui.parts import Act, Choice, Col, Link, Row, Tag, Value
from recordings.keeping.forms import HoldForm, ReleaseForm, ReviewForm
from recordings.keeping.queries.holds import Freed
from recordings.keeping.rules import holds as rules
from recordings.models import HoldKind, LegalHold

COLUMNS = [
    Col("Case", row_header=True), Col("What for"), Col("Owner"), Col("Recordings", numeric=True), Col("Since", nowrap=True),
    Col("Review by", nowrap=True), Col("State"),
]  # fmt: skip


def holds_page(page: Page[LegalHold], reader: User, today: date) -> dict[str, Any]:
    """All holds, live ones first."""
    place = Act("Place a hold", reverse("hold_new"), rules.refuse_holder(roles_on(reader, today)), opens=True)
    return {"columns": COLUMNS, "rows": [_row(hold, today) for hold in page.object_list], "page": page, "place": place}


def _row(hold: LegalHold, today: date) -> Sequence[Value]:
    link = Link(hold.case_reference, reverse("hold", args=[hold.pk]))
    size = hold.size  # type: ignore[attr-defined]
    return (link, HoldKind(hold.kind).label, hold.owner.name, size, hold.placed_at, hold.review_on, Tag(standing(hold, today)))


def standing(hold: LegalHold, today: date) -> str:
    """How a hold stands, in the words of a tag."""
    if hold.released_at is not None:
        return "Released"
    return "Late" if hold.review_on < today else "On hold"


def new_page(form: HoldForm, counted_calls: int | None) -> dict[str, Any]:
    """The form of a new hold; once the calls are known, how many they are."""
    if counted_calls is None:
        return {"act": Act("Continue", "", fields=form, name="step", value="count")}
    said = f"This holds {counted(counted_calls, 'recording')}. Nobody is shown which."
    again = [Choice("Count again", "count")]
    return {"said": said, "act": Act("Place this hold", "", effect=said, fields=form, name="step", value="place", beside=again)}


def hold_page(
    hold: LegalHold, freed: Freed, reader: User, today: date, release: ReleaseForm, review: ReviewForm | None = None
) -> dict[str, Any]:
    """One hold, what releasing it would set free, and the two things to do."""
    live = hold.released_at is None
    return {
        "hold": hold, "standing": standing(hold, today), "facts": _facts(hold),
        "acts": [_review(hold, reader, today, review), _release(hold, freed, reader, today, release)] if live else [],
    }  # fmt: skip


def _facts(hold: LegalHold) -> list[Row]:
    placed = hold.placed_by.name if hold.placed_by else "The case itself"
    rows = [
        Row("What for", HoldKind(hold.kind).label),
        Row("Why", hold.reason),
        Row("Recordings", str(hold.size)),  # type: ignore[attr-defined]
        Row("Owner", hold.owner.name),
        Row("Placed by", [placed, nhs_when(hold.placed_at)]),
        Row("Review by", hold.review_on),
    ]
    if hold.released_at is not None:
        who = hold.released_by.name if hold.released_by else "The case itself"
        rows.append(Row("Released by", [who, nhs_when(hold.released_at), hold.release_reason]))
    return rows


def _review(hold: LegalHold, reader: User, today: date, form: ReviewForm | None) -> Act:
    refusal = rules.refuse_holder(roles_on(reader, today))
    return Act(
        "Keep this hold",
        reverse("hold_review", args=[hold.pk]),
        refusal,
        "It stays until the next review.",
        form or ReviewForm(prefix="review"),
    )


def _release(hold: LegalHold, freed: Freed, reader: User, today: date, form: ReleaseForm) -> Act:
    refusal = rules.refuse_holder(roles_on(reader, today)) or rules.refuse_releasing(hold, "-")
    return Act(
        "Release this hold",
        reverse("hold_release", args=[hold.pk]),
        refusal,
        _effect(freed),
        form,
        variant="warning",
    )


def _effect(freed: Freed) -> str:
    if not freed.recordings:
        return "Every one of its recordings is under another hold as well and stays."
    due = f" {counted(freed.due, 'of them is', 'of them are')} due for destruction already." if freed.due else " None of them is due yet."
    return f"Nothing else holds {counted(freed.recordings, 'recording')}.{due} Nothing is destroyed until a batch is authorised."


def review_words(hold: LegalHold) -> str:
    """One grey line for a work list."""
    return f"{HoldKind(hold.kind).label}, review by {nhs_date(hold.review_on)}"
