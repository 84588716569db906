"""Preparing and releasing a copy (S17)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import Conflict, Refusal, Refused
from callgov.roles import Action
from recordings.access import ranges
from recordings.access.views import never_kept, sound_answer, tells_of_trouble
from recordings.audio import CopyNotProven
from recordings.vault.trouble import TamperedObject, VaultUnavailable
from register import presenters, queries
from register.forms import PrepareForm
from register.models import Method, ReleaseState
from register.packaging.contents import base_name, package
from register.packaging.passphrases import is_passphrase, new_passphrase
from register.redaction.queries import marks_of
from register.services.destroying import discard_copy
from register.services.handing import NOT_FOR_HANDING, download_to_hand_over, play_to_listener
from register.services.preparing import CopySpec, prepare_copy
from register.services.releasing import release_copy, renew_link


@require_http_methods(["GET", "POST"])
@requires(Action.RELEASE, fresh=True)
def release_new(request: HttpRequest, grant_id: UUID, recording_id: UUID) -> HttpResponse:
    """Choose format, extract, method and delete-by; making the copy leads to its check page."""
    person, now = actor_of(request), clock.now()
    case = queries.case_of_grant(grant_id=grant_id, person=person)
    recording = queries.recording_under(grant_id=grant_id, recording_id=recording_id)
    marks = marks_of(case, recording_id)
    form = PrepareForm(
        request.POST or None, wanted_format=case.wanted_format, silenced=marks.confirmed is not None,
        initial=presenters.suggested(case, clock.local_day(now)),
    )  # fmt: skip
    if form.is_valid():
        made = _try_preparing(request, form, form.spec(), grant_id, recording_id)
        if made is not None:
            return redirect("release_detail", made)
    return render(request, "register/prepare.html", presenters.prepare_page(case, recording, marks, form, person, grant_id))


def _try_preparing(request: HttpRequest, form: PrepareForm, spec: CopySpec, grant_id: UUID, recording_id: UUID) -> UUID | None:
    """The id of the copy, or None with the trouble said on the form, where everything typed is kept."""
    try:
        session_key = request.session.session_key or ""
        release = prepare_copy(
            grant_id=grant_id, recording_id=recording_id, person=actor_of(request), spec=spec, session_key=session_key, now=clock.now()
        )
    except Refused as refused:
        form.add_error(None, str(refused.refusal))
    except TamperedObject:
        form.add_error(None, "This recording did not pass its check, so no copy was made. Tell the Information Governance Lead.")
    except (CopyNotProven, VaultUnavailable) as trouble:
        form.add_error(None, str(trouble))
    else:
        return release.pk
    return None


@never_kept
@require_GET
@requires(Action.RELEASE, fresh=True)
def release_listen(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """The copy, played to whoever listens at the practice."""
    release = queries.release_for(actor_of(request), release_id)
    if release.method != Method.LISTENED or release.state not in (ReleaseState.RELEASED, ReleaseState.COLLECTED):
        raise Conflict(NOT_FOR_HANDING)
    return render(request, "register/listen.html", {"release": release})


@never_kept
@require_safe
@requires(Action.RELEASE)
@tells_of_trouble
def release_audio(request: HttpRequest, release_id: UUID) -> HttpResponseBase:
    """Its sound, range by range."""
    wanted = ranges.asked_for(request.headers.get("Range", "")) or ranges.from_byte(0)
    key = request.session.session_key or ""
    part = play_to_listener(release_id=release_id, person=actor_of(request), session_key=key, wanted=wanted, now=clock.now())
    return sound_answer(HttpResponse(part.data), part.sound, part.span)


@require_GET
@requires(Action.RELEASE)
def release_detail(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """One copy: what was made, the line that will be or was written, what can be done next."""
    release = queries.release_for(actor_of(request), release_id)
    return render(request, "register/release.html", presenters.release_page(release, actor_of(request), clock.now()))


@require_POST
@requires(Action.RELEASE, fresh=True)
def release_now(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Release and write the line. Link and code are shown in this answer and never again, so it is not a redirect."""
    queries.release_for(actor_of(request), release_id)
    handover = release_copy(release_id=release_id, person=actor_of(request), now=clock.now())
    return render(request, "register/released.html", presenters.handover_page(handover, request))


@require_POST
@requires(Action.RELEASE, fresh=True)
def release_discard(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Discard a prepared copy: nothing was released, and it is destroyed at once."""
    discard_copy(release_id=release_id, person=actor_of(request), now=clock.now())
    messages.success(request, "The copy is discarded and destroyed. Nothing was released.")
    return redirect("release_detail", release_id)


@require_POST
@requires(Action.RELEASE, fresh=True)
def link_renew(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """A new link and code; the old ones stop working."""
    queries.release_for(actor_of(request), release_id)
    handover = renew_link(release_id=release_id, person=actor_of(request), now=clock.now())
    return render(request, "register/released.html", presenters.handover_page(handover, request))


@require_POST
@requires(Action.RELEASE, fresh=True)
def release_package(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """A new passphrase, shown in this answer and kept nowhere, and the button for the package that it locks."""
    release = queries.release_for(actor_of(request), release_id)
    return render(request, "register/package.html", presenters.package_page(release, new_passphrase()))


@require_POST
@requires(Action.RELEASE, fresh=True)
def package_download(request: HttpRequest, release_id: UUID) -> StreamingHttpResponse:
    """The releaser's own download, locked with the passphrase that the page carried, to send, write to media or hand over."""
    queries.release_for(actor_of(request), release_id)
    passphrase = insist_passphrase(request)
    download = download_to_hand_over(
        release_id=release_id, person=actor_of(request), session_key=request.session.session_key or "", now=clock.now()
    )
    return as_attachment(package(download, passphrase), "application/zip", None, f"{base_name(download.release)}.zip")


def insist_passphrase(request: HttpRequest) -> str:
    """The passphrase that a page of ours carried. Raises Refused for anything else in its place."""
    passphrase = str(request.POST.get("passphrase", ""))
    if not is_passphrase(passphrase):
        raise Refused(Refusal("no-passphrase", "The package was not locked.", "Go back, open the page again and press the button."))
    return passphrase


def as_attachment(chunks: object, content_type: str, size: int | None, name: str) -> StreamingHttpResponse:
    """A download that no cache keeps and no page shows inline; `size` where it is known before the last byte."""
    response = StreamingHttpResponse(chunks, content_type=content_type)  # type: ignore[arg-type]
    if size is not None:
        response["Content-Length"] = str(size)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
