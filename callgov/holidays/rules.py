"""Who may change the table of bank holidays, and how. Pure: each rule returns its refusal with the sentence, or None."""

from collections.abc import Collection, Mapping
from datetime import date

from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

NOT_KEEPER = Refusal("not-settings-keeper", "You cannot change the bank holidays.", "Ask the Information Governance Lead.")
NO_REASON = Refusal("no-reason", "Enter the reason for this change.")
NO_NAME = Refusal("no-name", "Enter the name of the bank holiday.")
WEEKEND = Refusal("weekend", "That is a Saturday or a Sunday already.", "Enter the substitute day, if there is one.")
ALREADY = Refusal("holiday-known", "That day is a bank holiday already.")
NOT_ONE = Refusal("holiday-unknown", "That day is not a bank holiday.", "Choose it from the table.")
NOTHING_NEW = Refusal("nothing-new", "The file says nothing that the table does not say already.")
_SATURDAY = 5


def refuse_keeper(roles: Collection[Role]) -> Refusal | None:
    """Refuse someone who does not keep the practice's settings."""
    return None if Action.KEEP_SETTINGS in actions_of(roles) else NOT_KEEPER


def refuse_no_reason(reason: str) -> Refusal | None:
    """Refuse a change that nobody explains."""
    return None if reason.strip() else NO_REASON


def refuse_adding(day: date, name: str, known: Mapping[date, str]) -> Refusal | None:
    """Refuse a day that is none of a working week's, one that stands already, and one without a name."""
    if not name.strip():
        return NO_NAME
    if day.weekday() >= _SATURDAY:
        return WEEKEND
    return ALREADY if day in known else None


def refuse_removing(day: date, known: Mapping[date, str]) -> Refusal | None:
    """Refuse to take away what does not stand."""
    return None if day in known else NOT_ONE


def differences(said: Mapping[date, str], known: Mapping[date, str]) -> dict[date, str]:
    """What a file changes: its days that are not known, and with a blank name the known days of its years that it does not have."""
    years = {day.year for day in said}
    new = {day: name for day, name in said.items() if day not in known}
    return new | {day: "" for day in known if day.year in years and day not in said}
