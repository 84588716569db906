"""Refuse by default: a view says which action it needs, or that it is public; a view that says neither is refused.

The superuser flag opens nothing here. Objects are checked by the rules and queries behind the views.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from callgov import clock
from callgov.middleware import answer_refusal
from callgov.people.factors import factor_is_fresh, has_second_factor, second_factor_url
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.refusals import Refusal, Refused
from callgov.roles import Action, Role, actions_of

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"

NOT_ALLOWED = Refusal("not-allowed", "You cannot open this.", "If you need it for your work, ask the Information Governance Lead.")
UNCLASSIFIED = Refusal("unclassified", "You cannot open this.", "The page does not say who may.")

# Pages that a library brings, by the module of their view: who may open them is decided here and by the library's own checks.
_LIBRARY_PAGES = ("allauth.", "django.contrib.staticfiles.", "django.views.static")


def requires(action: Action, *, fresh: bool = False) -> Callable[[View], View]:
    """Only for people whose roles include `action`; `fresh` asks for a second factor within the last five minutes."""

    def mark(view: View) -> View:
        view.required_action = action  # type: ignore[attr-defined]
        view.needs_fresh_factor = fresh  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """For everyone, signed in or not. The literal list of public pages stands in a test."""
    view.required_action = PUBLIC  # type: ignore[attr-defined]
    return view


def actor_of(request: HttpRequest) -> User:
    """The signed-in person. Only behind a view that requires an action."""
    assert isinstance(request.user, User)
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
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Let a view run only when its mark allows it."""
        try:
            return self._stop(request, view)
        except Refused as refused:
            return answer_refusal(request, refused)

    def _stop(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
        marked = getattr(view, "required_action", None)
        if marked == PUBLIC or (marked is None and view.__module__.startswith(_LIBRARY_PAGES)):
            return None
        if marked is None:
            raise Refused(UNCLASSIFIED)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self._signed_in(request, marked, fresh=getattr(view, "needs_fresh_factor", False))

    def _signed_in(self, request: HttpRequest, action: Action, *, fresh: bool) -> HttpResponse | None:
        person = actor_of(request)
        if not has_second_factor(person):
            return redirect(second_factor_url())
        refusal = refuse_action(person, action)
        if refusal is not None:
            raise Refused(refusal)
        if fresh and not factor_is_fresh(request):
            return redirect_to_login(request.get_full_path(), "confirm_factor")
        return None
