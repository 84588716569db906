"""The clock of a case on a page of its own, and the two acts on it that no letter does."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access_requests.clocks import presenters, queries, services
from access_requests.clocks.cases import RightsCase, open_case
from access_requests.clocks.forms import AnswerForm, TakeBackForm
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.refusals import Refused
from callgov.roles import Action
from callgov.ui.forms import NHSForm


@require_safe
@requires(Action.HANDLE_CASES)
def case_clock(request: HttpRequest, reference: str) -> HttpResponse:
    """The deadline drawn and explained, and everything that moved it."""
    now = clock.now()
    case = open_case(actor_of(request), reference, now)
    found = queries.reckoned_or_refuse(reference, clock.local_day(now))
    return render(request, "access_requests/clocks/clock.html", {"case": case, **presenters.page(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HANDLE_CASES)
def clock_answer(request: HttpRequest, reference: str, entry: int) -> HttpResponse:
    """Record on which day their answer came."""
    now = clock.now()
    form = AnswerForm(request.POST or None, initial={"on": clock.local_day(now)})
    case = open_case(actor_of(request), reference, now)

    def record() -> None:
        services.answer(reference=reference, entry_id=entry, actor=actor_of(request), now=now, **form.cleaned_data)

    return _move(request, case, form, "Record their answer", record, "Answer recorded. The clock runs again.")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HANDLE_CASES)
def clock_take_back(request: HttpRequest, reference: str, entry: int) -> HttpResponse:
    """Take back a question that was entered by mistake."""
    now = clock.now()
    form = TakeBackForm(request.POST or None)
    case = open_case(actor_of(request), reference, now)

    def record() -> None:
        services.take_back(reference=reference, entry_id=entry, reason=form.cleaned_data["words"], actor=actor_of(request), now=now)

    return _move(request, case, form, "Take the question back", record, "Question taken back. It moves nothing any more.")


def _move(request: HttpRequest, case: RightsCase, form: NHSForm, title: str, record: Callable[[], None], done: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            record()
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error(next(iter(form.fields)), str(refused.refusal))
        else:
            messages.success(request, done)
            return redirect(case.url)
    found = queries.reckoned_or_refuse(case.reference, clock.today())
    context = {"case": case, "form": form, "title": title, "clock": presenters.panel(found)}
    return render(request, "access_requests/clocks/move.html", context)
