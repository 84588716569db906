"""Legal holds (S25)."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.roles import Action
from recordings.keeping import services
from recordings.keeping.forms import HoldForm, ReleaseForm, ReviewForm
from recordings.keeping.presenters import holds as presenters
from recordings.keeping.queries import holds as queries
from recordings.keeping.queries.schedule import class_of_case
from recordings.models import LegalHold

PAGE = 25


@require_GET
@requires(Action.SEE_KEEPING)
def holds(request: HttpRequest) -> HttpResponse:
    """Holds by case."""
    page = Paginator(queries.holds(), PAGE).get_page(request.GET.get("page"))
    return render(request, "recordings/keeping/holds.html", presenters.holds_page(page, actor_of(request), clock.today()))


@require_http_methods(["GET", "POST"])
@requires(Action.KEEP_HOLDS)
def hold_new(request: HttpRequest) -> HttpResponse:
    """Place a hold: what for and on which calls, then how many they are, then place it."""
    form = HoldForm(
        request.POST or None, initial={"case_reference": request.GET.get("case", ""), "request_reference": request.GET.get("case", "")}
    )
    counted = None
    if form.is_valid():
        given = form.cleaned_data
        counted = len(given["recordings"])
        if request.POST.get("step") == "place":
            said = {name: given[name] for name in ("kind", "case_reference", "reason", "review_on", "recordings")}
            placed = services.place_hold_by_hand(actor=actor_of(request), now=clock.now(), **said)
            messages.success(request, "Hold placed. None of these recordings is destroyed until it is released.")
            return redirect("hold", placed.pk)
    return render(request, "recordings/keeping/hold_new.html", presenters.new_page(form, counted))


@require_GET
@requires(Action.SEE_KEEPING)
def hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """One hold."""
    return _hold(request, hold_id)


@require_POST
@requires(Action.KEEP_HOLDS)
def hold_review(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Keep a hold until another day."""
    form = ReviewForm(request.POST, prefix="review")
    if not form.is_valid():
        return _hold(request, hold_id, review=form)
    services.review_hold(hold_id=hold_id, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
    messages.success(request, "Reviewed. The hold stays.")
    return redirect("hold", hold_id)


@require_POST
@requires(Action.KEEP_HOLDS)
def hold_release(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Release a hold."""
    form = _release_form(queries.hold(hold_id), request.POST)
    if not form.is_valid():
        return _hold(request, hold_id, release=form)
    said = {"reason": form.cleaned_data["reason"], "linked": form.is_linked}
    services.release_hold_by_hand(hold_id=hold_id, actor=actor_of(request), now=clock.now(), **said)
    messages.success(request, "Hold released. Its recordings follow the retention schedule again.")
    return redirect("hold", hold_id)


def _release_form(row: LegalHold, given: QueryDict | None = None) -> ReleaseForm:
    return ReleaseForm(given, prefix="release", kept=class_of_case(row.kind))


def _hold(request: HttpRequest, hold_id: UUID, release: ReleaseForm | None = None, review: ReviewForm | None = None) -> HttpResponse:
    row, today = queries.hold_to_show(hold_id), clock.today()
    context = presenters.hold_page(row, queries.freed_by(row, today), actor_of(request), today, release or _release_form(row), review)
    return render(request, "recordings/keeping/hold.html", context)
