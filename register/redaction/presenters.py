"""What the pages of silencing show, made from rows and rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from callgov.people.models import User
from callgov.ui import formats
from callgov.ui.parts import Act, Choice, Col, Link, Player, Row, Value
from recordings.access.presenters import player as call_player
from recordings.access.rules import ended_on
from recordings.audio import GUARD_MS
from recordings.models import Access, Recording, StoredObject
from recordings.purposes import PURPOSE_WORDS
from register.models import Ground, Redaction, RedactionSpan, RedactionState, Side
from register.redaction import queries, rules
from register.redaction.forms import CheckForm, CoverForm, PartForm
from register.redaction.services.checking import refuse_checker

COLUMNS = [Col("Part", nowrap=True, row_header=True), Col("From and to"), Col("Why"), Col("")]
CHECK_COLUMNS = [Col("Part", nowrap=True, row_header=True), Col("From and to"), Col("Why"), Col("Sound left"), Col("Heard")]


def edit_page(
    draft: Redaction, token: str, access: Access, sound: StoredObject, opened: int, part_form: PartForm, cover_form: CoverForm
) -> dict[str, Any]:
    """The editor (S14): player, parts, the form for one more, and the way on."""
    return {
        **parts_table(draft, token), "player": call_player(access, draft.recording, sound, opened)["player"], "part_form": part_form,
        "sending": Act(
            "Send for checking", reverse("redaction_send", args=[draft.pk]), rules.refuse_sending(draft.state, len(queries.spans(draft))),
            "The copy is made and proven as it would leave. A second person then hears it.", cover_form,
        ),
        "discarding": Act(
            "Discard these marks", reverse("redaction_discard", args=[draft.pk]), effect="Nothing is silenced by them then.",
            variant="secondary",
        ),
    }  # fmt: skip


def parts_table(draft: Redaction, token: str, *, removed: RedactionSpan | None = None, said: str = "") -> dict[str, Any]:
    """The parts as a table, swapped as one piece, with what just happened in words. `token` goes into the form of each row."""
    spans = queries.spans(draft)
    check = queries.last_check(draft)
    return {
        "redaction": draft, "columns": COLUMNS, "rows": [_row(number, span, draft, token) for number, span in enumerate(spans, 1)],
        "removed": removed, "said": said, "sent_back": check if check and draft.state == RedactionState.DRAFT else None,
    }  # fmt: skip


def _row(number: int, span: RedactionSpan, draft: Redaction, token: str) -> Sequence[Value]:
    context = {
        "number": number, "side": span.side, "csrf_token": token, "remove_url": reverse("part_remove", args=[draft.pk, span.pk]),
        "change_url": f"{reverse('redaction_edit', args=[draft.pk])}?change={span.pk}#add", **edges(span, draft),
    }  # fmt: skip
    acts = render_to_string("components/part_acts.html", context)
    return [f"Part {number}", _where(span, draft), _why(span), acts]


def edges(span: RedactionSpan, redaction: Redaction) -> dict[str, Any]:
    """Both edges in seconds, as marked and with the margin, for the script that plays them."""
    last = redaction.recording.duration_ms or 0
    return {
        "from_seconds": span.from_ms / 1000, "until_seconds": span.until_ms / 1000,
        "margin_from": max(0, span.from_ms - GUARD_MS) / 1000, "margin_until": min(last, span.until_ms + GUARD_MS) / 1000,
    }  # fmt: skip


def _where(span: RedactionSpan, redaction: Redaction) -> list[str]:
    place = {name: formats.position(seconds) for name, seconds in edges(span, redaction).items()}
    side = [] if span.side == Side.BOTH else [f"{Side(span.side).label} only"]
    margin = f"with margin {place['margin_from']} to {place['margin_until']}"
    return [f"{place['from_seconds']} to {place['until_seconds']}", margin, *side]


def _why(span: RedactionSpan) -> list[str]:
    return [str(Ground(span.ground).label), *([span.note] if span.note else [])]


def standing_page(redaction: Redaction) -> dict[str, Any]:
    """What stands in place of the editor once the parts are sent or settled."""
    check = queries.last_check(redaction)
    rows = [
        Row("Where it stands", RedactionState(redaction.state).label),
        Row("Prepared by", [redaction.prepared_by.name, redaction.sent_at]),
        Row("Checked by", [check.checked_by.name, check.checked_at] if check else "Nobody yet"),
        Row("Of the sound is kept", _kept(redaction)),
    ]
    return {**check_table(redaction, None, ""), "rows_of_state": rows}


def _kept(redaction: Redaction) -> str | None:
    return None if redaction.kept_permille is None else f"{redaction.kept_permille / 10:.1f}%"


def check_page(found: Redaction, token: str, person: User, access: Access, form: CheckForm, now: datetime) -> dict[str, Any]:
    """The check (S15): the copy as it would leave, every silenced part, and the decision."""
    assert found.preview is not None
    effect = "From then on every copy of this call under this request has these parts silenced, and no other."
    return {
        **check_table(found, person, token), "player": _player(found, access, found.preview), "call": call_rows(found.recording),
        "deciding": Act(
            "Confirm the copy", reverse("redaction_decide", args=[found.pk]), refuse_checker(found, person, now), effect, form,
            name="decision", value="confirm", beside=[Choice("Send it back with a note", "return")],
        ),
        "measured": f"{len(queries.spans(found))} of {len(queries.spans(found))} parts have no sound left. {_kept(found)} is kept.",
    }  # fmt: skip


def check_table(found: Redaction, person: User | None, token: str) -> dict[str, Any]:
    """The silenced parts: ground, measured sound, and whether this person heard each in the copy."""
    spans = queries.spans(found)
    left = rules.unheard(queries.parts_of(spans), queries.heard(found, person) if person else [])
    rows = [
        [f"Part {number}", _where(span, found), _why(span), "None", _heard(number, span, found, part not in left, token)]
        for number, (span, part) in enumerate(zip(spans, queries.parts_of(spans), strict=True), 1)
    ]
    return {
        "redaction": found, "check_columns": CHECK_COLUMNS if person else CHECK_COLUMNS[:-1],
        "check_rows": rows if person else [row[:-1] for row in rows], "left": len(left), "parts": len(spans),
    }  # fmt: skip


def _heard(number: int, span: RedactionSpan, found: Redaction, heard: bool, token: str) -> str:
    played = reverse("redaction_played", args=[found.pk])
    context = {"number": number, "side": span.side, "heard": heard, "csrf_token": token, "played_url": played, **edges(span, found)}
    return str(render_to_string("components/part_heard.html", context))


def call_rows(call: Recording) -> list[Row]:
    """The call, as far as its second listener needs it."""
    extension = f"extension {call.extension.number}" if call.extension else None
    return [Row("Call", call.started_at), Row("With", extension), Row("Length", formats.clock_length((call.duration_ms or 0) / 1000))]


def _player(found: Redaction, access: Access, preview: StoredObject) -> Player:
    purpose, grant = PURPOSE_WORDS[found.grant.purpose], found.grant
    return Player(
        strip=f"You check a copy under {found.request.reference} for “{purpose}”. This listening is recorded under your name.",
        audio_url=reverse("redaction_audio", args=[found.pk, access.pk]),
        peaks_url=reverse("redaction_peaks", args=[found.pk, access.pk]),
        duration_seconds=(found.recording.duration_ms or 0) / 1000,
        channels=found.recording.channels or 1,
        plays="This is the copy as it would leave, with the parts silenced.",
        remaining=f"It can be checked until {formats.nhs_date(ended_on(grant))}.",
        integrity="Proven when it was made: nothing is left in the parts, and the rest is the recording.",
        played_url=reverse("redaction_played", args=[found.pk]),
        content_type=preview.content_type,
        ends_at=grant.ends_at,
    )


def silencing(case_reference: str, marks: queries.Marks, grant_id: Any, recording_id: Any) -> dict[str, Any]:
    """For the page on which a copy is prepared: what is silenced, and the way to mark."""
    begin = reverse("redaction_begin", args=[grant_id, recording_id])
    if marks.open:
        link = Link("See the marked parts", reverse("redaction_edit", args=[marks.open.pk]))
        return {"words": f"Marked, {RedactionState(marks.open.state).label.lower()}.", "link": link, "act": None}
    if marks.confirmed:
        parts = queries.parts_of(queries.spans(marks.confirmed))
        check = queries.last_check(marks.confirmed)
        words = rules.in_words(parts, check.checked_by.name if check else "")
        act = Act("Change what is silenced", begin, effect="A second person must confirm the new version.", variant="secondary")
        return {"words": words, "link": Link("See the silenced parts", reverse("redaction_edit", args=[marks.confirmed.pk])), "act": act}
    words = rules.MUST_BE_SILENCED.sentence if marks.demanded else "Nothing is marked to be silenced."
    effect = "You mark parts or a whole side, each with its reason. A second person checks the copy."
    return {"words": words, "link": None, "act": Act("Mark the parts to silence", begin, effect=effect, variant="secondary")}
