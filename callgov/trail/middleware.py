"""Names the signed-in person as acting for as long as their request runs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from callgov.people.models import User
from callgov.trail.context import acting_when_asked


class ActingPerson:
    """Whatever a request records is the act of whoever is signed in; nobody's where nobody is, and then recording is refused (AU-11)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Asks who it is only when something is recorded."""
        with acting_when_asked(lambda: request.user if isinstance(request.user, User) else None):
            return self.get_response(request)
