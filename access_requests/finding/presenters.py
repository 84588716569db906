"""The record of a search as the parts that pages are made of."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from access_requests import window
from access_requests.finding import rules
from access_requests.models import SearchAccount
from access_requests.queries import Case, finders
from callgov.ui.formats import counted, masked, nhs_when
from callgov.ui.parts import Act, Col, Event, Value
from recordings.models import Direction, Search

SEARCHES = (Col("Looked for", row_header=True), Col("Found", numeric=True), Col("Who and when"))


def rows(searches: Iterable[Search]) -> list[Sequence[Value]]:
    """Every search with its terms and its count; numbers only by their last digits."""
    return [
        (_terms(one), "Too many" if one.too_many else one.found, [one.person.get_full_name(), nhs_when(one.searched_at)])
        for one in searches
    ]


def _terms(one: Search) -> list[str]:
    said = [window.in_words((one.window_from, one.window_until))]
    if one.extension:
        said.append(f"extension {one.extension.number}")
    if one.external_e164 or one.number_ends:
        said.append(f"number {masked(one.external_e164) if one.external_e164 else f'ending {one.number_ends[-3:]}'}")
    if one.direction:
        said.append(str(Direction(one.direction).label).lower())
    return said


def accounts(every: Iterable[SearchAccount]) -> list[Event]:
    """How one looked, in their own words."""
    return [
        Event(
            "How we looked", one.written_by.get_full_name(), one.written_at, words=f"{one.systems}\nStopped because: {one.stopped_because}"
        )
        for one in every
    ]


def summary(searches: Sequence[Search]) -> str:
    """The record in a sentence."""
    if not searches:
        return ""
    people = len({one.person_id for one in searches})
    return f"{counted(len(searches), 'search', 'searches')} by {counted(people, 'person', 'people')} so far."


def acts(case: Case) -> list[Act]:
    """Widen, and say how one looked: where the reader may."""
    request, found = case.request, []
    if rules.refuse_account(request, case.reader, case.roles, finders(case.live_grants)) is None:
        found.append(_opens("Say how we looked", "request_searched", case, "Where we looked and why we stopped, for the record."))
    if case.live_grants and rules.refuse_widening(request, case.reader, case.roles) is None:
        found.append(_opens("Widen the search", "request_widen", case, "Only with a reason. It stays in the trail."))
    return found


def _opens(words: str, name: str, case: Case, effect: str) -> Act:
    return Act(words, reverse(name, kwargs={"reference": case.request.reference}), effect=effect, opens=True, variant="secondary")
