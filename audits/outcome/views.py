"""One's own audits, a result and its answer, the HR slip, second looks, concerns (S33, S34)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.models import Audit
from audits.outcome import presenters, queries, rules, services
from audits.outcome.forms import ConcernForm, DisputeForm, ReadForm
from callgov import clock
from callgov.authorisation import actor_of, may, requires, roles_of
from callgov.documents import csv_file, pdf
from callgov.refusals import insist
from callgov.roles import Action
from callgov.ui.parts import Act, Row

never_kept = cache_control(no_store=True)


@require_GET
@requires(Action.OWN_AUDITS)
def own_audits(request: HttpRequest) -> HttpResponse:
    """One's own audits and results."""
    audits = queries.own_audits(actor_of(request))
    context = {"columns": presenters.OWN_COLUMNS, "rows": presenters.own_rows(audits)}
    return render(request, "audits/outcome/own.html", context)


@never_kept
@require_GET
@requires(Action.OWN_AUDITS)
def audit_result(request: HttpRequest, reference: str) -> HttpResponse:
    """A result, for the assessed, who assessed it, and who keeps HR records (S33, AU-6)."""
    person = actor_of(request)
    result = queries.result(person, reference, clock.now())
    services.note_reading(audit=result.audit, person=person)
    return render(request, "audits/outcome/result.html", presenters.page(result, person, keeps_records=may(person, Action.PLAN_AUDITS)))


@require_POST
@requires(Action.OWN_AUDITS)
def audit_read(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one has read one's result (AU-6)."""
    person, form, now = actor_of(request), ReadForm(request.POST), clock.now()
    result = queries.result(person, reference, now)
    if not form.is_valid():
        return render(request, "audits/outcome/result.html", presenters.page(result, person, form))
    services.acknowledge(audit=result.audit, person=person, words=form.cleaned_data["words"], now=now)
    messages.success(request, "Thank you. Your answer is recorded.")
    return redirect("audit_result", reference)


@require_http_methods(["GET", "POST"])
@requires(Action.OWN_AUDITS)
def audit_dispute(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a second look (AU-6)."""
    person, now = actor_of(request), clock.now()
    result, form = queries.result(person, reference, now), DisputeForm(request.POST if request.method == "POST" else None)
    insist(rules.refuse_dispute(result.audit, person, result.looked_twice))
    if form.is_valid():
        services.dispute(audit=result.audit, person=person, words=form.cleaned_data["words"], now=now)
        messages.success(request, "A second look is asked for. Another assessor hears the same calls.")
        return redirect("audit_result", reference)
    return render(request, "audits/outcome/dispute.html", {"audit": result.audit, "form": form})


@require_POST
@requires(Action.OWN_AUDITS)
def audit_hear(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the assessed hear their own calls (AU-6)."""
    person, now = actor_of(request), clock.now()
    result = queries.result(person, reference, now)
    services.hear_own_calls(audit=result.audit, person=person, now=now)
    messages.success(request, "You can listen to your calls now.")
    return redirect("audit_result", reference)


@require_GET
@requires(Action.ASSESS)
def second_looks(request: HttpRequest) -> HttpResponse:
    """Second looks that were asked for and that nobody takes yet."""
    acts = [presenters.look_again(audit) for audit in queries.second_looks(actor_of(request))]
    return render(request, "audits/outcome/second_looks.html", {"acts": acts})


@require_POST
@requires(Action.ASSESS, fresh=True)
def audit_look_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a second look that was asked for."""
    services.start_second_look(reference=reference, assessor=actor_of(request), now=clock.now())
    messages.success(request, "The second look is yours. You hear the same calls and do not see the first marks.")
    return redirect("audit_assess", reference, 1)


# HR


@never_kept
@require_GET
@requires(Action.OWN_AUDITS)
def audit_slip(request: HttpRequest, reference: str) -> HttpResponse:
    """The HR slip as a page (AU-6)."""
    audit = _slip(request, reference)
    rows = presenters.slip_rows(audit, queries.counting_assessment(audit))
    return render(request, "audits/outcome/slip.html", {"audit": audit, "rows": [Row(key, value) for key, value in rows]})


@never_kept
@require_GET
@requires(Action.OWN_AUDITS)
def audit_slip_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The HR slip as PDF."""
    audit = _slip(request, reference)
    return _download(pdf(presenters.slip_paper(audit, queries.counting_assessment(audit))), "application/pdf", f"{audit.reference}.pdf")


def _slip(request: HttpRequest, reference: str) -> Audit:
    person = actor_of(request)
    audit = queries.slip(person, reference, clock.today())
    services.note_reading(audit=audit, person=person)
    return audit


@never_kept
@require_GET
@requires(Action.PLAN_AUDITS)
def audit_records(request: HttpRequest) -> HttpResponse:
    """The results of a year, for HR records (AU-6)."""
    year = _year(request)
    audits = list(queries.records(year))
    services.note_records(year=year, count=len(audits))
    context = {"columns": presenters.RECORD_COLUMNS, "rows": presenters.record_rows(audits), "year": year}
    return render(request, "audits/outcome/records.html", context)


@never_kept
@require_GET
@requires(Action.PLAN_AUDITS, fresh=True)
def audit_records_csv(request: HttpRequest) -> HttpResponse:
    """The same for the HR system."""
    year = _year(request)
    rows = presenters.csv_rows(queries.records(year))
    services.note_records(year=year, count=len(rows))
    return _download(csv_file(presenters.CSV_COLUMNS, rows), "text/csv; charset=utf-8", f"audit-results-{year}.csv")


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2200 else clock.today().year


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


# Concerns


@never_kept
@require_GET
@requires(Action.READ_CONCERNS)
def concerns(request: HttpRequest) -> HttpResponse:
    """Concerns: all for the Partners, their own for an assessor (S34, AU-6)."""
    rows = presenters.concern_rows(queries.concerns(actor_of(request), clock.today()))
    return render(request, "audits/outcome/concerns.html", {"columns": presenters.CONCERN_COLUMNS, "rows": rows})


@never_kept
@require_http_methods(["GET", "POST"])
@requires(Action.READ_CONCERNS)
def concern(request: HttpRequest, concern_id: int) -> HttpResponse:
    """One concern; a Partner answers it (AU-6)."""
    person, now = actor_of(request), clock.now()
    found = queries.concern(person, concern_id, clock.local_day(now))
    form = ConcernForm(request.POST if request.method == "POST" else None)
    refusal = rules.refuse_concern_answer(found, roles_of(person))
    if request.method == "POST" and form.is_valid():
        services.answer_concern(concern=found, person=person, now=now, **form.cleaned_data)
        messages.success(request, "Your answer is recorded.")
        return redirect("concern", concern_id)
    services.note_concern_read(concern=found)
    act = Act("Save", request.path, refusal, fields=None if refusal else form)
    return render(request, "audits/outcome/concern.html", presenters.concern_page(found, queries.notes_of(found), act))
