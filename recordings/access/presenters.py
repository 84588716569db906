"""What the pages of this wing show, made from rows and rules: no query, no write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.ui import formats
from callgov.ui.parts import Act, Col, Link, Player, Row, Tag, Value
from recordings.access import rules
from recordings.access.forms import EndForm
from recordings.access.rules import Terms
from recordings.access.services import Found
from recordings.models import Access, AudioState, Direction, Grant, GrantAction, GrantedRecording, Recording, Search, StoredObject
from recordings.purposes import PURPOSE_WORDS

CALL_COLUMNS = [Col("Call", row_header=True), Col("With"), Col("Length"), Col("Audio")]
FOUND_COLUMNS = [*CALL_COLUMNS, Col("Choose")]
SEARCH_COLUMNS = [Col("When", row_header=True), Col("Looked for"), Col("Found")]


SEARCHES_SHOWN = 20


@dataclass(frozen=True)
class Listening:
    """One live grant on the list: what it is for, the calls chosen under it, and the way to find more."""

    grant: Grant
    rows: list[Row]
    calls: list[Sequence[Value]]
    find: Act


def listening(grant: Grant, person: User, now: datetime) -> Listening:
    """A live grant as its holder sees it."""
    rows = [
        Row("Purpose", PURPOSE_WORDS[grant.purpose]),
        Row("You may", " and ".join(GrantAction(action).label for action in grant.actions)),
        Row("Until", f"the end of {formats.nhs_date(rules.ended_on(grant))}"),
        Row("Which calls", words_of(rules.limits(grant))),
    ]
    words = "Find another call" if grant.chosen.all() else "Find the call"
    find = Act(
        words, reverse("grant_find", args=[grant.pk]), rules.refuse_use(grant, person, GrantAction.FIND, now), opens=True,
        variant="secondary" if grant.chosen.all() else "",
    )  # fmt: skip
    return Listening(grant, rows, chosen_rows(grant, grant.chosen.all()), find)


def chosen_rows(grant: Grant, chosen: Iterable[GrantedRecording]) -> list[Sequence[Value]]:
    """Calls chosen under a grant: a link to hear each, or the sentence that says why it cannot be heard."""
    return [_chosen_row(grant, choice.recording) for choice in chosen]


def _chosen_row(grant: Grant, call: Recording) -> Sequence[Value]:
    when, *rest = call_row(call)
    refusal = rules.refuse_audio(call)
    if refusal is not None:
        return [when, *rest[:-1], [Tag(AudioState(call.audio_state)), str(refusal)]]
    link = Link("Listen to the call", reverse("player", args=[grant.pk, call.pk]), hidden=f"of {formats.nhs_when(call.started_at)}")
    return [[when, link], *rest]


def call_row(call: Recording) -> list[Any]:
    """A call in a list: when, with whom and where, how long, where its audio is. Numbers are masked."""
    party = f"{Direction(call.direction).label}, {_number(call)}"
    extension = f"extension {call.extension.number}" if call.extension else "extension not known"
    return [call.started_at, [party, extension], _length(call), Tag(AudioState(call.audio_state))]


def _number(call: Recording) -> str:
    if call.withheld:
        return "number withheld"
    return f"number {formats.masked(call.external_e164)}" if call.external_e164 else "number not known"


def _length(call: Recording) -> str | None:
    if call.duration_ms is not None:
        return formats.clock_length(call.duration_ms / 1000)
    return None if call.stated_seconds is None else formats.clock_length(call.stated_seconds)


def words_of(terms: Terms) -> str:
    """What is looked for, as a sentence."""
    parts = [_window(terms.window_from, terms.window_until)]
    if terms.extension is not None:
        parts.append(f"extension {terms.extension.number}")
    if terms.external_e164 or terms.number_ends:
        parts.append(f"number {formats.masked(terms.external_e164)}" if terms.external_e164 else f"number ending {terms.number_ends}")
    if terms.direction:
        parts.append(Direction(terms.direction).label.lower())
    return ", ".join(parts)


def _window(start: datetime, end: datetime) -> str:
    """A window of time: whole days without their times, one day once."""
    first, last = clock.local_day(start), rules.last_day(end)
    if start == clock.start_of_day(first) and end == clock.end_of_day(last):
        return formats.nhs_date(first) if first == last else f"{formats.nhs_date(first)} to {formats.nhs_date(last)}"
    if first == last:
        return f"{formats.nhs_date(first)}, {formats.nhs_time(start)} to {formats.nhs_time(end)}"
    return f"{formats.nhs_when(start)} to {formats.nhs_when(end)}"


def find_page(grant: Grant, chosen: Iterable[GrantedRecording], searches: Iterable[Search], found: Found | None) -> dict[str, Any]:
    """The page on which one looks for calls inside a grant."""
    return {
        "grant": grant,
        "limits": words_of(rules.limits(grant)),
        "purpose": PURPOSE_WORDS[grant.purpose],
        "until": rules.ended_on(grant),
        "chosen_calls": chosen_rows(grant, chosen),
        "searches": search_rows(searches),
        "calls": found_rows(found.calls) if found else [],
        "call_columns": CALL_COLUMNS,
        "found_columns": FOUND_COLUMNS,
        "search_columns": SEARCH_COLUMNS,
    }


def search_rows(searches: Iterable[Search]) -> list[Sequence[Value]]:
    """What was looked for under a grant, and what came of it."""
    return [[search.searched_at, words_of(_terms(search)), _outcome(search)] for search in searches]


def _terms(search: Search) -> Terms:
    return Terms(search.window_from, search.window_until, search.extension, search.external_e164, search.number_ends, search.direction)


def _outcome(search: Search) -> str:
    return "Too many calls" if search.too_many else formats.counted(search.found, "call")


def found_rows(calls: Sequence[Recording]) -> list[Sequence[Value]]:
    """Calls that were found, each with its box to tick; a single one is ticked already."""
    return [[*call_row(call), _box(call, checked=len(calls) == 1)] for call in calls]


def _box(call: Recording, *, checked: bool) -> str:
    return render_to_string("recordings/access/box.html", {"call": call, "checked": checked})


def player(access: Access, call: Recording, stored: StoredObject, opened: int) -> dict[str, Any]:
    """The player page: who listens, under which request, for what, until when, and the call."""
    grant = access.grant
    assert grant is not None
    return {"grant": grant, "player": _player(access, grant, call, stored, opened), "rows": _call_rows(call)}


def _player(access: Access, grant: Grant, call: Recording, stored: StoredObject, opened: int) -> Player:
    purpose, until = PURPOSE_WORDS[grant.purpose], formats.nhs_date(rules.ended_on(grant))
    strip = f"You are listening under {grant.request_reference} for “{purpose}” until {until}. This listening is recorded under your name."
    left = (rules.ended_on(grant) - clock.local_day(access.opened_at)).days
    return Player(
        strip=strip,
        audio_url=reverse("audio", args=[access.pk]),
        peaks_url=reverse("peaks", args=[access.pk]),
        duration_seconds=(call.duration_ms or 0) / 1000,
        channels=call.channels or 1,
        plays=f"You have opened this recording {formats.counted(opened, 'time')} under this request.",
        remaining=f"Your access ends in {formats.counted(left, 'day')}." if left else "Your access ends today.",
        integrity=_integrity(stored),
        played_url=reverse("played", args=[access.pk]),
        content_type=stored.content_type,
        ends_at=grant.ends_at,
    )


def _integrity(stored: StoredObject) -> str:
    """What is known of the object's wholeness, in words."""
    since, always = formats.nhs_date(stored.created_at), "Every part is checked before it is played."
    if stored.checked_at is None:
        return f"{always} Kept since {since}."
    return f"{always} Last checked in full on {formats.nhs_date(stored.checked_at)}: unchanged since {since}."


def _call_rows(call: Recording) -> list[Row]:
    when, party, length, _state = call_row(call)
    return [Row("Call", when), Row("With", party), Row("Length", length)]


def ending(grant: Grant, form: EndForm, refusal: Refusal | None) -> dict[str, Any]:
    """The page on which a grant is ended: what it allows, and what ending it does."""
    effect = f"{grant.holder.name} can no longer find or hear anything under {grant.request_reference}. Playing stops at once."
    act = Act("End this access", reverse("grant_end", args=[grant.pk]), refusal, effect, form, variant="warning")
    rows = [
        Row("Who", grant.holder.name), Row("Purpose", PURPOSE_WORDS[grant.purpose]),
        Row("Which calls", words_of(rules.limits(grant))), Row("Until", rules.ended_on(grant)),
    ]  # fmt: skip
    return {"grant": grant, "act": act, "rows": rows}
