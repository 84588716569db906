"""What the page of a request shows beside its route: the clock, the letters, the searches, complaints. Read through their own rooms."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef
from django.urls import reverse

from access_requests.clocks import presenters as clock_parts
from access_requests.clocks import queries as clocks
from access_requests.clocks.of_requests import rights_case
from access_requests.clocks.reckoning import Reckoned, reckon
from access_requests.clocks.rules import refuse_handler
from access_requests.finding import presenters as finding_parts
from access_requests.gathering import gathered, made, person
from access_requests.letters import presenters as letter_parts
from access_requests.matters import presenters as matter_parts
from access_requests.matters.queries import visible
from access_requests.models import AccessRequest, CaseClock, ClockEntry, Kind, Letter, Matter, SearchAccount, State
from access_requests.queries import Case
from callgov.holidays.queries import calendar_with
from callgov.models import HolidayChange, Setting
from callgov.practice import CHOICES
from callgov.ui.parts import Act
from recordings.models import Extension, Search

WAITING = "We wait for their answer: while we do, there is no day that we could miss."
_SHOWN = 50
_SEARCHED = (State.APPROVED, State.CLOSED)


@dataclass(frozen=True)
class Record:
    """Clock, letters, searches and complaints of one request; empty where its kind or its state has none."""

    clock: Reckoned | None
    letters: list[Letter]
    searches: list[Search]
    accounts: list[SearchAccount]
    matters: list[Matter]
    no_reply_days: int


def record_of(case: Case) -> Record:
    """Read in one query what the page of a request needs: clock, letters and searches, the calendar and the choices that move the clock."""
    request = case.request
    timed = request.is_subject_access or request.kind == Kind.HEALTH_RECORDS
    searched = request.state in _SEARCHED and not case.is_own
    if not timed and not searched:
        return Record(None, [], [], [], [], 0)
    read: dict[str, Any] = dict(AccessRequest.objects.filter(pk=request.pk).values(**_columns(case)).get())
    settings = read["settings"]
    return Record(
        clock=_clock(read, settings, case) if timed else None,
        letters=[_letter(said) for said in read["letters"]] if timed and not case.is_own else [],
        searches=[_search(said) for said in read["searches"]] if searched else [],
        accounts=[_account(said) for said in read["accounts"]] if searched else [],
        matters=[made(Matter, said) for said in read.get("matters", [])],
        no_reply_days=with_defaults(settings, "no_reply_close_days")["no_reply_close_days"],
    )


def _columns(case: Case) -> dict[str, Any]:
    mine = OuterRef("reference")
    about = visible(case.reader, case.today).filter(about_reference=mine).order_by("-id")[:_SHOWN]
    found = Search.objects.filter(grant__request_reference=mine).order_by("-searched_at")[:_SHOWN]
    return {
        "clocks": gathered(CaseClock.objects.filter(reference=mine)),
        "lines": gathered(ClockEntry.objects.filter(clock__reference=mine).order_by("pk")),
        "letters": gathered(Letter.objects.filter(reference=mine)),
        "searches": gathered(found, number="extension__number", name="person__name"),
        "accounts": gathered(SearchAccount.objects.filter(request=OuterRef("pk")), name="written_by__name"),
        "settings": gathered(Setting.objects.filter(name__in=[*clocks.CHOSEN, "no_reply_close_days"])),
        "holidays": gathered(HolidayChange.objects.order_by("pk")),
        **({"matters": gathered(about)} if _handles(case) else {}),
    }


def _clock(read: dict[str, Any], settings: list[dict[str, Any]], case: Case) -> Reckoned | None:
    if not read["clocks"]:
        return None
    row = made(CaseClock, read["clocks"][0])
    table = calendar_with((change.day, change.name) for change in (made(HolidayChange, said) for said in read["holidays"]))
    practice = clocks.practice_of(with_defaults(settings, *clocks.CHOSEN), table)
    return reckon(row, [made(ClockEntry, said) for said in read["lines"]], practice, case.today)


def with_defaults(settings: list[dict[str, Any]], *names: str) -> dict[str, Any]:
    """The practice's choices among rows that were read already."""
    return {**{name: CHOICES[name].default for name in names}, **{row["name"]: row["value"] for row in settings if row["name"] in names}}


def _letter(said: dict[str, Any]) -> Letter:
    return made(Letter, said)


def _search(said: dict[str, Any]) -> Search:
    search = made(Search, said)
    search.person = person(search.person_id, said["name"])
    if search.extension_id is not None:
        search.extension = Extension(pk=search.extension_id, number=said["number"])
    return search


def _account(said: dict[str, Any]) -> SearchAccount:
    account = made(SearchAccount, said)
    account.written_by = person(account.written_by_id, said["name"])
    return account


def parts(case: Case, record: Record) -> dict[str, Any]:
    """The record as the parts that the page is made of; while we wait for them, no day stands at the head of the page."""
    waits = record.clock is not None and bool(record.clock.waiting)
    return {
        **({"due": WAITING} if waits and case.step is not None else {}),
        "clock": clock_parts.panel(record.clock) if record.clock else None,
        "clock_url": reverse("case_clock", args=[case.request.reference]) if record.clock and _handles(case) else "",
        "letter_columns": letter_parts.LETTERS,
        "letters": letter_parts.rows(record.letters) if _handles(case) else [],
        "search_columns": finding_parts.SEARCHES,
        "searches": finding_parts.rows(record.searches),
        "search_summary": finding_parts.summary(record.searches),
        "matter_columns": matter_parts.ABOUT,
        "matters": matter_parts.about_rows(record.matters),
        "search_accounts": finding_parts.accounts(record.accounts),
    }


def acts(case: Case, record: Record) -> list[Act]:
    """Record an answer, write a letter, widen, say how one looked."""
    found = finding_parts.acts(case)
    if record.clock is None or not _handles(case):
        return found
    letters = letter_parts.acts(rights_case(case.request), record.clock, record.no_reply_days)
    return [*clock_parts.open_questions(record.clock), *letters, *found]


def _handles(case: Case) -> bool:
    return refuse_handler(case.roles) is None and not case.is_own
