"""Reading the trail: each page is one query, newest first, and needs a `Reading`; one's own acts are everybody's to see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from callgov.clock import end_of_day, start_of_day
from callgov.people.models import User
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry, Seal
from callgov.trail.reading import Reading, Terms

PAGE = 50


@dataclass(frozen=True)
class Found:
    """One page of entries; `older` is where the next one begins, None on the last."""

    entries: list[Entry]
    older: int | None


def found(reading: Reading) -> Found:
    """The entries that a recorded reading looked for."""
    return _page(Entry.objects.filter(_fits(reading.terms)), reading.terms.before)


def own_acts(person: User, before: int | None) -> Found:
    """What a person did themselves."""
    return _page(Entry.objects.filter(actor=person), before)


def _page(entries: QuerySet[Entry], before: int | None) -> Found:
    sealed = Seal.objects.filter(upto__gt=OuterRef("transaction")).order_by("upto")
    rows = entries.filter(Q() if before is None else Q(pk__lt=before)).select_related("actor", "about").order_by("-pk")
    rows = rows.annotate(seal=Subquery(sealed.values("number")[:1]), sealed_at=Subquery(sealed.values("sealed_at")[:1]))
    page = list(rows[: PAGE + 1])
    return Found(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None)


def _fits(terms: Terms) -> Q:
    asked = Q()
    for column in ("event", "request", "recording"):
        value = getattr(terms, column)
        asked &= Q(**{column: value}) if value else Q()
    if terms.person is not None:
        asked &= Q(actor=terms.person) | Q(about=terms.person)
    if terms.first_day is not None:
        asked &= Q(timestamp__gte=start_of_day(terms.first_day))
    if terms.last_day is not None:
        asked &= Q(timestamp__lt=end_of_day(terms.last_day))
    return asked


def people() -> QuerySet[User]:
    """Everyone who ever had an account, by name."""
    return User.objects.order_by("name")


@dataclass(frozen=True)
class Checked:
    """The last full check of the chain: when, whether it was good, up to which seal."""

    at: datetime
    good: bool
    seals: int


def last_check() -> Checked | None:
    """How the last full check came out; None before the first."""
    entry = Entry.objects.filter(event=Event.TRAIL_CHECKED, job=Job.INTEGRITY).order_by("-pk").first()
    return entry and Checked(entry.timestamp, entry.facts["good"], entry.facts["seals"])


def head() -> str:
    """The head of the chain in hex, as printed on certificates; "" before the first seal."""
    last = Seal.objects.only("head").first()
    return bytes(last.head).hex() if last else ""


def oldest_unsealed() -> datetime | None:
    """When the oldest entry was written that no seal covers yet."""
    last = Seal.objects.values_list("upto", flat=True).first()
    waiting = Entry.objects.filter(transaction__gte=last or 0).order_by("transaction", "pk")
    return waiting.values_list("timestamp", flat=True).first()


def seals_keep_up(now: datetime, within: timedelta) -> bool:
    """Whether no entry has waited longer than this for its seal."""
    oldest = oldest_unsealed()
    return oldest is None or now - oldest <= within
