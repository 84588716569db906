"""What one may hear: the list, finding inside a grant, the player and what it fetches."""

from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires, roles_of
from callgov.refusals import Refused
from callgov.roles import Action
from callgov.ui.formats import counted
from recordings.access import presenters, queries, ranges, rules, services
from recordings.access.forms import ChooseForm, EndForm, FindForm, PlayedForm
from recordings.access.queries import Stored
from recordings.access.ranges import Span
from recordings.access.services import Part
from recordings.models import Grant, GrantAction
from recordings.vault.trouble import KeyRingUnusable, VaultUnavailable

View = Callable[..., HttpResponseBase]

never_kept = cache_control(no_store=True)


def tells_of_trouble(view: View) -> View:
    """Answers a range beyond the end (416), and with its sentence a recording that is damaged (410) or out of reach just now (503)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ranges.Unsatisfiable as beyond:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{beyond.size}"})
        except services.Damaged:
            return render(request, "recordings/access/trouble.html", {"refusal": rules.DAMAGED}, status=410)
        except (VaultUnavailable, KeyRingUnusable):
            answer = render(request, "recordings/access/trouble.html", {"refusal": rules.OUT_OF_REACH, "again": request.path}, status=503)
            answer["Retry-After"] = "60"
            return answer

    return answered


@never_kept
@require_GET
@requires(Action.USE_GRANT)
def listening(request: HttpRequest) -> HttpResponse:
    """One's live grants, ending soonest first (S13)."""
    person, now = actor_of(request), clock.now()
    grants = [presenters.listening(grant, person, now) for grant in queries.live_grants(person, now)]
    return render(request, "recordings/access/listening.html", {"grants": grants, "columns": presenters.CALL_COLUMNS})


@never_kept
@require_http_methods(["GET", "POST"])
@requires(Action.USE_GRANT)
def grant_find(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Find calls inside a grant: its limits filled in, to be narrowed and searched (S12, AC-4, AC-5)."""
    person, now = actor_of(request), clock.now()
    grant = queries.own_grant(person, grant_id)
    services.insist_usable(grant, person, GrantAction.FIND, now)
    form = FindForm(request.POST or None, grant=grant)
    found = services.search_calls(grant_id=grant_id, person=person, terms=form.terms, now=now) if form.is_valid() else None
    return _find_page(request, grant, form=form, found=found)


@never_kept
@require_POST
@requires(Action.USE_GRANT)
def grant_choose(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Say which of the calls found the grant is about; they can then be heard."""
    person, form = actor_of(request), ChooseForm(request.POST)
    if not form.is_valid():
        grant = queries.own_grant(person, grant_id)
        return _find_page(request, grant, form=FindForm(grant=grant), choose_form=form)
    wanted = form.cleaned_data["recordings"]
    services.choose_calls(grant_id=grant_id, person=person, recording_ids=wanted, now=clock.now())
    messages.success(request, f"{counted(len(set(wanted)), 'call')} chosen. You can listen now.")
    return redirect("listening")


def _find_page(request: HttpRequest, grant: Grant, **context: Any) -> HttpResponse:
    searches = queries.searches(grant)[: presenters.SEARCHES_SHOWN]
    page = presenters.find_page(grant, queries.chosen_calls(grant), searches, context.get("found"))
    return render(request, "recordings/access/find.html", {**page, **context})


@never_kept
@require_GET
@requires(Action.USE_GRANT, fresh=True)
@tells_of_trouble
def player(request: HttpRequest, grant_id: UUID, recording_id: UUID) -> HttpResponse:
    """Open one call and hear it (S13, AU-1). Opening is recorded; so is every part that is sent and played."""
    now = clock.now()
    access = services.open_access(grant_id=grant_id, recording_id=recording_id, action=GrantAction.LISTEN, **_who(request), now=now)
    sound = queries.stored(access, *queries.HEARD)
    services.try_out(access=access, sound=sound, person=actor_of(request), now=now)
    page = presenters.player(access, queries.call_of(access), sound.object, queries.opened(access))
    return render(request, "recordings/access/player.html", page)


@never_kept
@require_safe
@requires(Action.USE_GRANT)
@tells_of_trouble
def audio(request: HttpRequest, access_id: UUID) -> HttpResponseBase:
    """The sound, range by range; each is checked and recorded before its first byte leaves (AC-4, AU-11)."""
    wanted = ranges.asked_for(request.headers.get("Range", ""))
    if request.method == "HEAD":
        access = services.keep_access(access_id=access_id, **_who(request), now=clock.now())
        sound = queries.stored(access, *queries.HEARD)
        return sound_answer(HttpResponse(), sound, wanted.of(sound.object.plain_size) if wanted else None)
    hand_over = partial(services.hand_over, access_id=access_id, **_who(request))
    part = hand_over(wanted=wanted or ranges.from_byte(0), now=clock.now())
    if wanted is None:
        return sound_answer(StreamingHttpResponse(_all_of_it(part, hand_over)), part.sound, None)
    return sound_answer(HttpResponse(part.data), part.sound, part.span)


def sound_answer(answer: HttpResponseBase, sound: Stored, span: Span | None) -> HttpResponseBase:
    """An answer with a part of a sound, or all of it, and the headers that players want."""
    answer.status_code = 206 if span else 200
    answer["Content-Type"] = sound.object.content_type
    answer["Content-Length"] = str(span.length if span else sound.object.plain_size)
    answer["Content-Disposition"] = "inline"
    answer["Accept-Ranges"] = "bytes"
    if span:
        answer["Content-Range"] = span.content_range
    return answer


def _all_of_it(part: Part, hand_over: Callable[..., Part]) -> Iterator[bytes]:
    """For a player that knows no ranges: part after part, each checked and recorded; cut off where one may not or cannot be sent."""
    yield part.data
    while part.span.end < part.span.size:
        try:
            part = hand_over(wanted=ranges.from_byte(part.span.end), now=clock.now())
        except (Refused, services.Damaged, VaultUnavailable, KeyRingUnusable):
            return
        yield part.data


@never_kept
@require_safe
@requires(Action.USE_GRANT)
@tells_of_trouble
def peaks(request: HttpRequest, access_id: UUID) -> HttpResponseBase:
    """The waveform, under the same access."""
    data = services.hand_over_peaks(access_id=access_id, **_who(request), now=clock.now())
    return HttpResponse(data, content_type="application/json")


def _who(request: HttpRequest) -> dict[str, Any]:
    """Who listens, and in which session: an access is bound to both."""
    return {"person": actor_of(request), "session_key": request.session.session_key or ""}


@require_POST
@requires(Action.USE_GRANT)
def played(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """The player says which seconds were heard (AU-11)."""
    form = PlayedForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    start, end = form.cleaned_data["from"], form.cleaned_data["to"]
    services.note_played(access_id=access_id, **_who(request), start=start, end=end)
    return HttpResponse(status=204)


@never_kept
@require_http_methods(["GET", "POST"])
@requires(Action.END_GRANT)
def grant_end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """End someone's access at once (AC-1)."""
    person, now, form = actor_of(request), clock.now(), EndForm(request.POST or None)
    grant = queries.grant_to_end(grant_id)
    if form.is_valid():
        services.end_grant(grant_id=grant_id, actor=person, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, f"{grant.holder.name} no longer has access under {grant.request_reference}.")
        return redirect("home")
    refusal = rules.refuse_lead(roles_of(person)) or rules.refuse_ended(grant, now)
    return render(request, "recordings/access/end.html", presenters.ending(grant, form, refusal))
