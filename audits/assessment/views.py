"""Hearing and marking a call, checking and finishing, and the audit tool (S32)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from audits.assessment import presenters, queries, rules, services
from audits.assessment.forms import AssessForm, FinishForm, HandOverForm, ToolForm
from audits.assessment.queries import Desk
from audits.models import CLINICAL
from callgov import clock
from callgov.authorisation import actor_of, may, requires
from callgov.refusals import Conflict, Refusal, Refused, insist
from callgov.roles import Action
from callgov.workflow import MOVED_ON
from recordings.access import presenters as access_pages
from recordings.access import queries as access_queries
from recordings.access import rules as access_rules
from recordings.access import services as access_services
from recordings.access.services import Damaged
from recordings.models import GrantAction
from recordings.vault.trouble import KeyRingUnusable, VaultUnavailable


@cache_control(no_store=True)
@require_http_methods(["GET", "POST"])
@requires(Action.ASSESS, fresh=True)
def audit_assess(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Hear one call of the sample and mark it (S32, AU-9, AU-10). Opening it is recorded like any other listening."""
    person, now = actor_of(request), clock.now()
    desk = _open_desk(request, reference)
    call = desk.call(number)
    clinician = desk.assessment.audit.role_group in CLINICAL
    form = AssessForm(request.POST or None, desk=desk, call=call, clinician=clinician)
    if form.is_valid():
        services.save_review(assessment=desk.assessment, recording_id=call.recording_id, judged=form.judged(), assessor=person, now=now)
        messages.success(request, f"Call {number} is saved.")
        last = number == len(desk.calls)
        return redirect("audit_check", reference) if last else redirect("audit_assess", reference, number + 1)
    player, refusal = player_of(request, desk.assessment.grant_id, call.recording_id)
    context = {**presenters.page(desk, call, number, player, refusal, now), "form": form}
    return render(request, "audits/assessment/assess.html", context)


def _open_desk(request: HttpRequest, reference: str) -> Desk:
    """The assessor's own desk while it is open."""
    person = actor_of(request)
    desk = queries.desk(person, reference)
    refusal = rules.refuse_assessor(desk.assessment, person)
    if refusal == MOVED_ON:
        raise Conflict(refusal)
    insist(refusal)
    return desk


def player_of(request: HttpRequest, grant_id: UUID, recording_id: UUID) -> tuple[Any, Refusal | None]:
    """The player of a call under a grant of the reader's, opened and recorded; or why it cannot be heard now."""
    person, now = actor_of(request), clock.now()
    try:
        access = access_services.open_access(
            grant_id=grant_id, recording_id=recording_id, person=person, action=GrantAction.LISTEN,
            session_key=request.session.session_key or "", now=now,
        )  # fmt: skip
        sound = access_queries.stored(access, *access_queries.HEARD)
        access_services.try_out(access=access, sound=sound, person=person, now=now)
    except Refused as refused:
        return None, refused.refusal
    except Damaged:
        return None, access_rules.DAMAGED
    except (VaultUnavailable, KeyRingUnusable):
        return None, access_rules.OUT_OF_REACH
    page = access_pages.player(access, access_queries.call_of(access), sound.object, access_queries.opened(access))
    return page["player"], None


@require_http_methods(["GET", "POST"])
@requires(Action.ASSESS)
def audit_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Check the marks, give feedback, finish (S32)."""
    person = actor_of(request)
    desk = _open_desk(request, reference)
    form = FinishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.finish(assessment=desk.assessment, feedback=form.feedback(), assessor=person, now=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, "Audit finished. The result is with the person, and your access to the calls has ended.")
            return redirect("audit_result", reference)
    return render(request, "audits/assessment/check.html", presenters.check(desk, form))


@require_http_methods(["GET", "POST"])
@requires(Action.PLAN_AUDITS, fresh=True)
def audit_hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a sample to another assessor, as it was drawn (AU-4)."""
    actor, now = actor_of(request), clock.now()
    audit, people = queries.to_hand_over(actor, reference, clock.local_day(now))
    form = HandOverForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        try:
            services.hand_over(audit=audit, to=form.chosen, reason=form.cleaned_data["reason"], actor=actor, now=now)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, f"{form.chosen.name} assesses this sample now.")
            return redirect("audit_sample", reference)
    return render(request, "audits/assessment/hand_over.html", {"audit": audit, "form": form})


@require_http_methods(["GET", "POST"])
@requires(Action.SEE_PROGRAMME)
def audit_tool(request: HttpRequest) -> HttpResponse:
    """The criteria and what to listen for; who plans audits makes a new version (AU-9, AU-10)."""
    person, tool = actor_of(request), queries.current_tool()
    form = ToolForm(request.POST or None, tool=tool) if may(person, Action.PLAN_AUDITS) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        given = form.guidance() if form else {}
        reason = form.cleaned_data["reason"] if form else ""
        services.change_tool(guidance=given, reason=reason, actor=person, now=clock.now())
        messages.success(request, "Saved as a new version. Audits that are drawn from now on use it.")
        return redirect("audit_tool")
    context = {
        "form": form, "tool": tool, "columns": presenters.TOOL_COLUMNS, "rows": presenters.tool_rows(tool),
        "version_columns": presenters.VERSION_COLUMNS, "versions": presenters.version_rows(queries.tool_versions()),
    }  # fmt: skip
    return render(request, "audits/assessment/tool.html", context)
