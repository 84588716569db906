"""Who may change the practice's choices, and to what. Pure: each rule returns its refusal with the sentence, or None."""

from collections.abc import Collection
from typing import Any

from callgov.practice.choices import CHOICES
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

NOT_KEEPER = Refusal("not-settings-keeper", "You cannot change the practice's settings.", "Ask the Information Governance Lead.")
NO_REASON = Refusal("no-reason", "Enter the reason for this change.")
UNCHANGED = Refusal("setting-unchanged", "That is the value already.", "Choose another, or leave it as it is.")
NOT_FOUND = Refusal("not-found", "There is no such setting.", "Start from the page of settings.")


def refuse_keeper(roles: Collection[Role]) -> Refusal | None:
    """Refuse someone who does not keep the practice's settings (AC-1)."""
    return None if Action.KEEP_SETTINGS in actions_of(roles) else NOT_KEEPER


def refuse_value(name: str, value: Any) -> Refusal | None:
    """Refuse a value that makes no sense. Raises KeyError for a name that is not a choice."""
    choice = CHOICES[name]
    return None if choice.accepts(value) else Refusal("setting-value", f"The value must be {choice.must}.")


def refuse_no_reason(reason: str) -> Refusal | None:
    """Refuse a change that nobody explains."""
    return None if reason.strip() else NO_REASON


def refuse_unchanged(value: Any, before: Any) -> Refusal | None:
    """Refuse a change that is none."""
    return UNCHANGED if value == before else None
