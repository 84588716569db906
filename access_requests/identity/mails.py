"""What is mailed about a doubt: that one waits, under which reference. No names."""

from collections.abc import Iterable

from access_requests.models import AccessRequest
from callgov.notifications import notify
from callgov.people.models import User


def in_doubt(request: AccessRequest, people: Iterable[User]) -> None:
    """To the Data Protection Officer and deputies."""
    lines = [f"{request.reference} waits for you to say whether they are who they say.", "Nobody else can. Log in to read it."]
    notify(people, subject="An identity is in doubt", lines=lines, url_name="request_identity", reference=request.reference)
