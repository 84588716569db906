"""Requests in every state, walked there by the real services."""

from datetime import datetime, timedelta
from typing import Any

from access_requests import services
from access_requests.grounds import GROUNDS
from access_requests.models import AccessRequest, CopyFormat, Decision, RecipientType, State, Wanted
from access_requests.routes import ROUTES
from access_requests.rules import Asked, Terms
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.purposes import ReviewPurpose
from tests.recordings.factories import CALLED

REASON = "A caller says that the wrong appointment was booked."
DAY_OF_CALL = {
    "window_from": clock.start_of_day(clock.local_day(CALLED)),
    "window_until": clock.end_of_day(clock.local_day(CALLED)),
}
COPY = {
    "wanted": Wanted.COPY, "wanted_format": CopyFormat.MP3,
    "recipient_name": "Jo Marsh", "recipient_organisation": "Harbour Insurance", "recipient_type": RecipientType.INSURER,
}  # fmt: skip


def asked(**fields: Any) -> Asked:
    """The form as a member of staff fills it in: a listening request for the day of `CALLED`."""
    return Asked(**({"purpose": ReviewPurpose.TRAINING, "reason": REASON} | DAY_OF_CALL | fields))


def send(requester: User, *, now: datetime | None = None, **fields: Any) -> AccessRequest:
    """A request that waits for its decision."""
    with acting_as(requester):
        return services.send_request(requester=requester, asked=asked(**fields), now=now or clock.now())


def decide(
    request: AccessRequest, decider: User, *, agreed: bool = True, releaser: User | None = None, now: datetime | None = None,
    step: str = "", ground: str | None = None, partly: bool = False, reasons: str = "It is one of our purposes.", **terms: Any,
) -> Decision:  # fmt: skip
    """Answer the step that waits, with access for a week; a no names the first ground of its kind."""
    now = now or clock.now()
    route = ROUTES[request.kind]
    step = step or request.step or route.steps[-1].name
    advice = any(one.name == step and one.advisory for one in route.steps)
    given = Terms(**({"ends_on": clock.local_day(now) + timedelta(days=7), "releaser": releaser} | terms))
    no = (not agreed and not advice) or partly
    with acting_as(decider):
        return services.decide(
            reference=request.reference, step=step, decider=decider, agreed=agreed, reasons=reasons, partly=partly,
            ground=ground if ground is not None else GROUNDS[request.kind][0] if no else "", terms=given if agreed else None, now=now,
        )  # fmt: skip


def request_at(
    state: str, *, requester: User, decider: User, releaser: User | None = None, now: datetime | None = None, **fields: Any
) -> AccessRequest:
    """A request in this state. `now` is when it was sent; it lapses 29 days later. A copy is wanted when a releaser is named."""
    now = now or clock.now()
    request = send(requester, now=now, **({**COPY, **fields} if releaser else fields))
    match state:
        case State.APPROVED | State.CLOSED:
            decide(request, decider, releaser=releaser, now=now)
        case State.REFUSED:
            decide(request, decider, agreed=False, now=now)
        case State.WITHDRAWN:
            with acting_as(requester):
                services.withdraw(reference=request.reference, person=requester, now=now)
        case State.LAPSED:
            with as_job(Job.LAPSE):
                services.lapse_due(now=now + timedelta(days=29))
    if state == State.CLOSED:
        with acting_as(decider):
            services.close(reference=request.reference, person=decider, now=now)
    request.refresh_from_db()
    return request
