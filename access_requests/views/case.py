"""One request: everything about it on one screen, the decision, and the ways to end it (S8, S9)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access_requests import acts, presenters, queries, rights, services
from access_requests.forms import DecisionForm, DemandForm, NotHeldForm, PaperForm, ReopenForm, ReviewForm, StandBackForm
from access_requests.queries import Case
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import insist
from callgov.roles import Action
from callgov.ui.formats import nhs_date
from callgov.ui.forms import NHSForm
from callgov.ui.parts import Act
from recordings.vault.trouble import VaultUnavailable

SEALED = "It is kept encrypted. Each time it is read, the trail says who did."
ANEW = "Its route begins anew. What was decided stays in the record."


@requires(Action.FOLLOW_REQUESTS)
@require_safe
def request_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about a request on one screen, and the one thing that this reader can do next."""
    return _page(request, queries.case(actor_of(request), reference, clock.now()))


def _page(request: HttpRequest, case: Case, form: DecisionForm | None = None) -> HttpResponse:
    return _whole(request, case, acts.acts(case, form))


def _whole(request: HttpRequest, case: Case, offered: list[Act]) -> HttpResponse:
    """The page with its clock, letters and searches; what the reader can do about them stands after the decision."""
    record = rights.record_of(case)
    context = {**presenters.detail(case), **rights.parts(case, record), "acts": [*offered, *rights.acts(case, record)]}
    return render(request, "access_requests/detail.html", context)


@requires(Action.FOLLOW_REQUESTS)
@require_POST
def request_decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve or refuse."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    form = acts.decision_form(case, request.POST)
    if not form.is_valid():
        return _page(request, case, form)
    decided = services.decide(reference=reference, decider=person, now=now, **form.answer())
    messages.success(request, presenters.decided_words(decided))
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


# What the record still needs: each opens a short page of its own


def _short_page(request: HttpRequest, case: Case, title: str, form: NHSForm, button: str, words: str = "") -> HttpResponse:
    context = {"case": case, "title": title, "form": form, "button": button, "words": words}
    return render(request, "access_requests/short.html", context)


@requires(Action.FOLLOW_REQUESTS)
@require_http_methods(["GET", "POST"])
def request_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """Attach a paper."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    insist(acts.refuse_adding(case))
    form = PaperForm(request.POST or None, request.FILES or None, request=case.request)
    if form.is_valid():
        try:
            services.attach_paper(reference=reference, person=person, now=now, **form.cleaned_data)
        except VaultUnavailable:
            form.add_error(None, "The paper cannot be stored just now. Wait a minute, then try again.")
        else:
            messages.success(request, "Paper attached.")
            return redirect("request_detail", reference=reference)
    return _short_page(request, case, "Attach a paper", form, "Attach this paper", SEALED)


@requires(Action.FOLLOW_REQUESTS)
@require_http_methods(["GET", "POST"])
def request_demand(request: HttpRequest, reference: str) -> HttpResponse:
    """What a written request or a court's order says (AC-8)."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    insist(acts.refuse_adding(case))
    form = DemandForm(request.POST or None, request=case.request, said=case.facts.demand)
    if form.is_valid():
        services.record_demand(reference=reference, person=person, said=form.cleaned_data, now=now)
        messages.success(request, "Recorded what it says.")
        return redirect("request_detail", reference=reference)
    words = "Leave blank what the paper does not say. Until it is complete, nobody can approve the request."
    return _short_page(request, case, "What the paper says", form, "Save what it says", words)


@requires(Action.FOLLOW_REQUESTS)
@require_http_methods(["GET", "POST"])
def request_stand_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one is involved, so that a deputy decides."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    form = StandBackForm(request.POST or None)
    if form.is_valid():
        services.stand_back(reference=reference, person=person, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, "You have stood back from this request.")
        return redirect("request_detail", reference=reference)
    words = "You will not decide this request. The deputy does; if there is none, the Practice Manager and the partners are told."
    return _short_page(request, case, "I am involved in this", form, "Stand back from this request", words)


@requires(Action.FOLLOW_REQUESTS)
@require_http_methods(["GET", "POST"])
def request_reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a request again whose answer is challenged."""
    person, now = actor_of(request), clock.now()
    case = queries.case(person, reference, now)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        services.reopen(reference=reference, person=person, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, f"Request {reference} is open again.")
        return redirect("request_detail", reference=reference)
    return _short_page(request, case, "Reopen this request", form, "Reopen this request", ANEW)


@requires(Action.FOLLOW_REQUESTS)
@require_POST
def request_review(request: HttpRequest, reference: str) -> HttpResponse:
    """Say afterwards whether it was right to act at once."""
    person, now, form = actor_of(request), clock.now(), ReviewForm(request.POST)
    if not form.is_valid():
        case = queries.case(person, reference, now)
        return _whole(request, case, acts.acts(case, reviewing=form))
    agreed = request.POST.get("found") == ReviewForm.YES
    services.review(reference=reference, reviewer=person, agreed=agreed, reasons=form.cleaned_data["reasons"], now=now)
    messages.success(request, "Your review is recorded.")
    return redirect("request_detail", reference=reference)
