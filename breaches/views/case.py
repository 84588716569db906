"""One breach: everything about it on one page, and one page for each thing that is recorded of it (S38)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches import queries, steps
from breaches.forms import ContainForm, DoneForm
from breaches.models import Measure
from breaches.presenters import acts, containing, page
from breaches.rules import refuse_settling
from breaches.services.containing import contain
from breaches.services.following import finish_action
from breaches.services.telling import acknowledge
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.refusals import Refused, insist
from callgov.roles import Action


@requires(Action.REPORT_BREACH)
@require_safe
def breach(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about a breach that this reader may see, and what they can do next."""
    case = queries.case(actor_of(request), reference, clock.now())
    return render(request, "breaches/breach.html", {**page.detail(case), "acts": acts.acts(case)})


@requires(Action.REPORT_BREACH)
@require_POST
def breach_acknowledge(request: HttpRequest, reference: str, whom: str) -> HttpResponse:
    """I know about this."""
    acknowledge(reference=reference, whom=whom, person=actor_of(request), now=clock.now())
    messages.success(request, f"Recorded: you know about {reference}.")
    return redirect("breach", reference)


@requires(Action.HANDLE_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """One thing that a lead records."""
    case = queries.case(actor_of(request), reference, clock.now())
    chosen = steps.step(step, case)
    insist(chosen.refusal(case))
    form = chosen.filled(case, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            chosen.save(case, form)
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, chosen.done)
            return redirect("breach", reference)
    return render(request, "breaches/step.html", {**page.detail(case), "step": chosen, "form": form})


@requires(Action.REPORT_BREACH)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_action(request: HttpRequest, reference: str, action_id: int) -> HttpResponse:
    """Record an action as done."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    action = queries.follow_up(action_id, case.breach)
    insist(page.refuse_done(case, action))
    form = DoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        finish_action(reference=reference, action_id=action_id, person=person, words=form.cleaned_data["words"], now=now)
        messages.success(request, "Recorded as done.")
        return redirect("breach", reference)
    return render(request, "breaches/action.html", {"case": case, "action": action, "form": form})


@requires(Action.HANDLE_BREACHES, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_contain(request: HttpRequest, reference: str) -> HttpResponse:
    """Stop it from getting worse: what is at hand, and what else was done."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    insist(refuse_settling(case.lead))
    measure, _, subject = request.POST.get("at_hand", "").partition(":")
    form = ContainForm(request.POST if request.method == "POST" and not measure else None)
    if measure or form.is_valid():
        words = "" if measure else form.cleaned_data["words"]
        contain(reference=reference, lead=person, measure=measure or Measure.OTHER, subject=subject, words=words, now=now)
        messages.success(request, "Done, and kept with the breach.")
        return redirect("breach_contain", reference)
    return render(request, "breaches/contain.html", containing.page(case, form))
