"""Inspections of the register (S22)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import actor_of, may, requires
from callgov.people.queries import colleagues
from callgov.refusals import Refused
from callgov.roles import Action
from register.inspections import presenters, queries, services
from register.inspections.forms import ActionForm, AnswerForm, DoneForm, SignForm
from register.services.reading import note_reading
from register.views.releasing import as_attachment

PAGE = 25


@require_GET
@requires(Action.READ_REGISTER)
def inspections(request: HttpRequest) -> HttpResponse:
    """All inspections, newest first, and when the next is due."""
    now = clock.now()
    page = Paginator(queries.everyone(), PAGE).get_page(request.GET.get("page"))
    since = queries.since()
    context = presenters.inspections_page(
        page, actor_of(request), queries.due(), clock.local_day(now), is_open=queries.open_one() is not None,
        lines=queries.pool(since, now).count() if since else 0,
    )  # fmt: skip
    return render(request, "register/inspections.html", context)


@require_POST
@requires(Action.INSPECT_REGISTER)
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Open an inspection and draw its lines."""
    one = services.open_inspection(actor=actor_of(request), now=clock.now())
    return redirect("inspection", one.year, one.number)


@require_POST
@requires(Action.INSPECT_REGISTER)
def inspection_draw(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Draw the lines of an inspection whose draw was interrupted."""
    services.draw(inspection_id=queries.inspection(year, number).pk)
    return redirect("inspection", year, number)


@require_GET
@requires(Action.READ_REGISTER)
def inspection(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One inspection: its lines as a task list, its actions, and signing."""
    return _show(request, year, number, SignForm(), ActionForm(people=colleagues()))


def _show(request: HttpRequest, year: int, number: int, sign: SignForm, action: ActionForm) -> HttpResponse:
    one = queries.inspection(year, number)
    return render(request, "register/inspection.html", presenters.inspection_page(one, actor_of(request), sign, action))


@require_http_methods(["GET", "POST"])
@requires(Action.INSPECT_REGISTER)
def inspection_line(request: HttpRequest, year: int, number: int, draw: int) -> HttpResponse:
    """A drawn line beside its records; with an answer, the next one opens by itself."""
    beside = queries.beside(year, number, draw)
    form = AnswerForm(request.POST or None, initial=_given(beside))
    if form.is_valid():
        agrees = form.cleaned_data["agrees"] == "yes"
        services.answer_line(
            drawn_id=beside.drawn.pk, agrees=agrees, note=form.cleaned_data["note"] or "", actor=actor_of(request), now=clock.now()
        )
        following = queries.next_unanswered(beside.drawn.inspection)
        return redirect("inspection_line", year, number, following) if following else redirect("inspection", year, number)
    note_reading(lines=1, line=beside.line)
    return render(request, "register/inspection_line.html", presenters.line_page(beside, actor_of(request), form, clock.today()))


def _given(beside: queries.Beside) -> dict[str, str]:
    row = beside.drawn
    return {} if row.agrees is None else {"agrees": "yes" if row.agrees else "no", "note": row.note}


@require_POST
@requires(Action.INSPECT_REGISTER)
def inspection_action(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Set an action."""
    form = ActionForm(request.POST, people=colleagues())
    if not form.is_valid():
        return _show(request, year, number, SignForm(), form)
    services.set_action(inspection_id=queries.inspection(year, number).pk, now=clock.now(), **form.cleaned_data)
    messages.success(request, "Action added. It stands on their home page.")
    return redirect("inspection", year, number)


@require_POST
@requires(Action.INSPECT_REGISTER, fresh=True)
def inspection_sign(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Sign with the findings."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return _show(request, year, number, form, ActionForm(people=colleagues()))
    inspection_id = queries.inspection(year, number).pk
    services.sign_inspection(inspection_id=inspection_id, findings=form.cleaned_data["findings"], actor=actor_of(request), now=clock.now())
    messages.success(request, "Inspection signed.")
    return redirect("inspection", year, number)


@require_http_methods(["GET", "POST"])
@requires(Action.SEE_HOME)
def inspection_done(request: HttpRequest, action_id: int) -> HttpResponse:
    """Record that an action is done: its owner, or someone who inspects."""
    person, action = actor_of(request), queries.action_for(actor_of(request), action_id)
    form = DoneForm(request.POST or None)
    if form.is_valid():
        inspects = may(person, Action.INSPECT_REGISTER)
        try:
            services.finish_action(
                action_id=action_id, evidence=form.cleaned_data["evidence"], actor=person, inspects=inspects, now=clock.now()
            )
        except Refused as refused:
            form.add_error("evidence", str(refused.refusal))
        else:
            messages.success(request, "Recorded as done.")
            return redirect("home")
    return render(request, "register/inspection_done.html", {"action": action, "form": form})


@require_GET
@requires(Action.READ_REGISTER)
def inspection_paper(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """An inspection as PDF."""
    content = presenters.paper(queries.inspection(year, number))
    note_reading(lines=0)
    return as_attachment([content], "application/pdf", len(content), f"inspection-{year}-{number}.pdf")
