"""One table: the word of a status and its colour. A word that is not in it cannot be shown.

blue: needs you. grey: with someone else, withdrawn. white: paused, draft. yellow: due soon. red: late, failed, missing,
quarantined and nothing else. green: approved, confirmed. orange: refused. purple: on hold. plain: finished.
"""

from enum import StrEnum

from django.db.models import Choices


class Colour(StrEnum):
    """A tint of the NHS tag; PLAIN has none and is written in normal weight."""

    BLUE = "blue"
    GREY = "grey"
    WHITE = "white"
    YELLOW = "yellow"
    RED = "red"
    GREEN = "green"
    ORANGE = "orange"
    PURPLE = "purple"
    PLAIN = "no-colour"


_WORDS: dict[Colour, tuple[str, ...]] = {
    Colour.BLUE: (
        "To be checked", "Needs your decision", "Needs you", "To do", "New", "Open", "Ready to collect", "Ready", "In doubt",
        "Waiting for authority", "Decided, to be told", "Waiting for an answer", "Being assessed",
    ),
    Colour.GREY: (
        "Submitted", "Waiting for a decision", "With someone else", "Withdrawn", "With the supplier", "Being prepared", "Lapsed",
        "Ended", "Invited", "Not yet", "Running", "Being destroyed", "To be destroyed", "Left out", "Proposed", "Key destroyed",
        "Planned", "Seed fixed", "Second look", "Cancelled", "Not checked",
    ),
    Colour.WHITE: ("Asked for more", "Draft", "Paused", "Prepared"),
    Colour.YELLOW: ("Due soon", "Too few calls"),
    Colour.RED: ("Late", "Failed", "Missing", "Damaged", "Quarantined", "Revoked", "Wrong recipient", "Review overdue"),
    Colour.GREEN: (
        "Approved", "Approved in part", "Confirmed", "Active", "Held", "Done", "Passed", "Unchanged", "Attached", "Agreed", "Agrees",
        "Signed", "In the library",
    ),
    Colour.ORANGE: ("Refused", "Not confirmed", "Not agreed", "Not authorised", "Does not agree"),
    Colour.PURPLE: ("On hold", "Locked"),
    Colour.PLAIN: (
        "Released", "Destroyed", "Closed", "Collected", "Handed over", "Deleted", "Left", "Taken in after all", "Discarded",
        "Destroyed and checked", "Answered", "Not a breach", "Replaced",
    ),
}  # fmt: skip

COLOURS: dict[str, Colour] = {word: colour for colour, words in _WORDS.items() for word in words}


class UnknownStatus(LookupError):
    """A status word without a colour: add it to the table in `callgov.ui.statuses`."""


def words_of(state: Choices | str) -> str:
    """The word that people read: the label of an enum's member, or the word itself."""
    return str(state.label) if isinstance(state, Choices) else state


def colour_of(state: Choices | str) -> Colour:
    """The colour of a status. Raises UnknownStatus for a word that is not in the table."""
    word = words_of(state)
    try:
        return COLOURS[word]
    except KeyError:
        raise UnknownStatus(f"{word!r} has no colour") from None
