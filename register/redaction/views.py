"""Pages of silencing: marking parts (S14) and checking the copy as the second person (S15)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import Refused
from callgov.roles import Action
from callgov.ui.formats import position
from recordings.access import queries as calls
from recordings.access import ranges
from recordings.access.services import hand_over_made, open_access, open_check, read_made, try_out
from recordings.access.views import never_kept, sound_answer, tells_of_trouble
from recordings.audio import CopyNotProven
from recordings.models import GrantAction
from recordings.vault.trouble import TamperedObject, VaultUnavailable
from register.models import Redaction, RedactionSpan, RedactionState
from register.redaction import presenters, queries, services
from register.redaction.forms import CheckForm, CoverForm, HeardForm, PartForm, initial_of

# Marking


@require_POST
@requires(Action.RELEASE)
def redaction_begin(request: HttpRequest, grant_id: UUID, recording_id: UUID) -> HttpResponse:
    """Open the marks of a call, or a new version of them."""
    draft = services.begin(grant_id=grant_id, recording_id=recording_id, person=actor_of(request), now=clock.now())
    return redirect("redaction_edit", draft.pk)


@never_kept
@require_GET
@requires(Action.RELEASE, fresh=True)
@tells_of_trouble
def redaction_edit(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """The editor, or where the parts stand once they are sent."""
    found = _own(request, redaction_id)
    changed = next((span for span in queries.spans(found) if str(span.pk) == request.GET.get("change")), None)
    form = PartForm(call=found.recording, initial=initial_of(changed))
    return _editor(request, found, form)


def _own(request: HttpRequest, redaction_id: UUID) -> Redaction:
    return queries.own(actor_of(request), redaction_id)


def _editor(request: HttpRequest, found: Redaction, form: PartForm, cover: CoverForm | None = None) -> HttpResponse:
    if found.state != RedactionState.DRAFT:
        return render(request, "register/redaction/standing.html", presenters.standing_page(found))
    person, now = actor_of(request), clock.now()
    access = open_access(
        grant_id=found.grant_id, recording_id=found.recording_id, person=person, action=GrantAction.LISTEN,
        session_key=request.session.session_key or "", now=now,
    )  # fmt: skip
    sound = calls.stored(access, *calls.HEARD)
    try_out(access=access, sound=sound, person=person, now=now)
    cover = cover or CoverForm(initial={"cover": found.cover})
    page = presenters.edit_page(found, get_token(request), access, sound.object, calls.opened(access), form, cover)
    return render(request, "register/redaction/edit.html", page)


@require_POST
@requires(Action.RELEASE)
@tells_of_trouble
def part_add(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Mark one part; with scripts only the table comes back."""
    found = _own(request, redaction_id)
    form = PartForm(request.POST, call=found.recording)
    if form.is_valid():
        try:
            given, replaces = form.part(), form.cleaned_data["replaces"]
            span = services.mark(redaction_id=redaction_id, person=actor_of(request), part=given, replaces=replaces, now=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            return _table(request, found, said=f"{'Changed' if replaces else 'Added'}, {_seconds(span)}")
    return _editor(request, found, form)


def _seconds(span: RedactionSpan) -> str:
    return f"{position(span.from_ms / 1000)} to {position(span.until_ms / 1000)}"


def _table(request: HttpRequest, found: Redaction, **more: Any) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return render(request, "register/redaction/parts.html", presenters.parts_table(found, get_token(request), **more))
    if more.get("said"):
        messages.success(request, more["said"])
    return redirect("redaction_edit", found.pk)


@require_POST
@requires(Action.RELEASE)
def part_remove(request: HttpRequest, redaction_id: UUID, span_id: int) -> HttpResponse:
    """Take a part out; it can be put back."""
    found = _own(request, redaction_id)
    span = services.unmark(redaction_id=redaction_id, span_id=span_id, person=actor_of(request), now=clock.now())
    return _table(request, found, removed=span, said=f"Removed, {_seconds(span)}")


@require_POST
@requires(Action.RELEASE)
def part_restore(request: HttpRequest, redaction_id: UUID, span_id: int) -> HttpResponse:
    """Put a part back."""
    found = _own(request, redaction_id)
    span = services.unmark_undone(redaction_id=redaction_id, span_id=span_id, person=actor_of(request), now=clock.now())
    return _table(request, found, said=f"Put back, {_seconds(span)}")


@require_POST
@requires(Action.RELEASE, fresh=True)
@tells_of_trouble
def redaction_send(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Make the copy as it would leave, prove it, and hand it to a second person."""
    found, person, now = _own(request, redaction_id), actor_of(request), clock.now()
    cover = CoverForm(request.POST)
    if cover.is_valid():
        try:
            services.set_cover(redaction_id=redaction_id, cover=cover.cleaned_data["cover"], person=person, now=now)
            services.send(redaction_id=redaction_id, person=person, session_key=request.session.session_key or "", now=now)
        except (Refused, CopyNotProven, TamperedObject, VaultUnavailable) as trouble:
            cover.add_error(None, str(trouble.refusal) if isinstance(trouble, Refused) else str(trouble))
        else:
            messages.success(request, "Sent for checking. A second person must confirm it before a copy can leave.")
            return redirect("request_detail", found.request.reference)
    return _editor(request, found, PartForm(call=found.recording, initial=initial_of(None)), cover)


@require_POST
@requires(Action.RELEASE)
def redaction_discard(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Forget marks that nobody confirmed."""
    found = _own(request, redaction_id)
    services.discard(redaction_id=redaction_id, person=actor_of(request), now=clock.now())
    messages.success(request, "The marks are discarded.")
    return redirect("request_detail", found.request.reference)


# Checking


@never_kept
@require_GET
@requires(Action.CHECK_REDACTION, fresh=True)
@tells_of_trouble
def redaction_check(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """The copy as it would leave, for the second person to hear and decide on."""
    return _check_page(request, queries.redaction_for(actor_of(request), redaction_id), CheckForm())


def _check_page(request: HttpRequest, found: Redaction, form: CheckForm) -> HttpResponse:
    if found.state != RedactionState.CHECKING:
        return render(request, "register/redaction/standing.html", presenters.standing_page(found))
    person, now = actor_of(request), clock.now()
    refusal = services.refuse_checker(found, person, now)
    if refusal is not None:
        raise Refused(refusal)
    access = open_check(
        grant_id=found.grant_id, subject=found.pk, recording_id=found.recording_id, person=person,
        session_key=request.session.session_key or "", now=now,
    )  # fmt: skip
    return render(request, "register/redaction/check.html", presenters.check_page(found, get_token(request), person, access, form, now))


@never_kept
@require_safe
@requires(Action.CHECK_REDACTION)
@tells_of_trouble
def redaction_audio(request: HttpRequest, redaction_id: UUID, access_id: UUID) -> HttpResponseBase:
    """The sound of the copy, range by range."""
    person = actor_of(request)
    found = queries.redaction_for(person, redaction_id)
    assert found.preview is not None
    wanted = ranges.asked_for(request.headers.get("Range", "")) or ranges.from_byte(0)
    part = hand_over_made(
        access=queries.check_access(person, access_id, found), stored=found.preview, seconds=(found.recording.duration_ms or 0) / 1000,
        recording_id=found.recording_id, person=person, session_key=request.session.session_key or "", wanted=wanted, now=clock.now(),
    )  # fmt: skip
    return sound_answer(HttpResponse(part.data), part.sound, part.span)


@never_kept
@require_safe
@requires(Action.CHECK_REDACTION)
@tells_of_trouble
def redaction_peaks(request: HttpRequest, redaction_id: UUID, access_id: UUID) -> HttpResponseBase:
    """The waveform of the copy."""
    person = actor_of(request)
    found = queries.redaction_for(person, redaction_id)
    access = queries.check_access(person, access_id, found)
    session_key = request.session.session_key or ""
    data = read_made(access=access, stored=queries.peaks(found), person=person, session_key=session_key, now=clock.now())
    return HttpResponse(data, content_type="application/json")


@require_POST
@requires(Action.CHECK_REDACTION)
def redaction_played(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Which seconds of the copy were heard: told by the player, or by the button beside a part."""
    form = HeardForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    given = form.cleaned_data
    services.note_heard(redaction_id=redaction_id, person=actor_of(request), start=given["from"], end=given["to"], now=clock.now())
    return redirect("redaction_check", redaction_id) if "back" in request.POST else HttpResponse(status=204)


@never_kept
@require_GET
@requires(Action.CHECK_REDACTION)
def redaction_heard(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """The table of parts again, with what was heard meanwhile."""
    person = actor_of(request)
    found = queries.redaction_for(person, redaction_id)
    return render(request, "register/redaction/heard.html", presenters.check_table(found, person, get_token(request)))


@require_POST
@requires(Action.CHECK_REDACTION, fresh=True)
def redaction_decide(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Confirm the copy or send it back."""
    person, form = actor_of(request), CheckForm(request.POST)
    found = queries.redaction_for(person, redaction_id)
    if form.is_valid():
        try:
            words = _decide(form, request.POST.get("decision", ""), redaction_id, person)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, words)
            return redirect("home")
    return _check_page(request, found, form)


def _decide(form: CheckForm, decision: str, redaction_id: UUID, person: Any) -> str:
    given, now = form.cleaned_data, clock.now()
    nobody_else = given["someone_else"] == "no"
    if decision == "return":
        services.send_back(redaction_id=redaction_id, person=person, note=given["note"], nobody_else=nobody_else, now=now)
        return "Sent back with your note."
    services.confirm(redaction_id=redaction_id, person=person, nobody_else=nobody_else, now=now)
    return "Confirmed. Copies can now be made with these parts silenced."
