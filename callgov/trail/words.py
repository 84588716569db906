"""An entry as people read it: when, who, what, about whom and what, and whether it is sealed."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from callgov.trail.events import Event, Job
from callgov.trail.models import NOT_SHOWN, Entry
from callgov.trail.queries import Checked
from callgov.trail.reading import Purpose, Why
from callgov.ui.formats import nhs_date, nhs_when
from callgov.ui.parts import Col, Link, Value

COLUMNS = (Col("When"), Col("Who"), Col("What"), Col("About"), Col("Seal"))

_CHANGED = {
    Entry.Action.CREATE: "Added",
    Entry.Action.UPDATE: "Details changed",
    Entry.Action.DELETE: "Removed",
    Entry.Action.ACCESS: "Read",
}
_LONG = 40  # signs in a row that no line holds: of a hash, the beginning is shown


def row(entry: Entry, checked: Checked | None, *, linked: bool = True) -> Sequence[Value]:
    """One line of the table. `linked` makes requests and recordings filters of the reader's page."""
    return (entry.timestamp, _who(entry), list(_what(entry)), list(_about(entry, linked=linked)) or "The service", _seal(entry, checked))


def _who(entry: Entry) -> list[str]:
    who = [entry.actor.name if entry.actor else Job(entry.job).label]
    return [*who, f"under grant {str(entry.grant)[:8]}"] if entry.grant else who


def _what(entry: Entry) -> Iterator[str]:
    yield format_html("<strong>{}</strong>", _happened(entry))
    changes = {name: change for name, change in (entry.changes or {}).items() if name != "id"}
    hidden = [name.replace("_", " ") for name, change in changes.items() if NOT_SHOWN in change]
    yield from (f"{name.replace('_', ' ')}: {_change(change)}" for name, change in changes.items() if NOT_SHOWN not in change)
    yield from [f"not shown: {', '.join(hidden)}"] if hidden else []
    yield from (f"{name.replace('_', ' ')}: {_fact(fact)}" for name, fact in entry.facts.items())
    yield from [f"Reason: {entry.reason}"] if entry.reason else []


def _happened(entry: Entry) -> str:
    label = str(Event(entry.event).label)
    return _CHANGED.get(entry.action, label) if entry.event == Event.FIELDS_CHANGED else label


def _change(change: Any) -> str:
    match change:
        case [None, after]:
            return _fact(after)
        case [before, after]:
            return f"{_fact(before)}, now {_fact(after)}"
        case _:
            return _fact(change)


def _fact(fact: Any) -> str:
    match fact:
        case None | "" | []:
            return "nothing"
        case bool():
            return "yes" if fact else "no"
        case list():
            return ", ".join(_fact(item) for item in fact)
        case dict():
            return "; ".join(f"{name.replace('_', ' ')} {_fact(value)}" for name, value in fact.items())
        case str() if len(fact) > _LONG and " " not in fact:
            return f"{fact[:16]}…"
        case _:
            return str(fact)


def _about(entry: Entry, *, linked: bool) -> Iterator[str | Link]:
    if entry.about:
        yield entry.about.name
    if entry.object_repr and entry.object_repr != entry.request and not (entry.about and entry.object_type == "people.user"):
        yield entry.object_repr
    if entry.request:
        yield _filter(entry.request, linked, request=entry.request)
    if entry.recording:
        yield _filter(f"recording {str(entry.recording)[:8]}", linked, recording=entry.recording)


def _filter(words: str, linked: bool, **terms: Any) -> str | Link:
    return Link(words, f"{reverse('trail')}?{urlencode(terms)}", hidden="in the trail") if linked else words


def _seal(entry: Entry, checked: Checked | None) -> str:
    number, sealed_at = entry.seal, entry.sealed_at
    if number is None:
        return "Not sealed yet"
    if checked is None or number > checked.seals:
        return f"Sealed {nhs_date(sealed_at)}, not checked yet"
    return f"Sealed {nhs_date(sealed_at)}, {'chain good' if checked.good else 'chain not good'}"


def purpose(said: Purpose) -> str:
    """Why this visit reads the trail."""
    return said.words or Why(said.why).label


def standing(checked: Checked | None, head: str) -> list[str]:
    """How the chain stands, in sentences."""
    said = ["The trail has not been checked in full yet."] if checked is None else [_checked(checked)]
    return [*said, f"The last seal's head is {head}."] if head else [*said, "Nothing is sealed yet."]


def _checked(checked: Checked) -> str:
    outcome = "Every seal was good." if checked.good else "It found something: run manage.py verify_trail to read what."
    return f"Last checked in full on {nhs_when(checked.at)}. {outcome}"
