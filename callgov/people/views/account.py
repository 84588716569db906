"""One's own account: what I may do, how I prove who I am, where I am logged in (S1, S3)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from callgov import clock
from callgov.authorisation import actor_of, entering, freshly_signed_in, public, signed_in
from callgov.people import presenters, queries, services
from callgov.people.factors import has_passkey, has_second_factor


@require_GET
@signed_in
def your_account(request: HttpRequest) -> HttpResponse:
    """Roles in plain words, second factors, sessions (S3)."""
    person = actor_of(request)
    context = {
        "person": person,
        "powers": presenters.powers_of(person, clock.today()),
        "factors": presenters.factors_of(person),
        "sessions": presenters.sessions_of(request, person),
        "codes_left": queries.recovery_codes_left(person),
    }
    return render(request, "people/your_account.html", context)


@require_POST
@signed_in
def stay_logged_in(request: HttpRequest) -> HttpResponse:
    """The time-out dialog was answered: the request itself keeps the session. 204; who is logged out is sent to log in."""
    return HttpResponse(status=204)


@require_POST
@signed_in
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of my sessions."""
    services.end_session(person=actor_of(request), session_id=session_id)
    messages.success(request, "Session ended.")
    return redirect("your_account")


@require_GET
@entering
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Passkey or app: the choice that everyone makes before anything else opens."""
    return render(request, "people/set_up_factor.html", {"first": not has_second_factor(actor_of(request))})


@require_GET
@signed_in
def factor_done(request: HttpRequest) -> HttpResponse:
    """Where the library goes after a change of factors."""
    return redirect("your_account")


@freshly_signed_in
def remove_factor(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Take away one of my second factors; the last one stays."""
    person = actor_of(request)
    if request.method == "POST":
        services.remove_factor(person=person, factor_id=factor_id, request=request)
        return redirect("your_account")
    return render(request, "people/remove_factor.html", {"act": presenters.factor_removal(person, factor_id)})


@require_GET
@entering
def confirm_factor(request: HttpRequest) -> HttpResponse:
    """Sends on to the page where this person confirms: passkey first, since it is one press."""
    person = actor_of(request)
    if not has_second_factor(person):
        return redirect("set_up_factor")
    page = reverse("mfa_reauthenticate_webauthn" if has_passkey(person) else "mfa_reauthenticate")
    return redirect(f"{page}?{urlencode({'next': request.GET.get('next', reverse('home'))})}")


@require_GET
@public
def cannot_log_in(request: HttpRequest) -> HttpResponse:
    """What to do without password, phone or passkey."""
    return render(request, "people/cannot_log_in.html")
