"""The page on which a call is written down beside its player (S16)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import Refused
from callgov.roles import Action
from recordings.access import queries as calls
from recordings.access.services import open_access, open_subject_access, try_out
from recordings.access.views import never_kept, tells_of_trouble
from recordings.audio import CopyNotProven, EngineMissing
from recordings.models import GrantAction
from register.queries import case_of_grant, recording_under
from register.transcripts import presenters, queries, services
from register.transcripts.forms import TranscriptForm
from register.transcripts.lines import write


@never_kept
@require_http_methods(["GET", "POST"])
@requires(Action.RELEASE, fresh=True)
@tells_of_trouble
def transcript(request: HttpRequest, grant_id: UUID, recording_id: UUID) -> HttpResponse:
    """Type or correct what is said; each save is a version."""
    person, now, key = actor_of(request), clock.now(), request.session.session_key or ""
    call = recording_under(grant_id=grant_id, recording_id=recording_id)
    version = queries.newest(case_of_grant(grant_id=grant_id, person=person), recording_id)
    form = TranscriptForm(request.POST or None, duration_ms=call.duration_ms or 0)
    if form.is_valid():
        try:
            services.write(grant_id=grant_id, recording_id=recording_id, person=person, lines=form.lines, now=now)
        except Refused as refused:
            form.add_error("text", str(refused.refusal))
        else:
            messages.success(request, "Saved as a new version.")
            return redirect("transcript", grant_id, recording_id)
    who = {"grant_id": grant_id, "recording_id": recording_id, "person": person, "session_key": key, "now": now}
    if version and not form.is_bound:
        access = open_subject_access(subject=version.pk, action=GrantAction.LISTEN, **who)  # type: ignore[arg-type]
        form = TranscriptForm(initial={"text": write(queries.lines(access, version))}, duration_ms=call.duration_ms or 0)
    access = open_access(action=GrantAction.LISTEN, **who)  # type: ignore[arg-type]
    sound = calls.stored(access, *calls.HEARD)
    try_out(access=access, sound=sound, person=person, now=now)
    page = presenters.page(call, access, sound.object, calls.opened(access), form, version)
    return render(request, "register/transcript.html", page)


@require_POST
@requires(Action.RELEASE, fresh=True)
def transcript_draft(request: HttpRequest, grant_id: UUID, recording_id: UUID) -> HttpResponse:
    """A first version by the practice's own engine."""
    key = request.session.session_key or ""
    try:
        services.draft(grant_id=grant_id, recording_id=recording_id, person=actor_of(request), session_key=key, now=clock.now())
    except (EngineMissing, CopyNotProven) as trouble:
        messages.warning(request, str(trouble))
    return redirect("transcript", grant_id, recording_id)


@require_POST
@requires(Action.RELEASE, fresh=True)
def transcript_certify(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Certify the newest version under one's own name."""
    certificate = services.certify(version_id=version_id, person=actor_of(request), now=clock.now())
    messages.success(request, "Certified under your name. It can now be given as text or PDF.")
    return redirect("transcript", certificate.version.grant_id, certificate.version.recording_id)
