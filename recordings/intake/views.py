"""Imports, quarantine, and depositing the audio of one call."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import Conflict, Refused
from callgov.roles import Action
from recordings.audio import UnusableAudio
from recordings.intake import presenters, queries, services
from recordings.intake.forms import DepositForm, DestroyForm, RecordForm
from recordings.vault.trouble import KeyRingUnusable, TamperedObject, VaultUnavailable

PAGE = 25
NOT_GONE = "It cannot be destroyed just now. Wait a minute, then try again."
DAMAGED = "What lies in quarantine is damaged and cannot be taken in. Import the call again, then destroy this file."
NOT_NOW = "It cannot be stored just now, and nothing was kept. Wait a minute, then try again."

never_kept = cache_control(no_store=True)


@require_GET
@requires(Action.SETTLE_INTAKE)
def import_runs(request: HttpRequest) -> HttpResponse:
    """Imports with their counts, newest first (S28)."""
    page = Paginator(queries.import_runs(), PAGE).get_page(request.GET.get("page"))
    return render(request, "recordings/intake/runs.html", presenters.runs_page(page, queries.count_waiting()))


@require_GET
@requires(Action.SETTLE_INTAKE)
def quarantine(request: HttpRequest) -> HttpResponse:
    """Files that could not be used, those that wait first (S28)."""
    page = Paginator(queries.quarantine(), PAGE).get_page(request.GET.get("page"))
    return render(request, "recordings/intake/quarantine.html", presenters.quarantine_page(page))


@never_kept
@require_GET
@requires(Action.SETTLE_INTAKE)
def quarantined_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One file with its record. Looking at it is in the trail; hearing it is not possible (AC-4)."""
    file = services.look_at(file_id=file_id, now=clock.now())
    return render(request, "recordings/intake/file.html", presenters.file_page(file))


@never_kept
@require_POST
@requires(Action.SETTLE_INTAKE)
def destroy_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Destroy a file in quarantine, with a reason."""
    form = DestroyForm(request.POST)
    if form.is_valid():
        try:
            services.destroy_file(file_id=file_id, actor=actor_of(request), reason=form.cleaned_data["reason"], now=clock.now())
        except VaultUnavailable:
            form.add_error(None, NOT_GONE)
        else:
            messages.success(request, "The file is destroyed, and the certificate is written.")
            return redirect("quarantine")
    file = services.look_at(file_id=file_id, now=clock.now())
    return render(request, "recordings/intake/file.html", presenters.file_page(file, destroy_form=form))


@never_kept
@require_POST
@requires(Action.SETTLE_INTAKE)
def take_in_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Take a file in after all, with its record put right."""
    form = RecordForm(request.POST)
    if form.is_valid() and _taken_in(request, file_id, form):
        messages.success(request, "The recording is taken in. The file has left quarantine.")
        return redirect("quarantine")
    file = services.look_at(file_id=file_id, now=clock.now())
    return render(request, "recordings/intake/file.html", presenters.file_page(file, record_form=form))


def _taken_in(request: HttpRequest, file_id: UUID, form: RecordForm) -> bool:
    try:
        services.take_in_file(file_id=file_id, actor=actor_of(request), cells=form.cells, source=services.SOURCE, now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(None, str(refused.refusal))
    except UnusableAudio as unusable:
        form.add_error(None, unusable.sentence)
    except TamperedObject:
        form.add_error(None, DAMAGED)
    except (VaultUnavailable, KeyRingUnusable):
        form.add_error(None, NOT_NOW)
    return not form.errors


@never_kept
@require_http_methods(["GET", "POST"])
@requires(Action.DEPOSIT)
def deposit(request: HttpRequest, grant_id: UUID, recording_id: UUID) -> HttpResponse:
    """Deposit the audio of one call for an approved request."""
    too_large = int(request.headers.get("Content-Length") or 0) > settings.MAX_UPLOAD_BYTES
    form = DepositForm(request.POST or None, request.FILES or None, too_large=too_large)
    choice = services.show_call_to_fetch(grant_id=grant_id, recording_id=recording_id, depositor=actor_of(request), now=clock.now())
    if form.is_valid() and _deposited(request, grant_id, recording_id, form):
        messages.success(request, f"The audio is kept. It can now be heard under {choice.grant.request_reference}.")
        return redirect("home")
    return render(request, "recordings/intake/deposit.html", presenters.deposit_page(choice, form))


def _deposited(request: HttpRequest, grant_id: UUID, recording_id: UUID, form: DepositForm) -> bool:
    where = form.cleaned_data["where_from"]
    try:
        services.deposit(
            recording_id=recording_id, grant_id=grant_id, depositor=actor_of(request), source=form.upload, where_from=where, now=clock.now()
        )
    except UnusableAudio as unusable:
        form.add_error("file", unusable.sentence)
    except (VaultUnavailable, KeyRingUnusable):
        form.add_error(None, NOT_NOW)
    except services.OtherCall as other:
        form.add_error("file", str(other.refusal))
    return not form.errors
