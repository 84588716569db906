"""Giving and ending roles, naming and ending deputies (S43). All ask for a fresh second factor."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.people import presenters, queries, services
from callgov.people.forms import DeputyForm, GiveRoleForm
from callgov.refusals import Refused
from callgov.roles import Action, Role


@requires(Action.KEEP_ROLES, fresh=True)
def give_role(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person a role from today on."""
    shown = queries.person(person_id)
    form = GiveRoleForm(request.POST or None, held=queries.roles_on(shown, clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            services.give_role(person=shown, role=Role(form.cleaned_data["role"]), actor=actor_of(request), now=clock.now())
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("role", str(refused.refusal))
        else:
            messages.success(request, "Role given. It holds from now on.")
            return redirect("person", person_id)
    page = presenters.form_page(form, f"Give {shown.name} a role", "Give role", shown)
    return render(request, "people/form.html", page)


@require_POST
@requires(Action.KEEP_ROLES, fresh=True)
def end_role(request: HttpRequest, person_id: int, role: str) -> HttpResponse:
    """End a person's role at once."""
    if role not in Role.values:
        raise Http404
    services.end_role(person=queries.person(person_id), role=Role(role), actor=actor_of(request), now=clock.now())
    messages.success(request, "Role ended.")
    return redirect("person", person_id)


@requires(Action.KEEP_ROLES, fresh=True)
def name_deputy(request: HttpRequest, person_id: int) -> HttpResponse:
    """Name a deputy between two days."""
    shown = queries.person(person_id)
    form = DeputyForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            services.name_deputy(person=shown, actor=actor_of(request), now=clock.now(), **form.named())
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("role", str(refused.refusal))
        else:
            messages.success(request, "Deputy named.")
            return redirect("person", person_id)
    page = presenters.form_page(form, f"Name {shown.name} as deputy", "Name deputy", shown)
    return render(request, "people/form.html", page)


@require_POST
@requires(Action.KEEP_ROLES, fresh=True)
def end_deputy(request: HttpRequest, deputy_id: int) -> HttpResponse:
    """End a deputy's time at once."""
    deputy = queries.deputy(deputy_id)
    services.end_deputy(deputy_id=deputy_id, actor=actor_of(request), now=clock.now())
    messages.success(request, "Deputy's time ended.")
    return redirect("person", deputy.person_id)
