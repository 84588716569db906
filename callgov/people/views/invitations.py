"""Inviting people, one by one or from a file, and accepting an invitation (S1, S43)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from callgov import clock
from callgov.authorisation import actor_of, may, public, requires
from callgov.middleware import note_refusal
from callgov.people import presenters, queries, services
from callgov.people.forms import AcceptForm, InviteForm, StaffFileForm
from callgov.people.sessions import Method, start_session
from callgov.refusals import Refused
from callgov.roles import Action


@requires(Action.KEEP_ACCOUNTS, fresh=True)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a person: name, email address, roles."""
    actor = actor_of(request)
    form = InviteForm(request.POST or None, keeps_roles=may(actor, Action.KEEP_ROLES))
    if request.method == "POST" and form.is_valid():
        try:
            invited = services.invite(actor=actor, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("roles" if refused.refusal.code == "role-conflict" else "email", str(refused.refusal))
        else:
            messages.success(request, "Invitation sent. The link works once, for seven days.")
            return redirect("person", invited.invitation.person_id)
    return render(request, "people/form.html", presenters.form_page(form, "Invite a person", "Send invitation"))


@require_POST
@requires(Action.KEEP_ACCOUNTS, fresh=True)
def invite_again(request: HttpRequest, person_id: int) -> HttpResponse:
    """Send a new link; the one before stops working."""
    services.invite_again(person=queries.person(person_id), actor=actor_of(request), now=clock.now())
    messages.success(request, "Invitation sent again. The earlier link no longer works.")
    return redirect("person", person_id)


@requires(Action.KEEP_ROLES, fresh=True)
def import_staff(request: HttpRequest) -> HttpResponse:
    """Staff from a CSV file: first what would happen, then the same for good."""
    form = StaffFileForm(request.POST or None, request.FILES or None)
    done = None
    if request.method == "POST" and form.is_valid():
        lines, dry_run = form.cleaned_data["file"], form.cleaned_data["try_first"]
        done = services.import_staff(lines=lines, actor=actor_of(request), now=clock.now(), dry_run=dry_run)
    return render(request, "people/import_staff.html", {"form": form, "outcome": presenters.import_outcome(done, tried=form.tried)})


@never_cache
@sensitive_post_parameters("password")
@public
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose username and password; a second factor is set up next, before anything else opens."""
    invitation = services.open_invitation(token, clock.now())
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.accept_invitation(token=token, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        except Refused as refused:
            form.add_error("username", str(refused.refusal))
        else:
            start_session(request, person, methods=[Method.PASSWORD])
            return redirect("set_up_factor")
    return render(request, "people/accept.html", {"form": form, "person": invitation.person})
