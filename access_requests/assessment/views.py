"""Assessing one recording of a request."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access_requests.assessment import presenters, queries, rules, services
from access_requests.assessment.forms import AssessmentForm
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import Refused, insist
from callgov.roles import Action


@requires(Action.FOLLOW_REQUESTS)
@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, reference: str, recording_id: UUID) -> HttpResponse:
    """Weigh one recording (AC-6)."""
    person, now = actor_of(request), clock.now()
    case = queries.to_weigh(person, reference, recording_id, now)
    insist(rules.refuse_assessor(case.request, person, case.holders, case.facts))
    form = AssessmentForm(request.POST or None)
    if form.is_valid():
        try:
            services.assess(reference=reference, recording_id=recording_id, person=person, said=form.weighed(), now=now)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, "Assessment saved.")
            return redirect("request_detail", reference=reference)
    return render(request, "access_requests/assess.html", presenters.page(case, form))
