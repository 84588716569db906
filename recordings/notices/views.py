"""Notices, purposes and objections (S35, S36), and the public page about recording (NO-3)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, public, requires, roles_of
from callgov.middleware import note_refusal
from callgov.refusals import NotYours, Refused
from callgov.roles import Action
from recordings.channels import NoticeChannel
from recordings.notices import presenters, queries, rules, texts
from recordings.notices.forms import ApproveForm, ImpactForm, LineForm, ObjectionForm, PurposeForm, TestForm, WithdrawForm, WordingForm
from recordings.notices.services import ledger, objecting
from recordings.notices.services import purposes as keeping

# The notice ledger (S35)


@requires(Action.SEE_NOTICES)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One card for each channel; red where somebody must see to it."""
    page = presenters.ledger(queries.ledger(clock.today()), roles_of(actor_of(request)))
    return render(request, "recordings/notices/ledger.html", page)


@requires(Action.SEE_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def notice_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """One channel with every version; a POST proposes its next wording."""
    form = WordingForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _tried(request, form, ledger.propose_notice, channel=channel, **form.cleaned_data):
        messages.success(request, "Wording proposed. It is read to callers once it is approved.")
        return redirect("notice_channel", channel)
    return _channel_page(request, channel, wording=form)


@requires(Action.KEEP_NOTICES)
@require_POST
def notice_approve(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Approve a wording that waits."""
    channel = queries.notice(notice_id).channel
    form = ApproveForm(request.POST)
    if form.is_valid() and _tried(request, form, ledger.approve_notice, notice_id=notice_id, since=form.instant()):
        messages.success(request, "Approved. This wording is in force.")
        return redirect("notice_channel", channel)
    return _channel_page(request, channel, approve=form)


@requires(Action.KEEP_NOTICES)
@require_POST
def notice_test(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Record a test in two answers."""
    channel = queries.notice(notice_id).channel
    form = TestForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        said = {"tested_on": given["tested_on"], "clear": given["clear"] == "yes", "note": given["note"] or ""}
        if _tried(request, form, ledger.record_test, notice_id=notice_id, **said):
            messages.success(request, "Test recorded. The day of the next is set.")
            return redirect("notice_channel", channel)
    return _channel_page(request, channel, test=form)


@requires(Action.KEEP_NOTICES)
@require_POST
def notice_withdraw(request: HttpRequest, notice_id: int) -> HttpResponse:
    """End a wording without another."""
    channel = queries.notice(notice_id).channel
    form = WithdrawForm(request.POST)
    if form.is_valid() and _tried(request, form, ledger.withdraw_notice, notice_id=notice_id, **form.cleaned_data):
        messages.success(request, "Withdrawn. Calls by this route go to quarantine from now on.")
        return redirect("notice_channel", channel)
    return _channel_page(request, channel, withdraw=form)


def _channel_page(request: HttpRequest, channel: str, **tried: Any) -> HttpResponse:
    one = queries.channel(channel, clock.today())
    blank = {
        "wording": WordingForm(), "test": TestForm(initial={"tested_on": clock.today()}), "withdraw": WithdrawForm(),
    }  # fmt: skip
    forms = {**blank, **{name: form for name, form in tried.items() if form.is_bound}}
    page = presenters.channel_page(one, roles_of(actor_of(request)), forms)
    return render(request, "recordings/notices/channel.html", page)


def _tried(request: HttpRequest, form: Any, service: Any, **said: Any) -> bool:
    """Whether the service did it; if it refused, its sentence stands on the form."""
    try:
        service(actor=actor_of(request), now=clock.now(), **said)
    except Refused as refused:
        if refused.status != 403:
            raise
        note_refusal(request, refused)
        form.add_error(None, str(refused.refusal))
        return False
    return True


# Purposes and lawful basis


@requires(Action.SEE_NOTICES)
@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    """Every purpose with its lawful basis and its impact assessment."""
    page = presenters.purposes(queries.purposes(), clock.today())
    keeps = rules.refuse_purpose_keeper(roles_of(actor_of(request)))
    acts = presenters.purposes_acts(queries.lines_without_purpose(), keeps)
    return render(request, "recordings/notices/purposes.html", {**page, "acts": acts})


@requires(Action.SEE_NOTICES)
@require_safe
def purpose(request: HttpRequest, purpose_id: int) -> HttpResponse:
    """One purpose as its row of the record of processing, and what can be done."""
    one = queries.purpose(purpose_id)
    keeps = rules.refuse_purpose_keeper(roles_of(actor_of(request)))
    page = {"purpose": one, "rows": presenters.purpose_rows(one, clock.today()), "acts": presenters.purpose_acts(one, keeps)}
    return render(request, "recordings/notices/purpose.html", page)


@requires(Action.KEEP_PURPOSES)
@require_http_methods(["GET", "HEAD", "POST"])
def purpose_set(request: HttpRequest, purpose_id: int = 0) -> HttpResponse:
    """Add a purpose or change one."""
    one = queries.purpose(purpose_id) if purpose_id else None
    form = PurposeForm(request.POST if request.method == "POST" else None, initial=PurposeForm.of(one))
    if form.is_valid():
        said = {"said": form.said(), "balance": form.balance(), "purpose_id": purpose_id or None}
        if _tried(request, form, keeping.set_purpose, **said):
            messages.success(request, "Purpose saved.")
            return redirect("purposes")
    return render(request, "recordings/notices/purpose_form.html", {"form": form, "purpose": one})


@requires(Action.KEEP_PURPOSES)
@require_http_methods(["GET", "HEAD", "POST"])
def purpose_impact(request: HttpRequest, purpose_id: int) -> HttpResponse:
    """Record an impact assessment."""
    one = queries.purpose(purpose_id)
    initial = {"review_on": clock.add_months(clock.today(), rules.REVIEW_MONTHS)}
    form = ImpactForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _tried(request, form, keeping.record_impact, purpose_id=purpose_id, said=form.said()):
        messages.success(request, "Impact assessment recorded.")
        return redirect("purpose", purpose_id)
    return render(request, "recordings/notices/impact_form.html", {"form": form, "purpose": one})


@requires(Action.KEEP_PURPOSES)
@require_http_methods(["GET", "HEAD", "POST"])
def line_purpose(request: HttpRequest, line_id: int) -> HttpResponse:
    """Point a line at a purpose."""
    line = queries.line(line_id)
    form = LineForm(request.POST if request.method == "POST" else None, initial=LineForm.of(line), purposes=queries.purposes())
    if form.is_valid() and _tried(request, form, keeping.point_line, line_id=line_id, pointed=form.said()):
        messages.success(request, f"Calls on {line.name} follow this purpose from now on.")
        return redirect("purposes")
    return render(request, "recordings/notices/line_form.html", {"form": form, "line": line})


@requires(Action.SEE_NOTICES)
@require_POST
def processing_record(request: HttpRequest, kind: str) -> HttpResponse:
    """The record of processing as a paper or a table; that it was taken is recorded first."""
    if kind not in presenters.FORMATS:
        raise NotYours(rules.NOT_THERE)
    rows = queries.purposes()
    keeping.take_processing_record(form=kind)
    content, content_type = presenters.processing_file(kind, rows, clock.today())
    name = f'attachment; filename="record-of-processing.{kind}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)


# Objections, screen S36


@requires(Action.LOG_OBJECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(request: HttpRequest) -> HttpResponse:
    """The script to read out, and how it ended: one answer."""
    person, now = actor_of(request), clock.now()
    local = now.astimezone(clock.LONDON)
    extension = queries.extension_of(person, local.date())
    initial = {"on": local.date(), "at": local.time()}
    form = ObjectionForm(request.POST if request.method == "POST" else None, initial=initial, now=now, extension=extension)
    if form.is_valid():
        done = objecting.log_objection(person=person, said=form.said(), now=now)
        messages.success(request, f"Objection saved. Its reference is {done.reference}.")
        return redirect("objections")
    told = queries.in_force(NoticeChannel.TELEPHONE)
    page = {"form": form, "script": texts.script(told.why if told else ""), "extension": extension, "now": now}
    return render(request, "recordings/notices/objection.html", page)


@requires(Action.LOG_OBJECTION)
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Objections: one's own, or all for those who keep notices."""
    person = actor_of(request)
    sees_all = Action.SEE_NOTICES in presenters.actions(roles_of(person))
    found = queries.objections() if sees_all else queries.objections_of(person)
    rows = presenters.objection_rows(found[: queries.MOST])
    return render(request, "recordings/notices/objections.html", {"columns": presenters.OBJECTION_COLUMNS, "rows": rows, "all": sees_all})


# For everyone (NO-3)


@public
@require_safe
def about_recording(request: HttpRequest) -> HttpResponse:
    """The current summary for the website, and the privacy notice."""
    summary = queries.in_force(NoticeChannel.WEBSITE)
    notice = texts.privacy_notice(_facts())
    return render(request, "recordings/notices/about.html", {"summary": summary, "notice": notice})


@requires(Action.SEE_NOTICES)
@require_safe
def privacy_text(request: HttpRequest) -> HttpResponse:
    """The privacy notice to be copied, with what is missing of Article 13."""
    rows = texts.privacy_notice(_facts())
    return render(request, "recordings/notices/privacy.html", {"rows": rows, "missing": texts.missing(rows)})


def _facts() -> texts.Facts:
    today = clock.today()
    return texts.Facts(settings.PRACTICE_NAME, queries.officers(today), queries.purposes(), queries.kept_for(), today)
