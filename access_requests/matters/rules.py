"""Who may log, read and decide a complaint or an objection. Pure."""

from collections.abc import Collection
from datetime import date

from access_requests.clocks.rules import refuse_handler
from access_requests.models import Channel, Finding, Matter, MatterState, Right
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

NOT_THERE = Refusal("not-there", "There is no such case.")
NOT_LOGGER = Refusal("not-logging", "You cannot log this.", "Tell a colleague at the desk.")
NO_NAME = Refusal("no-name", "Enter who makes it. “Not given” is an answer.")
NO_WORDS = Refusal("no-words", "Enter what they say, in their words as far as you can.")
NO_REACHED = Refusal("no-channel", "Select how it reached us.")
IN_FUTURE = Refusal("in-the-future", "The day must be today or in the past.")
NO_RIGHT = Refusal("no-right", "Only complaints and objections are logged here.")
ABOUT_YOU = Refusal("about-you", "This concerns you, so someone else must look into it.", "It is with the others who handle such cases.")
NO_REASONS = Refusal("no-reasons", "Give reasons that the person can understand.")
NO_FINDING = Refusal("no-finding", "Select how it is decided.")
NOT_OPEN = Refusal("not-open", "This case has been answered. Nothing can be noted in it.")
NO_SUCH_CASE = Refusal("unknown-case", "There is no request or copy of this reference.", "Check it, or leave it blank.")
ON_THE_DESK = (Right.COMPLAINT, Right.OBJECTION)


def refuse_logging(roles: Collection[Role]) -> Refusal | None:
    """Anyone who works here logs what reaches them; a system administrator reads no case (R1.20)."""
    return None if Action.LOG_CASE in actions_of(roles) else NOT_LOGGER


def refuse_matter(right: str, reached: str, received_on: date, name: str, words: str, today: date) -> Refusal | None:
    """Who, what, how and when. Nothing else can be missing: the clock runs whatever is known."""
    if right not in ON_THE_DESK:
        return NO_RIGHT
    if reached not in Channel.values:
        return NO_REACHED
    if received_on > today:
        return IN_FUTURE
    if not name.strip():
        return NO_NAME
    return None if words.strip() else NO_WORDS


@enforces("AC-6")
def refuse_desk(matter: Matter, person: User, roles: Collection[Role]) -> Refusal | None:
    """Whoever handles people's rights, but not the colleague whom it concerns."""
    return refuse_handler(roles) or (ABOUT_YOU if matter.about_person_id == person.pk else None)


def refuse_noting(matter: Matter) -> Refusal | None:
    """What was answered is not looked into any more."""
    return NOT_OPEN if matter.state == MatterState.ANSWERED else None


def refuse_decision(finding: str, reasons: str) -> Refusal | None:
    """Decided one way or another, with reasons (R1.14)."""
    if finding not in Finding.values:
        return NO_FINDING
    return None if reasons.strip() else NO_REASONS
