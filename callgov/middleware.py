"""Turns a refusal into its page, and writes it down after everything else has been rolled back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callgov.people.models import User
from callgov.refusals import Refused
from callgov.registry import registry
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record

TEMPLATES = {403: "errors/403.html", 404: "errors/404.html", 409: "errors/409.html"}


def note_refusal(request: HttpRequest, refused: Refused) -> None:
    """Record the refused attempt on its own, after everything else was rolled back."""
    person = request.user if isinstance(request.user, User) else None
    match = request.resolver_match
    facts = {"code": refused.refusal.code, "method": request.method, "page": match.view_name if match else ""}
    with acting_as(person) if person else as_job(Job.SIGN_IN):
        record(Event.REFUSED, facts=facts)


def answer_refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Record the refused attempt, then show its sentence."""
    note_refusal(request, refused)
    return render(request, TEMPLATES[refused.status], {"refusal": refused.refusal}, status=refused.status)


class Refusals:
    """Answers a raised refusal with 403, 404 or 409; every one of them is in the trail (AC-4, AU-11)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless something is refused."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal, or of a trouble that some floor knows how to tell; anything else goes on to the ordinary error page."""
        if isinstance(error, Refused):
            return answer_refusal(request, error)
        refusal = next(filter(None, (told(error) for told in registry.troubles)), None)
        return render(request, "errors/503.html", {"refusal": refusal}, status=503) if refusal else None
