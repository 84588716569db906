"""Pages of requests: the list, asking, one request with its decision, and the ways to end one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access_requests import acts, presenters, queries, services
from access_requests.forms import DecisionForm, FilterForm, NotHeldForm
from access_requests.journey import TITLES, Journey, send
from access_requests.models import Kind
from access_requests.queries import Case
from access_requests.routes import ROUTES
from access_requests.rules import NOT_THERE
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import NotYours, insist
from callgov.roles import Action
from callgov.ui.formats import nhs_date


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
    route = ROUTES[Kind.BUSINESS_NEED]
    deciders = queries.deciders(route.steps[0], person.pk, clock.local_day(now))
    return render(request, "access_requests/check.html", {**presenters.check(journey.asked(), route, deciders), "send": acts.send()})


@requires(Action.ASK)
@require_safe
def request_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference, and what happens next."""
    case = queries.case(actor_of(request), reference, clock.now())
    if not case.is_own:
        raise NotYours(NOT_THERE)
    return render(request, "access_requests/sent.html", {"case": case, "steps": presenters.route_taken(case)})


# One request: screens S8 and S9


@requires(Action.FOLLOW_REQUESTS)
@require_safe
def request_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about a request on one screen, and the one thing that this reader can do next."""
    return _page(request, queries.case(actor_of(request), reference, clock.now()))


def _page(request: HttpRequest, case: Case, form: DecisionForm | None = None) -> HttpResponse:
    return render(request, "access_requests/detail.html", {**presenters.detail(case), "acts": acts.acts(case, form)})


@requires(Action.FOLLOW_REQUESTS)
@require_POST
def request_decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve or refuse."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    form = acts.decision_form(case, request.POST)
    if not form.is_valid():
        return _page(request, case, form)
    services.decide(
        reference=reference, step=form.cleaned_data["step"], decider=person, agreed=form.agreed,
        reasons=form.cleaned_data["reasons"], terms=form.terms(), now=now,
    )  # fmt: skip
    messages.success(request, f"Request {reference} {'approved' if form.agreed else 'refused'}. The person who asked has been told.")
    return redirect("request_detail", reference=reference)


@requires(Action.FOLLOW_REQUESTS)
@require_POST
def request_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one's own request back."""
    services.withdraw(reference=reference, person=actor_of(request), now=clock.now())
    messages.success(request, f"Request {reference} withdrawn.")
    return redirect("request_detail", reference=reference)


@requires(Action.FOLLOW_REQUESTS)
@require_http_methods(["GET", "POST"])
def request_not_held(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how one looked, and that there is nothing (AC-5)."""
    person, now = actor_of(request), clock.now()
    form = NotHeldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.record_not_held(reference=reference, person=person, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, f"Recorded on {nhs_date(now)}: we do not hold a recording that fits.")
        return redirect("request_detail", reference=reference)
    case = queries.case(person, reference, now)
    insist(acts.refuse_not_held(case))
    return render(request, "access_requests/not_held.html", {"form": form, "case": case, "rows": presenters.call_rows(case.request)})


@requires(Action.FOLLOW_REQUESTS)
@require_POST
def request_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close an approved request."""
    services.close(reference=reference, person=actor_of(request), now=clock.now())
    messages.success(request, f"Request {reference} closed. Every access under it has ended.")
    return redirect("request_detail", reference=reference)
