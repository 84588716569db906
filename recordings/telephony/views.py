"""Lines and extensions, and who has an extension from when."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.refusals import Refused
from callgov.roles import Action
from recordings.models import Extension
from recordings.telephony import presenters, queries, services
from recordings.telephony.forms import AssignForm, EndForm

PAGE = 50


@require_safe
@requires(Action.SETTLE_INTAKE)
def telephony(request: HttpRequest) -> HttpResponse:
    """Lines with purpose, lawful basis and retention; extensions with who has them today (LB-1)."""
    page = Paginator(queries.extensions(clock.today()), PAGE).get_page(request.GET.get("page"))
    return render(request, "recordings/telephony/telephony.html", presenters.telephony_page(queries.lines(), page))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SETTLE_INTAKE)
def extension(request: HttpRequest, number: str) -> HttpResponse:
    """One extension, who had it, and giving it to a person from a day."""
    found = queries.extension(number)
    form = AssignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.assign_extension(extension=found, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("starts_on", str(refused.refusal))
        else:
            messages.success(request, f"Extension {number} is given.")
            return redirect("extension", number)
    return _page(request, found, form, EndForm())


@require_POST
@requires(Action.SETTLE_INTAKE)
def end_assignment(request: HttpRequest, number: str, assignment_id: int) -> HttpResponse:
    """Set a person's last day at an extension."""
    found = queries.extension(number)
    assignment = queries.assignment(found, assignment_id)
    form = EndForm(request.POST)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            services.end_assignment(assignment=assignment, ends_on=last_day, actor=actor_of(request), now=clock.now())
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("last_day", str(refused.refusal))
        else:
            messages.success(request, "Their last day is set.")
            return redirect("extension", number)
    return _page(request, found, AssignForm(), form)


def _page(request: HttpRequest, found: Extension, form: AssignForm, end_form: EndForm) -> HttpResponse:
    page = presenters.extension_page(found, list(queries.assignments(found)), clock.today(), form, end_form)
    return render(request, "recordings/telephony/extension.html", page)
