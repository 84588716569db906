"""The training library: asking, agreeing, preparing, deciding, hearing, taking out (AU-8)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from audits.learning import queries as learning
from audits.models import TrainingClip
from audits.programme.queries import refuse_authority
from audits.training import presenters, queries, rules, services
from audits.training.forms import CutForm, DecideForm, ProposeForm, WithdrawForm
from callgov import clock
from callgov.authorisation import actor_of, requires, roles_of
from callgov.refusals import NotYours, Refused, insist
from callgov.roles import Action
from recordings.access import queries as calls
from recordings.access import ranges
from recordings.access.forms import PlayedForm
from recordings.access.presenters import player as call_player
from recordings.access.services import hand_over_made, open_access, open_check, open_subject_access, read_made, try_out
from recordings.access.views import sound_answer, tells_of_trouble
from recordings.audio import CopyNotProven
from recordings.models import GrantAction
from recordings.vault.trouble import TamperedObject, VaultUnavailable

never_kept = cache_control(no_store=True)


@require_GET
@requires(Action.OWN_AUDITS)
def training_library(request: HttpRequest) -> HttpResponse:
    """The clips that colleagues may hear, and those in work that one has a part in."""
    person, today = actor_of(request), clock.today()
    context = {
        "columns": presenters.LIBRARY_COLUMNS, "rows": presenters.library_rows(queries.in_library(today)),
        "work_columns": presenters.WORK_COLUMNS, "work": presenters.work_rows(queries.in_work(person, today)),
    }  # fmt: skip
    return render(request, "audits/training/library.html", context)


@require_http_methods(["GET", "POST"])
@requires(Action.KEEP_LEARNING)
def clip_propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a clip of the call of a significant event."""
    person, now = actor_of(request), clock.now()
    event = learning.event(person, reference, clock.local_day(now))
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            clip = services.propose(event=event, wish=form.wish(), person=person, now=now)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, "Asked. The colleague in the call agrees, or not, first.")
            return redirect("training_clip", clip.reference)
    return render(request, "audits/training/propose.html", {"event": event, "form": form})


@never_kept
@require_GET
@requires(Action.OWN_AUDITS)
def training_clip(request: HttpRequest, reference: str) -> HttpResponse:
    """One clip: where it stands, and what one may do."""
    clip, person, today = _clip(request, reference), actor_of(request), clock.today()
    reader = presenters.Reader(
        person, roles_of(person), refuse_authority(person, today), in_library=rules.refuse_hearing(clip, today) is None
    )
    return render(request, "audits/training/clip.html", presenters.page(clip, reader))


def _clip(request: HttpRequest, reference: str) -> TrainingClip:
    return queries.clip(actor_of(request), reference, clock.today())


@require_POST
@requires(Action.OWN_AUDITS)
def clip_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The colleague agrees, or does not."""
    agrees = request.POST.get("answer") == "yes"
    services.answer(clip=_clip(request, reference), agrees=agrees, person=actor_of(request), now=clock.now())
    messages.success(request, "Thank you. You can take your consent back at any time." if agrees else "The call is not used.")
    return redirect("training_clip", reference)


@never_kept
@require_http_methods(["GET", "POST"])
@requires(Action.KEEP_LEARNING, fresh=True)
@tells_of_trouble
def clip_prepare(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear the call, choose the stretch, silence what tells who the caller is."""
    clip, person, now = _clip(request, reference), actor_of(request), clock.now()
    form = CutForm(request.POST if request.method == "POST" else None, call=clip.recording)
    session_key = request.session.session_key or ""
    if form.is_valid():
        try:
            services.prepare(clip=clip, cut=form.cut(), person=person, session_key=session_key, now=now)
        except (Refused, CopyNotProven, TamperedObject, VaultUnavailable) as trouble:
            form.add_error(None, str(trouble.refusal) if isinstance(trouble, Refused) else str(trouble))
        else:
            messages.success(request, "Made. The Information Governance Lead hears it and decides.")
            return redirect("training_clip", reference)
    grant = services.open_for_work(clip=clip, person=person, now=now)
    access = open_access(
        grant_id=grant.pk, recording_id=clip.recording_id, person=person, action=GrantAction.LISTEN, session_key=session_key, now=now
    )
    sound = calls.stored(access, *calls.HEARD)
    try_out(access=access, sound=sound, person=person, now=now)
    shown = call_player(access, calls.call_of(access), sound.object, calls.opened(access))["player"]
    return render(request, "audits/training/prepare.html", {"clip": clip, "form": form, "player": shown})


@never_kept
@require_http_methods(["GET", "POST"])
@requires(Action.AUTHORISE_AUDITS, fresh=True)
@tells_of_trouble
def clip_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear the clip as it is, and put it in the library until a day, or send it back."""
    clip, person, now = _clip(request, reference), actor_of(request), clock.now()
    insist(rules.refuse_deciding(clip, person, roles_of(person), heard=True))
    if clip.grant is None or clip.stored is None:
        raise NotYours(rules.NOT_FOUND)
    form = DecideForm(request.POST if request.method == "POST" else None, today=clock.local_day(now))
    if form.is_valid():
        try:
            words = _decide(clip, form, request)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, words)
            return redirect("training_clip", reference)
    access = open_check(
        grant_id=clip.grant.pk, subject=clip.pk, recording_id=clip.recording_id, person=person,
        session_key=request.session.session_key or "", now=now,
    )  # fmt: skip
    act = presenters.deciding(clip, form, None)
    context = {"clip": clip, "player": presenters.player(clip, access), "act": act, "silenced": presenters.silenced(clip)}
    return render(request, "audits/training/check.html", context)


def _decide(clip: TrainingClip, form: DecideForm, request: HttpRequest) -> str:
    given, now = form.cleaned_data, clock.now()
    if request.POST.get("decision") == "return":
        services.send_back(clip=clip, note=given["note"], person=actor_of(request), now=now)
        return "Sent back with your note."
    services.approve(clip=clip, expires_on=given["expires_on"], person=actor_of(request), now=now)
    return "It is in the training library."


@require_POST
@requires(Action.OWN_AUDITS)
def clip_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a clip out."""
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.withdraw(clip=_clip(request, reference), reason=reason, person=actor_of(request), now=clock.now())
    messages.success(request, "Taken out. Nobody hears it any more.")
    return redirect("training_library")


# Hearing


@require_POST
@requires(Action.OWN_AUDITS)
def clip_hear(request: HttpRequest, reference: str) -> HttpResponse:
    """Let oneself hear a clip of the library, under a grant of one's own."""
    services.let_hear(clip=_clip(request, reference), person=actor_of(request), now=clock.now())
    return redirect("clip_listen", reference)


@never_kept
@require_GET
@requires(Action.OWN_AUDITS, fresh=True)
@tells_of_trouble
def clip_listen(request: HttpRequest, reference: str) -> HttpResponse:
    """The player of a clip. Opening it is recorded."""
    clip, person, now = _clip(request, reference), actor_of(request), clock.now()
    grant = queries.own_grant(clip, person, GrantAction.CLIP, now)
    insist(rules.refuse_hearing(clip, clock.local_day(now)))
    if grant is None:
        return redirect("training_clip", reference)
    access = open_subject_access(
        grant_id=grant.pk, subject=clip.pk, recording_id=clip.recording_id, person=person, action=GrantAction.CLIP,
        session_key=request.session.session_key or "", now=now,
    )  # fmt: skip
    return render(request, "audits/training/listen.html", {"clip": clip, "player": presenters.player(clip, access)})


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"person": actor_of(request), "session_key": request.session.session_key or ""}


@never_kept
@require_safe
@requires(Action.OWN_AUDITS)
@tells_of_trouble
def clip_audio(request: HttpRequest, access_id: UUID) -> HttpResponseBase:
    """The sound of the clip, range by range."""
    access, clip = queries.access(actor_of(request), access_id)
    assert clip.stored is not None
    wanted = ranges.asked_for(request.headers.get("Range", "")) or ranges.from_byte(0)
    seconds = ((clip.until_ms or 0) - (clip.from_ms or 0)) / 1000
    part = hand_over_made(
        access=access, stored=clip.stored, seconds=seconds, recording_id=clip.recording_id, **_who(request), wanted=wanted, now=clock.now()
    )
    return sound_answer(HttpResponse(part.data), part.sound, part.span)


@never_kept
@require_safe
@requires(Action.OWN_AUDITS)
@tells_of_trouble
def clip_peaks(request: HttpRequest, access_id: UUID) -> HttpResponseBase:
    """The waveform of the clip."""
    access, clip = queries.access(actor_of(request), access_id)
    data = read_made(access=access, stored=queries.peaks(clip), **_who(request), now=clock.now())
    return HttpResponse(data, content_type="application/json")


@require_POST
@requires(Action.OWN_AUDITS)
def clip_played(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Which seconds of the clip were heard, told by the player."""
    access, clip = queries.access(actor_of(request), access_id)
    form = PlayedForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    services.note_played(access=access, clip=clip, start=form.cleaned_data["from"], end=form.cleaned_data["to"])
    return HttpResponse(status=204)
