"""The retention schedule and changes of it (S24)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.refusals import Conflict, Refused
from callgov.roles import Action
from callgov.ui.formats import counted
from recordings.keeping import services
from recordings.keeping.forms import ChangeForm, ReasonForm
from recordings.keeping.presenters import landing
from recordings.keeping.presenters import schedule as presenters
from recordings.keeping.queries import schedule as queries


@require_GET
@requires(Action.SEE_KEEPING)
def keeping(request: HttpRequest) -> HttpResponse:
    """What is kept, held and destroyed, at a glance."""
    return render(request, "recordings/keeping/keeping.html", landing.page(clock.today()))


@require_GET
@requires(Action.SEE_KEEPING)
def retention_schedule(request: HttpRequest) -> HttpResponse:
    """Every class: how long, from when, what then, why."""
    context = presenters.schedule_page(list(queries.schedule()), actor_of(request), clock.today())
    return render(request, "recordings/keeping/schedule.html", context)


@require_POST
@requires(Action.AUTHORISE_DESTRUCTION)
def retention_adopt(request: HttpRequest) -> HttpResponse:
    """Add the recommended classes that are missing."""
    added = services.adopt_defaults(actor=actor_of(request), now=clock.now())
    messages.success(request, f"{counted(len(added), 'class', 'classes')} added to the schedule.")
    return redirect("retention_schedule")


@require_http_methods(["GET", "POST"])
@requires(Action.PROPOSE_KEEPING)
def retention_propose(request: HttpRequest, class_id: int) -> HttpResponse:
    """Try a change out, see what it would do, then propose it."""
    kept = queries.retention_class(class_id)
    form = ChangeForm(request.POST or None, initial=ChangeForm.as_it_stands(kept))
    tried = None
    if form.is_valid():
        try:
            tried = services.try_change(class_id=class_id, months=form.cleaned_data["months"], now=clock.now()).as_facts()
            if request.POST.get("step") == "propose":
                change = services.propose_change(class_id=class_id, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
                messages.success(request, "Change proposed. The Information Governance Lead decides.")
                return redirect("retention_change", change.pk)
        except Conflict:
            raise
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error(None, str(refused.refusal))
    return render(request, "recordings/keeping/propose.html", presenters.propose_page(kept, form, tried))


@require_GET
@requires(Action.SEE_KEEPING)
def retention_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """One proposed change with its dry run."""
    return _change(request, change_id)


@require_POST
@requires(Action.AUTHORISE_DESTRUCTION)
def retention_decide(request: HttpRequest, change_id: int) -> HttpResponse:
    """Agree to a change, or turn it down."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _change(request, change_id, form)
    decide = services.agree_change if request.POST.get("decision") == "agree" else services.refuse_change
    decided = decide(change_id=change_id, actor=actor_of(request), reason=form.cleaned_data["reason"], now=clock.now())
    messages.success(request, f"{decided.get_state_display()}.")
    return redirect("retention_change", change_id)


def _change(request: HttpRequest, change_id: int, form: ReasonForm | None = None) -> HttpResponse:
    change, now = queries.change(change_id), clock.now()
    run = services.run_of_change(change=change, now=now)
    context = presenters.change_page(change, run, actor_of(request), clock.local_day(now), form)
    return render(request, "recordings/keeping/change.html", context)
