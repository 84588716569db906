"""Drawing, and the page of a sample (S31)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from audits.models import State
from audits.programme import queries as programme
from audits.sample import presenters, queries, services
from audits.sample.forms import AddForm, SwapForm
from callgov import clock
from callgov.authorisation import actor_of, may, requires
from callgov.roles import Action


@require_POST
@requires(Action.ASSESS, fresh=True)
def audit_draw(request: HttpRequest) -> HttpResponse:
    """Draw three calls of one person: the seed first, then the pool (S30, S31, AU-4)."""
    chosen = request.POST.get("person", "")
    person = programme.person(int(chosen) if chosen.isdecimal() else 0)
    audit = services.draw(person=person, assessor=actor_of(request), now=clock.now())
    if audit.state == State.TOO_FEW:
        messages.warning(request, "Too few calls can be drawn. The audit cannot be finished yet. Draw again when there are more calls.")
    return redirect("audit_sample", audit.reference)


@require_GET
@requires(Action.OWN_AUDITS)
def audit_sample(request: HttpRequest, reference: str) -> HttpResponse:
    """The pool in numbers, the seed, the calls that were drawn, and how to check it (S31)."""
    return _page(request, reference)


def _page(request: HttpRequest, reference: str) -> HttpResponse:
    person = actor_of(request)
    audit = queries.one(person, reference, clock.today())
    drawn = queries.pool_of(audit)
    assessment = queries.first_assessment(audit) if drawn else None
    sampled = presenters.Sampled(audit, person, drawn, queries.sample(audit), assessment, may(person, Action.PLAN_AUDITS))
    return render(request, "audits/sample/sample.html", presenters.page(sampled))


@require_POST
@requires(Action.ASSESS)
def audit_swap(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the next call of the order in place of one."""
    person = actor_of(request)
    audit = queries.mine(person, reference)
    form = SwapForm(request.POST, calls=queries.active(queries.sample(audit)))
    if form.is_valid():
        call = int(form.cleaned_data["call"])
        new = services.swap(audit=audit, call_id=call, assessor=person, reason=form.reason, now=clock.now())
        messages.success(request, f"Swapped. Draw {new.draw} takes its place.")
        return redirect("audit_sample", reference)
    return _with_error(request, reference, form)


@require_POST
@requires(Action.ASSESS)
def audit_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a fourth or fifth call."""
    person, form = actor_of(request), AddForm(request.POST)
    audit = queries.mine(person, reference)
    if form.is_valid():
        new = services.add(audit=audit, assessor=person, reason=form.cleaned_data["reason"], now=clock.now())
        messages.success(request, f"Added: draw {new.draw}.")
        return redirect("audit_sample", reference)
    return _with_error(request, reference, form)


def _with_error(request: HttpRequest, reference: str, form: SwapForm | AddForm) -> HttpResponse:
    for problem in form.errors.values():
        messages.warning(request, " ".join(str(words) for words in problem))
    return redirect("audit_sample", reference)


@require_POST
@requires(Action.ASSESS, fresh=True)
def audit_renew(request: HttpRequest, reference: str) -> HttpResponse:
    """More days to hear the same calls."""
    person = actor_of(request)
    services.renew(audit=queries.to_renew(person, reference), assessor=person, now=clock.now())
    messages.success(request, "You can hear the calls again.")
    return redirect("audit_assess", reference, 1)
