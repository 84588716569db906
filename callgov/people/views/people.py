"""Everyone: the list, a person's page, line managers, leavers (S43)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.people import presenters, queries, services
from callgov.people.forms import LineManagerForm
from callgov.roles import Action


@require_GET
@requires(Action.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Name, roles, second factor, last log-in (S43)."""
    actor, today = actor_of(request), clock.today()
    left = request.GET.get("left") == "yes"
    everyone = queries.everyone(today, left=left)
    return render(request, "people/people.html", presenters.people_page(actor, everyone, today, left=left))


@require_GET
@requires(Action.SEE_PEOPLE)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: roles and what they allow, line manager, deputies with dates, what may be done (S43)."""
    shown = queries.person(person_id)
    return render(request, "people/person.html", presenters.person_page(actor_of(request), shown, clock.today()))


@requires(Action.KEEP_ACCOUNTS)
def line_manager(request: HttpRequest, person_id: int) -> HttpResponse:
    """Say whose member of staff this is."""
    shown = queries.person(person_id)
    form = LineManagerForm(request.POST or None, person=shown)
    if request.method == "POST" and form.is_valid():
        services.set_line_manager(person=shown, manager=form.cleaned_data["manager"], actor=actor_of(request), now=clock.now())
        messages.success(request, "Line manager changed.")
        return redirect("person", person_id)
    page = presenters.form_page(form, f"Line manager of {shown.name}", "Change line manager", shown)
    return render(request, "people/form.html", page)


@requires(Action.KEEP_ACCOUNTS, fresh=True)
def leaver(request: HttpRequest, person_id: int) -> HttpResponse:
    """End an account, with what else ends listed first (AC-1)."""
    shown, now = queries.person(person_id), clock.now()
    if request.method == "POST":
        services.leaver(person=shown, actor=actor_of(request), now=now)
        messages.success(request, "Account ended.")
        return redirect("person", person_id)
    return render(request, "people/leaver.html", presenters.leaver_page(actor_of(request), shown, now))


@require_POST
@requires(Action.KEEP_ACCOUNTS, fresh=True)
def reset_factors(request: HttpRequest, person_id: int) -> HttpResponse:
    """Forget the second factors of someone who lost them all."""
    services.reset_factors(person=queries.person(person_id), actor=actor_of(request), now=clock.now())
    messages.success(request, "Second factors reset. They set up a new one when they next log in.")
    return redirect("person", person_id)


@require_POST
@requires(Action.KEEP_ACCOUNTS, fresh=True)
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody in again whose account was locked."""
    services.unlock_account(person=queries.person(person_id), actor=actor_of(request), now=clock.now())
    messages.success(request, "Account unlocked. They can log in again.")
    return redirect("person", person_id)
