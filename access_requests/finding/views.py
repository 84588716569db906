"""Widening a search, and saying how one looked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access_requests import queries
from access_requests.finding import services
from access_requests.finding.forms import AccountForm, WidenForm
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.refusals import Refused
from callgov.roles import Action


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.DECIDE)
def request_widen(request: HttpRequest, reference: str) -> HttpResponse:
    """Let whoever looks look further, with a reason."""
    person, now = actor_of(request), clock.now()
    queries.one(person, reference, clock.local_day(now))
    form = WidenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        start, end = form.window()
        said = {"any_extension": form.cleaned_data["any_extension"], "reason": form.cleaned_data["reason"]}
        try:
            services.widen(reference=reference, window_from=start, window_until=end, actor=person, now=now, **said)
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("first", str(refused.refusal))
        else:
            messages.success(request, "The search may go further now.")
            return redirect("request_detail", reference=reference)
    return _page(request, reference, form, "Widen the search")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.FOLLOW_REQUESTS)
def request_searched(request: HttpRequest, reference: str) -> HttpResponse:
    """Where one looked, and why one stopped."""
    person, now = actor_of(request), clock.now()
    queries.one(person, reference, clock.local_day(now))
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.explain(reference=reference, actor=person, now=now, **form.cleaned_data)
        messages.success(request, "Recorded how we looked.")
        return redirect("request_detail", reference=reference)
    return _page(request, reference, form, "Say how we looked")


def _page(request: HttpRequest, reference: str, form: WidenForm | AccountForm, title: str) -> HttpResponse:
    return render(request, "access_requests/finding/form.html", {"form": form, "title": title, "reference": reference})
