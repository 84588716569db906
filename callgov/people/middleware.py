"""Ends sessions on the server, whatever the browser shows."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from callgov import clock
from callgov.people import sessions
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.services import record


class SessionLimits:
    """Ends a session that was idle for too long or has lasted too long; every request counts as being there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check first, so that nothing is answered under a session that has ended."""
        now = clock.now()
        if isinstance(request.user, User):
            ended = sessions.why_ended(request.session, now)
            if ended is None:
                sessions.touch(request.session, now)
            else:
                _end(request, request.user, ended)
        return self.get_response(request)


def _end(request: HttpRequest, person: User, why: Refusal) -> None:
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()
    with acting_as(person):
        record(Event.SESSION_ENDED, subject=person, facts={"why": why.code})
    messages.warning(request, str(why))
