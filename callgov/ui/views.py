"""The gallery of parts, in tests and the demo alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from callgov.authorisation import public
from callgov.ui import gallery as samples


def _only_in_demo_and_tests() -> None:
    if not (settings.DEMO or settings.TESTING):
        raise Http404


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state, with made-up content."""
    _only_in_demo_and_tests()
    return render(request, "gallery.html", samples.context())


@public
def gallery_player(request: HttpRequest) -> HttpResponse:
    """The player alone, on a page as light as a practice's."""
    _only_in_demo_and_tests()
    return render(request, "gallery_player.html", {"frame": samples.SampleFrame(), "player_sample": samples.player()})


@public
def gallery_sample(request: HttpRequest, name: str) -> HttpResponse:
    """What the gallery's player asks for: a tone, its peaks, and a place to report to."""
    _only_in_demo_and_tests()
    return samples.sample(name, request.headers.get("Range", ""))
