"""The programme, the authority it stands on, and how each person is audited (S30)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.programme import presenters, queries, rules, services
from audits.programme.forms import AbsenceForm, AssessorForm, AuthorityForm, CancelForm, MannerForm, ProgrammeFilter
from audits.programme.queries import Line
from callgov import clock
from callgov.authorisation import actor_of, may, requires
from callgov.people.models import User
from callgov.practice import chosen
from callgov.refusals import NotYours, Refused
from callgov.roles import Action
from callgov.ui.parts import Act

PER_PAGE = 50


@require_GET
@requires(Action.SEE_PROGRAMME)
def audit_programme(request: HttpRequest) -> HttpResponse:
    """Who is due, by when, why, and who assesses; late first (S30, AU-3)."""
    person, today = actor_of(request), clock.today()
    form = ProgrammeFilter(request.GET or None)
    lines = queries.seen(person, today, queries.lines(today))
    reader = _reader(person)
    page = Paginator(_narrowed(lines, form, reader), PER_PAGE).get_page(request.GET.get("page"))
    finished = queries.finished_by_month(clock.add_months(today.replace(day=1), -presenters.PAST_MONTHS), today)
    context = {
        "form": form, "page": page, "columns": presenters.COLUMNS, "rows": presenters.rows(page, reader), "reader": reader,
        "glance": presenters.glance(lines, today), "months": presenters.months(lines, finished, today),
        "month_columns": presenters.MONTH_COLUMNS, "authorises": may(person, Action.AUTHORISE_AUDITS),
    }  # fmt: skip
    return render(request, "audits/programme/programme.html", context)


def _reader(person: User) -> presenters.Reader:
    today, assesses = clock.today(), may(person, Action.ASSESS)
    live = list(queries.live_authorities(today).select_related("given_by"))
    stands = bool(live) if not assesses else queries.authority_for(person, today) is not None
    own = any(one.given_by_id == person.pk for one in live)
    refusal = None if stands else rules.ONLY_OWN_AUTHORITY if own else rules.NO_AUTHORITY
    return presenters.Reader(
        person, today, may(person, Action.PLAN_AUDITS), assesses, refusal, chosen("audit_lead_days")["audit_lead_days"]
    )


def _narrowed(lines: list[Line], form: ProgrammeFilter, reader: presenters.Reader) -> list[Line]:
    said = form.cleaned_data if form.is_valid() else {}
    due, kind = said.get("due", ""), said.get("kind", "")
    if due == "late":
        lines = [line for line in lines if line.is_late(reader.today)]
    elif due != "all":
        lines = [line for line in lines if line.is_near(reader.today, reader.lead_days)]
    return [line for line in lines if line.due.kind == kind] if kind else lines


@require_http_methods(["GET", "POST"])
@requires(Action.AUTHORISE_AUDITS, fresh=True)
def audit_authority(request: HttpRequest) -> HttpResponse:
    """Authorise that drawn samples are heard, until a day (AC-2)."""
    now = clock.now()
    form = AuthorityForm(request.POST or None, today=clock.local_day(now))
    if form.is_valid():
        try:
            services.authorise(actor=actor_of(request), now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, "Authorised. Assessors can draw and hear the samples of audits that are due.")
            return redirect("audit_programme")
    standing = queries.live_authorities(clock.local_day(now)).select_related("given_by")
    return render(request, "audits/programme/authority.html", {"form": form, "rows": presenters.authority_rows(list(standing))})


@require_GET
@requires(Action.PLAN_AUDITS)
def audit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """How one person is audited, with everything that can be changed about it."""
    return _person_page(request, queries.person(person_id))


def _person_page(request: HttpRequest, person: User, **wrong: object) -> HttpResponse:
    today, profile = clock.today(), queries.profile_of(person)
    assessors, absences, audit = queries.assessors_for(person, today), queries.absences_of(person), queries.open_audit_of(person)
    open_absence = next((one for one in absences if one.ends_on is None), None)
    forms = {
        "manner": MannerForm(profile=profile, assessors=assessors), "absence": AbsenceForm(open_absence=open_absence),
        "assessor": AssessorForm(assessors=assessors), "cancel": CancelForm(), **wrong,
    }  # fmt: skip
    months: int = chosen("audit_probation_months")["audit_probation_months"]
    probation = rules.probation_ends(person.starts_on, profile.probation_ends_on, months)
    rows = presenters.person_rows(profile, queries.line_of(person, today), absences, probation)
    cancellable, own = audit is not None or "cancel" in wrong, person.pk == actor_of(request).pk
    context = {
        "person": person, "rows": rows, "acts": [] if own else _acts(person, forms, cancellable=cancellable),
        "refusal": rules.OWN_PLANNING if own else None,
    }  # fmt: skip
    return render(request, "audits/programme/person.html", context)


def _acts(person: User, forms: dict[str, object], *, cancellable: bool) -> list[tuple[str, Act]]:
    def act(name: str, words: str, effect: str, variant: str = "secondary") -> Act:
        return Act(words, f"{name}/", effect=effect, fields=forms[name], variant=variant)  # type: ignore[arg-type]

    found = [
        ("Who assesses", act("assessor", "Name the assessor", f"They can draw three calls of {person.name} and hear these alone.", "")),
        ("How they are audited", act("manner", "Save", "Audits drawn from now on follow it.")),
        ("Long absence", act("absence", "Save absence", "Audits are then due 28 days after the return.")),
    ]
    cancel = act("cancel", "Cancel the open audit", "It ends without a score. The programme says anew what is due.", "warning")
    return [*found, ("Cancel", cancel)] if cancellable else found


@require_POST
@requires(Action.PLAN_AUDITS)
def audit_person_change(request: HttpRequest, person_id: int, what: str) -> HttpResponse:
    """Change one thing about how a person is audited."""
    person, actor = queries.person(person_id), actor_of(request)
    form = _form(request, person, what)
    if form.is_valid():
        try:
            _change(form, person, actor)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("audit_person", person.pk)
    return _person_page(request, person, **{what: form})


def _form(request: HttpRequest, person: User, what: str) -> MannerForm | AbsenceForm | AssessorForm | CancelForm:
    assessors = queries.assessors_for(person, clock.today())
    match what:
        case "manner":
            return MannerForm(request.POST, profile=queries.profile_of(person), assessors=assessors)
        case "absence":
            return AbsenceForm(request.POST)
        case "assessor":
            return AssessorForm(request.POST, assessors=assessors)
        case "cancel":
            return CancelForm(request.POST)
        case _:
            raise NotYours(rules.NOT_FOUND)


def _change(form: MannerForm | AbsenceForm | AssessorForm | CancelForm, person: User, actor: User) -> None:
    now, given = clock.now(), form.cleaned_data
    if isinstance(form, MannerForm):
        services.set_manner(person=person, manner=form.manner(), actor=actor, now=now)
    elif isinstance(form, AbsenceForm):
        services.set_absence(person=person, actor=actor, now=now, **given)
    elif isinstance(form, AssessorForm):
        services.plan(person=person, assessor=given["assessor"], actor=actor, now=now)
    else:
        audit = queries.open_audit_of(person)
        if audit is None:
            raise Refused(rules.NOT_ON_PROGRAMME)
        services.cancel(audit=audit, actor=actor, reason=given["reason"], now=now)
