"""Checking who asks (S10)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access_requests.identity import presenters, queries, rules, services
from access_requests.identity.forms import IdentityForm
from access_requests.models import Result
from callgov import clock
from callgov.authorisation import actor_of, requires, roles_of
from callgov.refusals import Refused
from callgov.roles import Action, Role


@requires(Action.FOLLOW_REQUESTS)
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, reference: str) -> HttpResponse:
    """What was seen, by whom, and the result; in doubt, only the Data Protection Officer's page has the form (AC-7)."""
    person, now = actor_of(request), clock.now()
    checked = queries.to_check(person, reference, now)
    refusal = rules.refuse_checking(checked.request, person, roles_of(person), checked.standing)
    form = IdentityForm(request.POST or None, checked=checked, is_dpo=Role.DPO in roles_of(person))
    if form.is_valid():
        try:
            check = services.check_identity(reference=reference, person=person, found=form.found(), now=now)
        except Refused as refused:
            if refusal is not None:
                raise
            form.add_error(None, str(refused.refusal))
        else:
            words = "Sent to the Data Protection Officer." if check.result == Result.IN_DOUBT else "Identity check saved."
            messages.success(request, words)
            return redirect("request_detail", reference=reference)
    return render(request, "access_requests/identity.html", presenters.page(checked, form, refusal))
