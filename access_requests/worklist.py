"""What requests add to a person's work list."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from access_requests import queries
from access_requests.models import AccessRequest
from access_requests.routes import ROUTES
from callgov.people.models import User
from callgov.registry import Work
from recordings.purposes import PURPOSE_WORDS

SHOWN = 10  # of each kind: the rest are on the page of requests


def work(person: User, today: date) -> Iterator[Work]:
    """Decisions that wait for this person, late ones by their date, and requests of their own that nobody has answered."""
    for request in queries.to_decide(person, today)[:SHOWN]:
        words = f"Decide a {ROUTES[request.kind].title.lower()} request"
        facts = f"{request.requester.get_full_name()}, {PURPOSE_WORDS[request.purpose]}"
        yield Work(words, _url(request), request.reference, facts, "decide", request.due_on)
    for request in queries.waiting_for(person)[:SHOWN]:
        facts = PURPOSE_WORDS[request.purpose]
        yield Work("Your request for a recording", _url(request), request.reference, facts, "waiting", request.due_on)


def standing(_person: User, today: date) -> Iterator[str]:
    """How the practice stands: say so when nobody can decide."""
    for route in ROUTES.values():
        if any(not queries.deciders(step, 0, today) for step in route.steps):
            yield f"Nobody can decide a {route.title.lower()} request today: name a deputy."


def _url(request: AccessRequest) -> str:
    return reverse("request_detail", kwargs={"reference": request.reference})
