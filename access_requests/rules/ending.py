"""Who may withdraw, close, reopen or review a request, and who stands back."""

from collections.abc import Collection
from datetime import date

from access_requests.models import AccessRequest, State
from access_requests.routes import ROUTES
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.ui.formats import nhs_date


def refuse_withdrawing(request: AccessRequest, person: User, roles: Collection[Role]) -> Refusal | None:
    """Only the person who asked withdraws; for somebody outside, who took it in or who handles people's rights writes it down."""
    for_them = request.asked_by_id is None and Action.HANDLE_CASES in actions_of(roles)
    if person.pk == request.requester_id or for_them:
        return None
    return Refusal("not-your-request", "Only the person who asked can withdraw it.")


@enforces("AC-5")
def refuse_not_held(request: AccessRequest, finders: Collection[int], person: User) -> Refusal | None:
    """Who may look for the call now may record that it is not held, once."""
    if person.pk not in finders:
        return Refusal("not-a-finder", "Only someone who can look for the call now can record that it is not held.")
    if request.not_held_at is not None:
        return Refusal("recorded-already", "This is recorded as not held already.")
    return None


@enforces("AC-5")
def refuse_unexplained(reason: str) -> Refusal | None:
    """Not held is an answer only with how one looked."""
    return None if reason.strip() else Refusal("no-reason", "Say where you looked, for which dates, and why you stopped.")


@enforces("AC-1")
def refuse_closing(roles: Collection[Role], review_due_on: date | None = None, *, reviewed: bool = False) -> Refusal | None:
    """Closing ends every access under the request, so it is for whoever may end one; what was done at once is reviewed first."""
    if Action.END_GRANT not in actions_of(roles):
        return Refusal("not-the-lead", "Only the Information Governance Lead or their deputy can close this request.")
    if review_due_on is not None and not reviewed:
        return Refusal(
            "review-first", "The Data Protection Officer has not reviewed it yet.", f"The review is due {nhs_date(review_due_on)}."
        )
    return None


# Reopening, reviewing, standing back

REOPENED_FROM = (State.REFUSED, State.CLOSED, State.LAPSED)
_NOTHING_TO_REVIEW = Refusal("nothing-to-review", "There is nothing to review.")


@enforces("AC-6")
def refuse_reopening(request: AccessRequest, roles: Collection[Role], person: User, reason: str) -> Refusal | None:
    """Whoever has a step on its route, as the Data Protection Officer or the Lead, may reopen it when it is challenged, and says why."""
    steps = [step.who for step in ROUTES[request.kind].steps] + list(ROUTES[request.kind].readers)
    if person.pk == request.asked_by_id or not any(role in roles for role in steps):
        return Refusal("not-a-decider", "Only someone who decides such requests can reopen it.")
    return None if reason.strip() else Refusal("no-reason", "Say who challenges the answer, and why.")


@enforces("AC-8")
def refuse_review(request: AccessRequest, person: User, reviewers: Collection[User], *, reviewed: bool) -> Refusal | None:
    """What was done at once because a life was at risk is reviewed by the Data Protection Officer or their deputy, once."""
    if request.review_due_on is None:
        return _NOTHING_TO_REVIEW
    if reviewed:
        return Refusal("reviewed-already", "This has been reviewed already.")
    return None if person in reviewers else Refusal("not-the-reviewer", "Only the Data Protection Officer or their deputy reviews this.")


def refuse_standing_back(request: AccessRequest, person: User, deciders: Collection[User], reason: str) -> Refusal | None:
    """Whoever could decide the step that waits may stand back from it, and says why."""
    if person not in deciders or not request.step:
        return Refusal("not-the-decider", "It is not yours to decide.")
    return None if reason.strip() else Refusal("no-reason", "Say how you are involved.")
