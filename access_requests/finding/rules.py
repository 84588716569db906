"""Who may widen a search and say how one looked. Pure."""

from collections.abc import Collection
from datetime import datetime

from access_requests.models import AccessRequest, State
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from recordings.models import Grant

NOT_APPROVED = Refusal("not-approved", "Searching starts when the request is approved.")
NOT_LEAD = Refusal("not-the-lead", "Only the Information Governance Lead or their deputy can widen the search.")
OWN = Refusal("own-request", "You cannot widen the search of your own request.")
NO_REASON = Refusal("no-reason", "Say why it must be wider.")
NOT_WIDER = Refusal("not-wider", "That is no wider than what is allowed already.")
NOBODY_LOOKS = Refusal("nobody-looks", "Nobody else looks for the call under this request now.")
NO_ACCOUNT = Refusal("no-account", "Say where you looked and why you stopped.")
NOT_FINDER = Refusal("not-a-finder", "Only someone who looks for the call, or who handles people's rights, can say how one looked.")


@enforces("AC-4", "AC-5")
def refuse_widening(request: AccessRequest, person: User, roles: Collection[Role]) -> Refusal | None:
    """Only whoever authorises access widens what may be looked for, and never for themselves (AC-4)."""
    if request.state != State.APPROVED:
        return NOT_APPROVED
    if Action.DECIDE not in actions_of(roles):
        return NOT_LEAD
    return OWN if request.asked_by_id == person.pk else None


@enforces("AC-4", "AC-5")
def refuse_wider(
    grants: Collection[Grant], window_from: datetime, window_until: datetime, *, any_extension: bool, reason: str
) -> Refusal | None:
    """Wider than what is allowed, with a reason (AC-4)."""
    if not reason.strip():
        return NO_REASON
    if not grants:
        return NOBODY_LOOKS
    wider = any(
        window_from < grant.window_from or window_until > grant.window_until or (any_extension and grant.extension_id is not None)
        for grant in grants
    )
    return None if wider else NOT_WIDER


def refuse_account(request: AccessRequest, person: User, roles: Collection[Role], finders: Collection[int]) -> Refusal | None:
    """Whoever looks, or handles people's rights, says how one looked."""
    if request.state not in (State.APPROVED, State.CLOSED):
        return NOT_APPROVED
    return None if person.pk in finders or Action.HANDLE_CASES in actions_of(roles) else NOT_FINDER


@enforces("AC-5")
def refuse_unexplained(systems: str, stopped_because: str) -> Refusal | None:
    """Both where and why (R1.11)."""
    return None if systems.strip() and stopped_because.strip() else NO_ACCOUNT
