"""Calibration: its list and agreement, starting one, marking, comparing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from audits.assessment.queries import tool
from audits.assessment.views import player_of
from audits.calibration import presenters, queries, services
from audits.calibration.forms import MarkForm, StartForm
from callgov import clock
from callgov.authorisation import actor_of, may, requires, roles_of
from callgov.people.queries import able
from callgov.refusals import Refused
from callgov.roles import Action, Role


@require_http_methods(["GET", "POST"])
@requires(Action.SEE_PROGRAMME)
def calibrations(request: HttpRequest) -> HttpResponse:
    """Calibrations, how far assessors agree, and a new one for who plans audits."""
    person, now = actor_of(request), clock.now()
    plans = may(person, Action.PLAN_AUDITS)
    form = StartForm(request.POST if request.method == "POST" else None, people=able([Role.ASSESSOR], clock.local_day(now)))
    if form.is_valid():
        try:
            started = services.start(assessors=form.pair(), actor=person, now=now)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, f"{started.reference} started. Both assessors find the call on their work list.")
            return redirect("calibrations")
    by_criterion, overall = queries.agreements()
    context = {
        "form": form if plans else None, "columns": presenters.COLUMNS, "agreement_columns": presenters.AGREEMENT_COLUMNS,
        "rows": presenters.rows(queries.calibrations(person, clock.local_day(now)), person, roles_of(person)),
        "agreement": presenters.agreement_rows(by_criterion, overall),
    }  # fmt: skip
    return render(request, "audits/calibration/list.html", context)


@cache_control(no_store=True)
@require_http_methods(["GET", "POST"])
@requires(Action.ASSESS, fresh=True)
def calibration_mark(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear the call and mark it, blind to the other assessor."""
    person = actor_of(request)
    seat = queries.seat(person, reference)
    calibration = seat.calibration
    criteria = tool(calibration.tool).of_call(consultation=calibration.consultation)
    form = MarkForm(request.POST if request.method == "POST" else None, criteria=criteria)
    if form.is_valid():
        services.mark(seat=seat, marks=form.marks(), person=person, now=clock.now())
        messages.success(request, "Your marks are kept. You see the other assessor's once both are given.")
        return redirect("calibrations")
    player, refusal = player_of(request, seat.grant_id, calibration.recording_id)
    context = {"calibration": calibration, "form": form, "player": player, "refusal": refusal}
    return render(request, "audits/calibration/mark.html", context)


@require_GET
@requires(Action.SEE_PROGRAMME)
def calibration(request: HttpRequest, reference: str) -> HttpResponse:
    """Both assessors' marks, once both are given."""
    found = queries.one(actor_of(request), reference, clock.today())
    return render(request, "audits/calibration/calibration.html", presenters.compared(found))
