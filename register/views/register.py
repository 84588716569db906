"""The register, its lines and certificates (S20, S21)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.roles import Action
from register import presenters, queries, rules
from register.book.columns import empty_fields
from register.book.services import ExportFormat, export_register
from register.forms import CompleteForm, CorrectForm, RegisterFilter
from register.models import RegisterLine
from register.services.keeping import annotate_line
from register.services.reading import note_reading
from register.views.releasing import as_attachment

PAGE = 25


@require_GET
@requires(Action.READ_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """The Annex B register, newest first. Reading it is in the trail."""
    form = RegisterFilter(request.GET or None, years=queries.years())
    page = Paginator(queries.lines(presenters.wanted(form)), PAGE).get_page(request.GET.get("page"))
    note_reading(lines=len(page.object_list))
    return render(request, "register/register.html", presenters.register_page(form, page))


@require_GET
@requires(Action.READ_REGISTER)
def register_line(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One line with everything that was written and added."""
    line = queries.line(year, number)
    note_reading(lines=1, line=line)
    return render(
        request, "register/line.html", presenters.line_page(line, actor_of(request), CompleteForm(missing=_missing(line)), CorrectForm())
    )


@require_POST
@requires(Action.KEEP_REGISTER)
def line_annotate(request: HttpRequest, year: int, number: int, kind: str) -> HttpResponse:
    """Complete or correct a line by a new note."""
    line = queries.line(year, number)
    complete = CompleteForm(request.POST if kind == "completion" else None, missing=_missing(line))
    correct = CorrectForm(request.POST if kind == "correction" else None)
    form: CompleteForm | CorrectForm = complete if complete.is_bound else correct
    if not form.is_valid():
        return render(request, "register/line.html", presenters.line_page(line, actor_of(request), complete, correct))
    given = form.cleaned_data
    annotate_line(
        line=line,
        kind=kind,
        field=given["field"],
        value=given["value"],
        reason=given.get("reason", ""),
        actor=actor_of(request),
        now=clock.now(),
    )
    messages.success(request, "Added to the register. The line itself stands as it was written.")
    return redirect("register_line", year, number)


def _missing(line: RegisterLine) -> dict[str, str]:
    return empty_fields(line, rules.COMPLETABLE)


@require_POST
@requires(Action.READ_REGISTER, fresh=True)
def register_export(request: HttpRequest) -> HttpResponseBase:
    """The lines that the filter shows, to take away; that they were is in the trail."""
    form = RegisterFilter(request.POST, years=queries.years())
    if request.POST.get("format") not in list(ExportFormat):
        return redirect("register")
    fmt = ExportFormat(request.POST["format"])
    export = export_register(wanted=presenters.wanted(form), fmt=fmt, actor=actor_of(request), now=clock.now())
    return as_attachment([export.content], export.content_type, len(export.content), export.name)


@require_GET
@requires(Action.READ_REGISTER)
def certificate(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A certificate of destruction."""
    return render(request, "register/certificate.html", presenters.certificate_page(queries.certificate(year, number)))
