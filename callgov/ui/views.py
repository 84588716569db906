"""Staying logged in, and the gallery of parts (tests and demo alone)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from callgov.authorisation import public, requires
from callgov.roles import Action
from callgov.ui import gallery as samples


@requires(Action.SEE_HOME)
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Any request keeps the session; this one does nothing else."""
    return HttpResponse(status=204)


def _only_in_demo_and_tests() -> None:
    if not (settings.DEMO or settings.TESTING):
        raise Http404


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state, with made-up content."""
    _only_in_demo_and_tests()
    return render(request, "gallery.html", samples.context())


@public
def gallery_sample(request: HttpRequest, name: str) -> HttpResponse:
    """What the gallery's player asks for: a tone, its peaks, and a place to report to."""
    _only_in_demo_and_tests()
    return samples.sample(name, request.headers.get("Range", ""))
