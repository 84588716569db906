"""The home page, an expired form, and what a load balancer asks."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from callgov import clock
from callgov.authorisation import actor_of, public, requires
from callgov.home import health, queries
from callgov.roles import Action


@requires(Action.SEE_HOME)
def home(request: HttpRequest) -> HttpResponse:
    """What needs me, what is late, what I wait for (S2)."""
    person, today = actor_of(request), clock.today()
    context = {
        "groups": queries.work_groups(person, today),
        "starts": queries.starts(person),
        "standing": queries.standing(person, today),
    }
    return render(request, "home/home.html", context)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was open too long (Django's CSRF failure view)."""
    return render(request, "errors/csrf.html", status=403)


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything that the service stands on answers; 503 names what does not. Jobs that did not run are told, and close no door."""
    parts = health.parts()
    ready = all(parts.values())
    return JsonResponse({"ready": ready, "parts": parts, "jobs": health.jobs()}, status=200 if ready else 503)
