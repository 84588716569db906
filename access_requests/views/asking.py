"""The list of requests, and asking (S4, S7)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access_requests import acts, presenters, queries
from access_requests.forms import FilterForm
from access_requests.journey import TITLES, Journey, send
from access_requests.routes import ROUTES
from access_requests.rules import NOT_THERE
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import NotYours
from callgov.roles import Action


@requires(Action.FOLLOW_REQUESTS)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The requests one is part of, open ones first (S7)."""
    person, today = actor_of(request), clock.today()
    form = FilterForm.of(request.GET)
    page = queries.listed(person, form.filters(), request.GET.get("page", 1), today)
    rows = presenters.list_rows(page, person, queries.deciding(page, today))
    context = {"filter_form": form, "page": page, "columns": presenters.LIST_COLUMNS, "rows": rows, "most": queries.MOST, "ask": acts.ask()}
    return render(request, "access_requests/list.html", context)


# Asking: screen S4


@requires(Action.ASK)
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """On with what was begun; a POST forgets it and starts again."""
    journey = Journey.of(actor_of(request), clock.now())
    if request.method == "POST":
        journey.forget()
        return redirect("request_new_step", step="why")
    missing = journey.missing()
    return redirect("request_new_step", step=missing) if missing else redirect("request_check")


@requires(Action.ASK)
@require_http_methods(["GET", "POST"])
def request_new_step(request: HttpRequest, step: str) -> HttpResponse:
    """One step; its answers are kept as soon as they are good."""
    journey = Journey.of(actor_of(request), clock.now())
    form = journey.form(step, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        journey.keep(step, form)
        return redirect("request_new")
    again = acts.start_again() if step == "why" and journey.answers else None
    return render(request, "access_requests/step.html", {"form": form, "title": TITLES[step], "step": step, "start_again": again})


@requires(Action.ASK)
@require_http_methods(["GET", "POST"])
def request_check(request: HttpRequest) -> HttpResponse:
    """Everything asked and who decides it, and then it is sent."""
    person, now = actor_of(request), clock.now()
    if request.method == "POST":
        sent = send(person, now)
        return redirect("request_sent", reference=sent.reference)
    journey = Journey.of(person, now)
    if journey.missing():
        return redirect("request_new")
    route = ROUTES[journey.kind]
    deciders = queries.deciders_ahead(route.steps[0], person, clock.local_day(now))
    return render(request, "access_requests/check.html", {**presenters.check(journey.asked(), route, deciders), "send": acts.send()})


@requires(Action.ASK)
@require_safe
def request_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference, and what happens next."""
    case = queries.case(actor_of(request), reference, clock.now())
    if not case.is_sender:
        raise NotYours(NOT_THERE)
    return render(request, "access_requests/sent.html", {"case": case, "steps": presenters.route_taken(case)})
