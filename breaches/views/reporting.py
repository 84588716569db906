"""Reporting a breach from any page, and who was told of it (S37)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from breaches import queries, rules
from breaches.forms import ReportForm
from breaches.presenters import page
from breaches.services.reporting import report_breach
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import NotYours
from callgov.roles import Action


@requires(Action.REPORT_BREACH)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_report(request: HttpRequest) -> HttpResponse:
    """Say what happened: two answers, everything else is filled in."""
    now = clock.now()
    local = now.astimezone(clock.LONDON)
    initial = {"noticed_on": local.date(), "noticed_time": local.time(), "about_request": request.GET.get("request", "")[:24]}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial, now=now)
    if form.is_valid():
        breach = report_breach(reporter=actor_of(request), report=form.report(), now=now)
        return redirect("breach_reported", breach.reference)
    return render(request, "breaches/report.html", {"form": form})


@requires(Action.REPORT_BREACH)
@require_safe
def breach_reported(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was told, at what time: for whoever reported it."""
    case = queries.case(actor_of(request), reference, clock.now())
    if case.breach.reporter_id != case.reader.pk:
        raise NotYours(rules.NOT_THERE)
    return render(request, "breaches/reported.html", {"case": case, "told": page.told_lines(case.receipts)})
