"""What requests add to a person's work list."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from access_requests import queries
from access_requests.models import AccessRequest
from access_requests.presenters import who_asked
from access_requests.routes import ROUTES
from callgov.people.models import User
from callgov.people.queries import vacant
from callgov.registry import Work
from callgov.roles import Role
from recordings.purposes import PURPOSE_WORDS

SHOWN = 10  # of each kind: the rest are on the page of requests


def work(person: User, today: date) -> Iterator[Work]:
    """Decisions that wait for this person, late ones by their date, and requests of their own that nobody has answered."""
    for request in queries.to_decide(person, today)[:SHOWN]:
        step = ROUTES[request.kind].step(request.step)
        words = "Advise on" if step.advisory else "Decide" if step.no else "Pass on"
        facts = f"{who_asked(request)}, {PURPOSE_WORDS[request.purpose]}"
        yield Work(f"{words} a request: {_title(request)}", _url(request), request.reference, facts, "decide", request.due_on)
    for request in queries.in_doubt(person, today):
        where = reverse("request_identity", kwargs={"reference": request.reference})
        yield Work(
            f"Decide who asks in a request: {_title(request)}", where, request.reference, who_asked(request), "decide", request.due_on
        )
    for request in queries.to_review(person, today):
        words = f"Review a request: {_title(request)}"
        yield Work(words, _url(request), request.reference, "Approved at once", "decide", request.review_due_on)
    for request in queries.waiting_for(person)[:SHOWN]:
        facts = PURPOSE_WORDS[request.purpose]
        words = "Your request for a recording" if request.asked_by_id else "A request you took in"
        yield Work(words, _url(request), request.reference, facts, "waiting", request.due_on)


def standing(_person: User, today: date) -> Iterator[str]:
    """How the practice stands: say so when nobody can decide."""
    roles = {step.who for route in ROUTES.values() for step in route.all_steps() if isinstance(step.who, Role)}
    for role in vacant(sorted(roles), today):
        yield f"Nobody can decide as {role.label} today: name a deputy."


def _title(request: AccessRequest) -> str:
    title = ROUTES[request.kind].title
    return title[:1].lower() + title[1:]


def _url(request: AccessRequest) -> str:
    return reverse("request_detail", kwargs={"reference": request.reference})
