"""Taking in what somebody outside asks, and asking to hear one's own call: a page each (S4, S5)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access_requests import presenters, queries, services
from access_requests.forms import EnquiryForm, OwnCallForm
from access_requests.models import Kind
from access_requests.routes import ROUTES
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import Refused
from callgov.roles import Action
from recordings.vault.trouble import VaultUnavailable


@requires(Action.ASK)
@require_http_methods(["GET", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks, however it reached us; the clock runs from then (AC-6)."""
    person, now = actor_of(request), clock.now()
    form = EnquiryForm(request.POST or None, request.FILES or None, now=now)
    if form.is_valid():
        paper = form.cleaned_data["paper"]
        try:
            sent = services.log_enquiry(
                taken_by=person, asked=form.asked(), outsider=form.outsider(), papers=[paper] if paper else [], now=now
            )
        except VaultUnavailable:
            form.add_error("paper", "The paper cannot be stored just now. Leave it out, and attach it later.")
        else:
            messages.success(request, f"Logged. The reference is {sent.reference}: tell it to whoever asked.")
            return redirect("request_detail", reference=sent.reference)
    return render(request, "access_requests/enquiry.html", {"form": form})


@requires(Action.ASK)
@require_http_methods(["GET", "POST"])
def own_call(request: HttpRequest) -> HttpResponse:
    """Ask to hear a call one took part in: the line manager first (AU-12)."""
    person, now = actor_of(request), clock.now()
    form = OwnCallForm(request.POST or None, asker=person, now=now)
    if form.is_valid():
        try:
            sent = services.send_request(requester=person, asked=form.asked(), now=now)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            return redirect("request_sent", reference=sent.reference)
    route = ROUTES[Kind.OWN_CALL]
    deciders = queries.deciders_ahead(route.steps[0], person, clock.local_day(now))
    steps = presenters.route_ahead(route, deciders)
    return render(request, "access_requests/own_call.html", {"form": form, "steps": steps, "first": deciders})
