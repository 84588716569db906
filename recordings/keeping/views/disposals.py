"""Destruction: batches, their decision, exceptions and certificates, and why one recording is kept (S26)."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.refusals import Conflict, Refused
from callgov.roles import Action
from recordings.keeping import services
from recordings.keeping.forms import AuthoriseForm, EarlyForm, EarlyOneForm, ReasonForm, WhyNotForm
from recordings.keeping.presenters import disposals as presenters
from recordings.keeping.queries import disposals as queries
from recordings.keeping.queries import holds, standing
from recordings.keeping.rules.disposal import Early

PAGE = 25
SAMPLE = 5


@require_GET
@requires(Action.SEE_KEEPING)
def disposals(request: HttpRequest) -> HttpResponse:
    """All batches, newest first."""
    now = clock.now()
    page = Paginator(queries.batches(), PAGE).get_page(request.GET.get("page"))
    is_due = queries.destroyable(now).exists()
    context = presenters.disposals_page(page, actor_of(request), clock.local_day(now), is_due)
    return render(request, "recordings/keeping/disposals.html", context)


@require_POST
@requires(Action.PROPOSE_KEEPING)
def disposal_propose(request: HttpRequest) -> HttpResponse:
    """Propose everything that is due."""
    batch = services.propose_due(actor=actor_of(request), now=clock.now())
    messages.success(request, f"{batch.reference} is proposed. Someone else must authorise it.")
    return redirect("disposal", batch.reference)


@require_http_methods(["GET", "POST"])
@requires(Action.PROPOSE_KEEPING)
def disposal_early(request: HttpRequest) -> HttpResponse:
    """Propose early destruction of the calls of a request or a number."""
    form = EarlyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        case = given["request_reference"].strip() if given["which"] == "request" else ""
        batch = _proposed(request, form, given["recordings"], Early(given["ground"], given["reason"], case))
        if batch:
            return redirect("disposal", batch)
    return render(request, "recordings/keeping/early.html", {"form": form})


@require_POST
@requires(Action.PROPOSE_KEEPING)
def disposal_early_one(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """Propose early destruction of one recording."""
    form = EarlyOneForm(request.POST)
    if form.is_valid():
        batch = _proposed(request, form, [recording_id], Early(form.cleaned_data["ground"], form.cleaned_data["reason"]))
        if batch:
            return redirect("disposal", batch)
    return _recording(request, recording_id, form=form)


def _proposed(request: HttpRequest, form: EarlyForm | EarlyOneForm, recordings: list[UUID], early: Early) -> str:
    """The reference of the new batch; "" when it was refused, which the form then says."""
    try:
        batch = services.propose_early(recordings=recordings, early=early, actor=actor_of(request), now=clock.now())
    except Refused as refused:
        note_refusal(request, refused)
        form.add_error(None, str(refused.refusal))
        return ""
    messages.success(request, f"{batch.reference} is proposed. Someone else must authorise it.")
    return batch.reference


@require_GET
@requires(Action.SEE_KEEPING)
def disposal(request: HttpRequest, reference: str) -> HttpResponse:
    """One batch with everything that its decision needs."""
    return _disposal(request, reference)


@require_POST
@requires(Action.AUTHORISE_DESTRUCTION, fresh=True)
def disposal_authorise(request: HttpRequest, reference: str) -> HttpResponse:
    """Authorise a batch: the count typed, a second factor shown just now."""
    planned = queries.planned(queries.batch(reference))
    form = AuthoriseForm(request.POST, planned=planned)
    if form.is_valid():
        try:
            services.authorise(reference=reference, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Conflict:
            raise
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("count", str(refused.refusal))
        else:
            messages.success(request, "Authorised. Destruction begins within ten minutes. You can leave this page.")
            return redirect("disposal", reference)
    return _disposal(request, reference, form=form)


@require_POST
@requires(Action.AUTHORISE_DESTRUCTION)
def disposal_refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Turn a batch down."""
    form = WhyNotForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return _disposal(request, reference, refusing=form)
    services.refuse_batch(reference=reference, actor=actor_of(request), reason=form.cleaned_data["reason"], now=clock.now())
    messages.success(request, "Nothing of it is destroyed.")
    return redirect("disposal", reference)


@require_POST
@requires(Action.PROPOSE_KEEPING)
def disposal_leave_out(request: HttpRequest, reference: str, recording_id: UUID) -> HttpResponse:
    """Leave one recording out of a batch."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _recording(request, recording_id, leaving=form)
    services.leave_out(
        reference=reference, recording_id=recording_id, actor=actor_of(request), reason=form.cleaned_data["reason"], now=clock.now()
    )
    messages.success(request, "It is left out.")
    return redirect("disposal", reference)


@require_GET
@requires(Action.SEE_KEEPING)
def disposal_left_out(request: HttpRequest, reference: str) -> HttpResponse:
    """What a batch leaves out, and why."""
    batch = queries.batch(reference)
    page = Paginator(queries.left_out(batch), PAGE).get_page(request.GET.get("page"))
    return render(request, "recordings/keeping/left_out.html", presenters.left_out_page(batch, page))


@require_GET
@requires(Action.SEE_KEEPING)
def disposal_certificates(request: HttpRequest, reference: str) -> HttpResponse:
    """The certificates of a batch."""
    batch = queries.batch(reference)
    page = Paginator(queries.certificates(batch), PAGE).get_page(request.GET.get("page"))
    return render(request, "recordings/keeping/certificates.html", presenters.certificates_page(batch, page))


@require_GET
@requires(Action.SEE_KEEPING)
def destruction_certificate(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One certificate of destruction of a recording."""
    found = queries.certificate(year, number)
    return render(request, "recordings/keeping/certificate.html", {"certificate": found, "rows": presenters.certificate_rows(found)})


@require_GET
@requires(Action.SEE_KEEPING)
def retention_of(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """Why one recording is kept until when. Who looked is in the trail; nothing of the call but its day and line is shown (AC-4)."""
    services.note_read(recording_id=recording_id)
    return _recording(request, recording_id)


def _recording(
    request: HttpRequest, recording_id: UUID, form: EarlyOneForm | None = None, leaving: ReasonForm | None = None
) -> HttpResponse:
    now, found = clock.now(), holds.recording(recording_id)
    context = presenters.recording_page(
        found, holds.holds_on(recording_id), standing.against([recording_id], now).get(recording_id, ""), queries.live_item(recording_id),
        actor_of(request), clock.local_day(now), form, leaving,
    )  # fmt: skip
    return render(request, "recordings/keeping/recording.html", context)


def _disposal(request: HttpRequest, reference: str, form: AuthoriseForm | None = None, refusing: WhyNotForm | None = None) -> HttpResponse:
    batch = queries.batch(reference)
    shown = presenters.Batch(
        batch, queries.counts(batch), queries.counts_by_class(batch), queries.reasons(batch), queries.sample(batch, SAMPLE),
        queries.first_and_last(batch),
    )  # fmt: skip
    return render(
        request, "recordings/keeping/disposal.html", presenters.disposal_page(shown, actor_of(request), clock.today(), form, refusing)
    )
