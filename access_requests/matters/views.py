"""The desk: log what reaches us, look into it, decide it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access_requests.matters import presenters, queries, services
from access_requests.matters.forms import DecideForm, DeskFilters, LogForm, NoteForm
from access_requests.matters.rules import NOT_THERE, ON_THE_DESK
from access_requests.models import Right
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import NotYours
from callgov.roles import Action


@require_safe
@requires(Action.HANDLE_CASES)
def matters(request: HttpRequest) -> HttpResponse:
    """The complaints and objections that this reader can do something about."""
    person, today = actor_of(request), clock.today()
    form = DeskFilters(request.GET)
    said = form.cleaned_data if form.is_valid() else {"right": "", "state": ""}
    page = queries.listed(person, said["state"], said["right"], request.GET.get("page", 1), today)
    rows = presenters.rows(page, queries.clocks_of([matter.reference for matter in page]), today)
    context = {"filter_form": form, "page": page, "columns": presenters.COLUMNS, "rows": rows}
    return render(request, "access_requests/matters/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_CASE)
def matter_new(request: HttpRequest, right: str) -> HttpResponse:
    """Log a complaint or an objection."""
    if right not in ON_THE_DESK:
        raise NotYours(NOT_THERE)
    now = clock.now()
    form = LogForm(request.POST or None, initial={"received_on": clock.local_day(now)})
    if request.method == "POST" and form.is_valid():
        matter = services.log_matter(logged=form.logged(Right(right)), logged_by=actor_of(request), now=now)
        return render(request, "access_requests/matters/logged.html", {"matter": matter})
    return render(request, "access_requests/matters/log.html", {"form": form, "title": presenters.TITLES[Right(right)], "right": right})


@require_safe
@requires(Action.HANDLE_CASES)
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: what they say, the clock, the letters, and what this reader can do next."""
    return _page(request, reference)


@require_POST
@requires(Action.HANDLE_CASES)
def matter_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Note a step."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, note=form)
    services.note(reference=reference, words=form.cleaned_data["words"], actor=actor_of(request), now=clock.now())
    messages.success(request, "Noted.")
    return redirect("matter", reference)


@require_POST
@requires(Action.HANDLE_CASES)
def matter_decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide it."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, decision=form)
    services.decide(reference=reference, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
    messages.success(request, "Decided. Write the letter that tells them.")
    return redirect("matter", reference)


def _page(request: HttpRequest, reference: str, note: NoteForm | None = None, decision: DecideForm | None = None) -> HttpResponse:
    case = queries.case(actor_of(request), reference, clock.now())
    return render(request, "access_requests/matters/matter.html", presenters.page(case, note, decision))
