"""The annual practice audit: its versions, writing one, signing it off, the paper and the data (S34)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.annual import presenters, queries, rules, services
from audits.annual.forms import AnnualForm
from callgov import clock
from callgov.authorisation import actor_of, requires, roles_of
from callgov.documents import csv_file, pdf
from callgov.refusals import NotYours
from callgov.roles import Action, actions_of
from callgov.ui.parts import Act


@require_GET
@requires(Action.OWN_AUDITS)
def annual_audits(request: HttpRequest) -> HttpResponse:
    """The annual practice audits that one may read (AU-7)."""
    person, today = actor_of(request), clock.today()
    rows = presenters.list_rows(queries.versions(person, today))
    writes = Action.PLAN_AUDITS in actions_of(roles_of(person))
    context = {"columns": presenters.LIST_COLUMNS, "rows": rows, "years": [today.year, today.year - 1] if writes else []}
    return render(request, "audits/annual/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Action.PLAN_AUDITS)
def annual_write(request: HttpRequest, year: int) -> HttpResponse:
    """The figures of a year as they stand, and the summary that makes them a version (AU-7)."""
    person, now = actor_of(request), clock.now()
    if not 2000 <= year <= clock.local_day(now).year:
        raise NotYours(rules.NOT_FOUND)
    form = AnnualForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        annual = services.write(year=year, actor=person, now=now, **form.cleaned_data)
        messages.success(request, "Written. A Partner signs it off.")
        return redirect("annual_audit", annual.year, annual.version)
    refusal = rules.refuse_writing(roles_of(person), queries.unfinished(year), queries.finished(year))
    effect = "The figures are frozen as a new version. Nobody is named, and small groups are left out."
    act = Act("Write this version", request.path, refusal, effect, None if refusal else form)
    context = {"year": year, "act": act, **presenters.page(queries.figures_of(year), year, queries.signed_before(year))}
    return render(request, "audits/annual/write.html", context)


@require_GET
@requires(Action.OWN_AUDITS)
def annual_audit(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """One version: bars by criterion and group, trends, what changed; a Partner signs it here (S34)."""
    person, today = actor_of(request), clock.today()
    annual = queries.version(person, year, version, today)
    signed = queries.is_signed(annual)
    refusal = rules.refuse_signing(annual, person, roles_of(person), signed=signed)
    sign = Act("Sign off and publish to the practice", "sign/", refusal, "Everyone at the practice can then read it.")
    shown = presenters.page(annual.figures, year, queries.signed_before(year))
    context = {"annual": annual, "signed": signed, "act": None if signed or refusal == rules.NOT_SIGNER else sign, **shown}
    return render(request, "audits/annual/annual.html", context)


@require_POST
@requires(Action.SIGN_ANNUAL_AUDIT, fresh=True)
def annual_sign(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """Sign a version off (AU-7)."""
    person, now = actor_of(request), clock.now()
    services.sign(annual=queries.version(person, year, version, clock.local_day(now)), actor=person, now=now)
    messages.success(request, "Signed off and published to the practice.")
    return redirect("annual_audit", year, version)


@require_GET
@requires(Action.OWN_AUDITS)
def annual_pdf(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """The paper."""
    annual = queries.version(actor_of(request), year, version, clock.today())
    made = pdf(presenters.paper(annual, queries.signed_before(year)))
    return _download(made, "application/pdf", f"consultation-audit-{year}-{version}.pdf")


@require_GET
@requires(Action.OWN_AUDITS)
def annual_csv(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """The data."""
    annual = queries.version(actor_of(request), year, version, clock.today())
    made = csv_file(presenters.CSV_COLUMNS, presenters.csv_rows(annual))
    return _download(made, "text/csv; charset=utf-8", f"consultation-audit-{year}-{version}.csv")


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
