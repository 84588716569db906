"""What may be set up, and who may have an extension when. Pure: each rule returns its refusal with the sentence, or None."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.ui.formats import nhs_date
from recordings.models import ExtensionAssignment
from recordings.numbers import normalise
from recordings.purposes import Article9, LawfulBasis

LONGEST_MONTHS = 1200
NOT_KEEPER = Refusal("not-telephony-keeper", "You cannot change lines and extensions.", "Ask the Information Governance Lead.")
DATES = Refusal("assignment-dates", "The last day must be the first day or later.")
ANOTHER_NAME = "Add one with another name and give it to the line: calls from then on follow it."
_EXTENSION = re.compile(r"[\w*#-]+", re.ASCII)


def refuse_keeper(actor: User | None, roles: Collection[Role]) -> Refusal | None:
    """Refuse a person who does not look after intake. `None` is a named job of the system."""
    return None if actor is None or Action.SETTLE_INTAKE in actions_of(roles) else NOT_KEEPER


class Basis(NamedTuple):
    """On what calls are recorded: Article 6 and, when they can hold health data, Article 9."""

    lawful_basis: str
    health_data: bool
    article9: str


@enforces("LB-1", "LB-2")
def refuse_basis(basis: Basis, before: Basis | None, *, used: bool) -> Refusal | None:
    """Refuse a purpose without one of the six bases, or for health data without an Article 9 condition (LB-1, law.md P3).

    `before` is what it has now and `used` whether calls were recorded on that: no other basis is put under them.
    """
    if basis.lawful_basis not in LawfulBasis.values:
        return Refusal("no-lawful-basis", f"It has none of the six lawful bases. Use one of {', '.join(LawfulBasis.values)}.")
    if basis.article9 and basis.article9 not in Article9.values:
        return Refusal("article-9", f"Its Article 9 condition is not known. Use one of {', '.join(Article9.values)}.")
    if basis.health_data and not basis.article9:
        sentence = "Its calls can hold health data, so it needs an Article 9 condition as well."
        return Refusal("no-article-9", sentence, f"Use one of {', '.join(Article9.values)}, or say that it holds no health data.")
    if basis.lawful_basis == LawfulBasis.LEGITIMATE_INTERESTS and basis != before:
        sentence = "Legitimate interests need a balancing assessment, children named."
        return Refusal(
            "balancing-missing", sentence, "Set this purpose on the page Purposes and lawful basis, and name it here afterwards."
        )
    return Refusal("basis-in-use", "Calls were recorded on the basis that it has.", ANOTHER_NAME) if used and basis != before else None


def refuse_months(months: int, before: int | None, *, used: bool) -> Refusal | None:
    """Refuse a length that makes no sense, and another one than the calls of the class were promised (law.md R5.6)."""
    if not 1 <= months <= LONGEST_MONTHS:
        return Refusal("months", f"Its months must be a whole number from 1 to {LONGEST_MONTHS}.")
    return Refusal("months-in-use", "Calls are kept for the months that it has.", ANOTHER_NAME) if used and months != before else None


def refuse_line_number(number: str) -> Refusal | None:
    """Refuse a line's number that is none."""
    return None if not number or normalise(number).e164 else Refusal("line-number", f"“{number}” is not a telephone number.")


def refuse_extension_number(number: str) -> Refusal | None:
    """Refuse an extension that no telephone system would write."""
    if _EXTENSION.fullmatch(number):
        return None
    return Refusal("extension-number", "An extension has letters, digits, * and # only, as the telephone system writes it.")


def refuse_assignment(person: User, starts_on: date, ends_on: date | None, held: Iterable[ExtensionAssignment]) -> Refusal | None:
    """Refuse an extension for someone who left, for days in which they have it, or beyond the day from which another has it."""
    last = ends_on or date.max
    if last < starts_on:
        return DATES
    if person.leaves_on and last > person.leaves_on:
        sentence = f"{person.name} left on {nhs_date(person.leaves_on)}."
        return Refusal("assignment-left", sentence, "Give a last day that is not after it, or choose another person.")
    for other in held:
        meets = other.starts_on <= last and (other.ends_on is None or other.ends_on >= starts_on)
        if meets and (other.person_id == person.pk or other.starts_on >= starts_on):
            return _taken(other, starts_on)
    return None


def _taken(other: ExtensionAssignment, starts_on: date) -> Refusal:
    until = f" until {nhs_date(other.ends_on)}" if other.ends_on else ""
    sentence = f"{other.person.name} has this extension from {nhs_date(other.starts_on)}{until}."
    remedy = "Give a last day before then." if other.starts_on > starts_on else "Choose a first day after that, or end it first."
    return Refusal("assignment-taken", sentence, remedy)


def refuse_end(assignment: ExtensionAssignment, ends_on: date) -> Refusal | None:
    """Refuse a last day before the first, or one that is no earlier than the one it has."""
    if ends_on < assignment.starts_on:
        return Refusal("assignment-dates", f"It began on {nhs_date(assignment.starts_on)}.", "Choose that day or a later one.")
    if assignment.ends_on and ends_on >= assignment.ends_on:
        return Refusal("assignment-ended", f"It ends on {nhs_date(assignment.ends_on)} already.", "Choose an earlier day.")
    return None
