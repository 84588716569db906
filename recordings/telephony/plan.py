"""Reading the file that sets a practice's telephone system up: JSON as bytes, to entries. Knows how it is written, not what stands already.

An entry's fields are named and typed as its dataclass says; a text may be as long as its column. The file is described in
`docs/operations.md`. What is wrong with an entry is a sentence that names it, and the other entries are read all the same.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from typing import Any, ClassVar, get_args

from django.db.models import Model

from callgov.refusals import Refusal, Refused
from recordings.models import Extension, ExtensionAssignment, Line, ProcessingPurpose, RetentionClass


@dataclass(frozen=True)
class Entry:
    """One entry of the file. `place` is how sentences begin that speak of it: "Line 2 (Main line)"."""

    place: str
    words: ClassVar[str]
    model: ClassVar[type[Model]]
    key: ClassVar[tuple[str, ...]] = ("name",)


@dataclass(frozen=True)
class PurposeEntry(Entry):
    """Why calls are recorded, on which lawful basis and, for health data, under which Article 9 condition."""

    words, model = "Purpose", ProcessingPurpose
    name: str
    lawful_basis: str
    statement: str
    health_data: bool = True
    article9: str = ""


@dataclass(frozen=True)
class RetentionEntry(Entry):
    """How many calendar months a kind of recording is kept, and why."""

    words, model = "Retention class", RetentionClass
    name: str
    months: int
    basis: str


@dataclass(frozen=True)
class LineEntry(Entry):
    """A line by its name, with the names of its purpose and its retention class."""

    words, model = "Line", Line
    name: str
    purpose: str
    retention_class: str
    number: str = ""
    is_default: bool = False


@dataclass(frozen=True)
class ExtensionEntry(Entry):
    """An extension, and the name of its line when it is not the usual one."""

    words, model, key = "Extension", Extension, ("number",)
    number: str
    label: str = ""
    line: str = ""


@dataclass(frozen=True)
class AssignmentEntry(Entry):
    """Who, by email address, has an extension from which day to which."""

    words, model, key = "Assignment", ExtensionAssignment, ("extension", "starts_on")
    extension: str
    person: str
    starts_on: date
    ends_on: date | None = None


LISTS: dict[str, type[Entry]] = {
    "purposes": PurposeEntry,
    "retention_classes": RetentionEntry,
    "lines": LineEntry,
    "extensions": ExtensionEntry,
    "assignments": AssignmentEntry,
}


@dataclass(frozen=True)
class Plan:
    """What the file says, in the order in which it is done; `problems` are sentences about entries that could not be read."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()


def read(content: bytes, name: str) -> Plan:
    """The entries of a file called `name`. Raises Refused when it is not an object of the five lists."""
    problems: list[str] = []
    lists = _lists(content, name, problems)
    entries = [entry for key, kind in LISTS.items() for entry in _entries(kind, lists.get(key), key, problems)]
    seen: dict[Any, str] = {}
    for entry in entries:
        same = (type(entry), *(str(getattr(entry, field)).casefold() for field in entry.key))
        if same in seen:
            problems.append(f"{entry.place} stands twice: it is {seen[same]} too.")
        seen.setdefault(same, entry.place)
    usual = [entry.place for entry in entries if isinstance(entry, LineEntry) and entry.is_default]
    problems += [f"{place}: {usual[0]} is the usual one, and there can be one only." for place in usual[1:]]
    return Plan(tuple(sorted(entries, key=_turn)), tuple(problems))


def _turn(entry: Entry) -> tuple[int, date]:
    """Lists in their own order, assignments by day: so that each ends the one before."""
    return list(LISTS.values()).index(type(entry)), entry.starts_on if isinstance(entry, AssignmentEntry) else date.min


def _lists(content: bytes, name: str, problems: list[str]) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        remedy = "Compare it with the example in docs/operations.md."
        raise Refused(Refusal("plan-not-json", f"{name} is not valid JSON.", remedy)) from error
    if not isinstance(found, dict):
        raise Refused(Refusal("plan-no-lists", f"{name} must be an object with the lists {', '.join(LISTS)}."))
    problems += [f"The list “{key}” is not known. Use {', '.join(LISTS)}." for key in found if key not in LISTS]
    return found


def _entries(kind: type[Entry], found: Any, key: str, problems: list[str]) -> Iterator[Entry]:
    if found is not None and not isinstance(found, list):
        problems.append(f"“{key}” must be a list.")
        return
    for number, values in enumerate(found or (), start=1):
        wrong: list[str] = []
        entry = _entry(kind, number, values, wrong)
        if entry is None or wrong:
            problems += wrong
        else:
            yield entry


def _entry(kind: type[Entry], number: int, values: Any, wrong: list[str]) -> Entry | None:
    if not isinstance(values, dict):
        wrong.append(f"{kind.words} {number} must be an object with named values.")
        return None
    first = values.get(kind.key[0])
    place = f"{kind.words} {number} ({first})" if isinstance(first, str) and first.strip() else f"{kind.words} {number}"
    known = {field.name: field for field in fields(kind) if field.name != "place"}
    wrong += [f"{place}: “{name}” is not known. Use {', '.join(known)}." for name in values if name not in known]
    read_values = {name: _value(kind, field, values.get(name), place, wrong) for name, field in known.items()}
    return None if wrong else kind(place, **read_values)


def _value(kind: type[Entry], field: Field[Any], written: Any, place: str, wrong: list[str]) -> Any:
    """One value of its type; what is left out is the default, and a sentence is added for what cannot be used."""
    name = field.name
    if written is None or written == "":
        if field.default is MISSING:
            wrong.append(f"{place} has no {name}.")
        return field.default
    wanted = next(iter(get_args(field.type)), field.type)
    readable, words = _READERS[wanted]
    try:
        value = readable(written)
    except (TypeError, ValueError):
        wrong.append(f"{place}: {name} must be {words}.")
        return None
    most = getattr(kind.model._meta.get_field(name), "max_length", None)
    if most and isinstance(value, str) and len(value) > most:
        wrong.append(f"{place}: {name} may have {most} characters, and this has {len(value)}.")
    return value


def _text(written: Any) -> str:
    if not isinstance(written, str) or "\0" in written or not written.strip():
        raise ValueError
    return written.strip()


def _exactly(kind: type) -> Callable[[Any], Any]:
    def value(written: Any) -> Any:
        if type(written) is not kind:  # True is an int to isinstance
            raise ValueError
        return written

    return value


_READERS: dict[Any, tuple[Callable[[Any], Any], str]] = {
    str: (_text, "a text in quotation marks"),
    int: (_exactly(int), "a whole number"),
    bool: (_exactly(bool), "true or false"),
    date: (date.fromisoformat, "a day such as 2026-01-31"),
}
