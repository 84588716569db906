"""The store: whether all of it is whole, and what to do where it is not."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, refuse_action, requires
from callgov.practice import setting
from callgov.roles import Action
from recordings.vault.trouble import KeyRingUnusable, VaultUnavailable
from recordings.wholeness import presenters, queries, rules
from recordings.wholeness.services import checking

NOT_NOW = "It cannot be read just now. Wait a minute, then try again."


@require_safe
@requires(Action.SEE_SERVICE)
def storage(request: HttpRequest) -> HttpResponse:
    """Whether everything that is stored is whole, when that was last looked at, and how it could be had again."""
    person, now, days = actor_of(request), clock.now(), setting("fixity_days")
    context = {
        "whole": presenters.whole(queries.totals(rules.due_before(now, days)), days, now),
        "damaged": presenters.damaged(queries.damaged_objects(), refuse_action(person, Action.RUN_SERVICE)),
        "remedy": presenters.REMEDY,
    }
    return render(request, "recordings/wholeness/storage.html", context)


@require_POST
@requires(Action.RUN_SERVICE)
def check_again(request: HttpRequest, object_id: UUID) -> HttpResponse:
    """Check one object again, because it was restored."""
    try:
        is_whole = checking.check_again(object_id=object_id, actor=actor_of(request), now=clock.now())
    except (VaultUnavailable, KeyRingUnusable):
        messages.warning(request, NOT_NOW)
    else:
        say = messages.success if is_whole else messages.warning
        say(request, "It is whole again." if is_whole else "It still does not pass its check.")
    return redirect("storage")
