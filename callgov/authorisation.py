"""Refuse by default: a view says which action it needs, or for whom else it is; a view that says nothing is refused.

The superuser flag opens nothing here. Objects are checked by the rules and queries behind the views: someone else's object is
answered with `NotYours`, which looks like a thing that does not exist and is in the trail.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from callgov import clock
from callgov.middleware import answer_refusal
from callgov.people.factors import factor_is_fresh, has_second_factor, second_factor_url, session_has_factor
from callgov.people.library import LIBRARY, Open
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.refusals import Refusal, Refused
from callgov.roles import DECIDING_ROLES, Action, Role, actions_of

View = TypeVar("View", bound=Callable[..., Any])


NOT_ALLOWED = Refusal("not-allowed", "You cannot open this.", "If you need it for your work, ask the Information Governance Lead.")
UNCLASSIFIED = Refusal("unclassified", "You cannot open this.", "The page does not say who may.")

LONGER_NEEDED = "Your role makes decisions, so your password must be 14 characters or more. Choose a new one to go on."
CONFIRM_AGAIN = "Nothing was done yet. Confirm that it is you, then press the button again."


def requires(action: Action, *, fresh: bool = False) -> Callable[[View], View]:
    """Only for people whose roles include `action`; `fresh` asks for a second factor within the last five minutes."""

    def mark(view: View) -> View:
        view.required_action = action  # type: ignore[attr-defined]
        view.needs_fresh_factor = fresh  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """For everyone, signed in or not. The literal list of public pages stands in a test."""
    return _open(view, Open.EVERYONE)


def signed_in(view: View) -> View:
    """For everyone who is signed in with a second factor, whatever their roles: their own account and nothing else."""
    return _open(view, Open.SIGNED_IN)


def freshly_signed_in(view: View) -> View:
    """As `signed_in`, with a second factor shown within the last five minutes."""
    view.needs_fresh_factor = True  # type: ignore[attr-defined]
    return _open(view, Open.SIGNED_IN)


def entering(view: View) -> View:
    """For everyone who has shown their password: the pages that lead to a second factor."""
    return _open(view, Open.ENTERING)


def _open(view: View, whom: Open) -> View:
    view.required_action = whom  # type: ignore[attr-defined]
    return view


def mark_of(view: Callable[..., Any], name: str) -> Action | Open | None:
    """For whom a view is: by its own mark, or for a library's page by the list of them; None when nobody said."""
    own: Action | Open | None = getattr(view, "required_action", None)
    if own is None and view.__module__.startswith("allauth."):
        return LIBRARY.get(name)
    return own


def actor_of(request: HttpRequest) -> User:
    """The signed-in person. Only behind a view that requires an action."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def roles_of(person: User) -> frozenset[Role]:
    """The roles a person holds or deputises for today."""
    return roles_on(person, clock.today())


def may(person: User | AnonymousUser, action: Action) -> bool:
    """Whether today's roles of this person include the action."""
    return isinstance(person, User) and person.is_active and action in actions_of(roles_of(person))


def refuse_action(person: User | AnonymousUser, action: Action) -> Refusal | None:
    """Refuse a person whose roles do not include the action (AC-1, AU-11)."""
    return None if may(person, action) else NOT_ALLOWED


class RefuseByDefault:
    """Middleware that stands in front of every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Let a view run only when its mark allows it."""
        try:
            return self._stop(request, view)
        except Refused as refused:
            return answer_refusal(request, refused)

    def _stop(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
        match = request.resolver_match
        mark = mark_of(view, match.view_name if match else "")
        if mark is Open.EVERYONE:
            return None
        if mark is None:
            raise Refused(UNCLASSIFIED)
        if not request.user.is_authenticated:
            return _go_first(request, settings.LOGIN_URL)
        if mark is Open.ENTERING:
            return None
        action = None if isinstance(mark, Open) else mark
        return _prove(request) or _check(request, action) or _freshen(request, needed=getattr(view, "needs_fresh_factor", False))


def _prove(request: HttpRequest) -> HttpResponse | None:
    """Every session shows a second factor before it opens anything (AU-11)."""
    if session_has_factor(request):
        return None
    return _go_first(request, "confirm_factor") if has_second_factor(actor_of(request)) else redirect(second_factor_url())


def _check(request: HttpRequest, action: Action | None) -> HttpResponse | None:
    """Roles decide over everything but one's own account; a role that decides asks for a long password."""
    if action is None:
        return None
    person = actor_of(request)
    refusal = refuse_action(person, action)
    if refusal is not None:
        raise Refused(refusal)
    if person.short_password and roles_of(person) & DECIDING_ROLES:
        messages.warning(request, LONGER_NEEDED)
        return redirect("account_change_password")
    return None


def _freshen(request: HttpRequest, *, needed: bool) -> HttpResponse | None:
    """Ask for the second factor again, and come back to the page: to the form's own page when a form was sent."""
    if not needed or factor_is_fresh(request):
        return None
    if request.method == "POST":
        messages.warning(request, CONFIRM_AGAIN)
    return _go_first(request, "confirm_factor")


def _go_first(request: HttpRequest, where: str) -> HttpResponse:
    """Send the reader to another page that leads back here; a part of a page sends the whole page."""
    answer = redirect_to_login(way_back(request), resolve_url(where))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer


def way_back(request: HttpRequest) -> str:
    """A page that may be opened by its address: this one, or for a form that was sent, the page on which it stood."""
    if request.method in ("GET", "HEAD") and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url("home")
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
