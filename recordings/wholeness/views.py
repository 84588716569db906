"""The store: whether all of it is whole, and what to do where it is not."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, refuse_action, requires, roles_of
from callgov.practice import setting
from callgov.roles import Action
from callgov.ui.formats import counted
from recordings.models import DrillKind
from recordings.vault.trouble import KeyRingUnusable, VaultUnavailable
from recordings.wholeness import presenters, queries, rules
from recordings.wholeness.forms import EraseForm
from recordings.wholeness.services import checking, reconciling

NOT_NOW = "It cannot be read just now. Wait a minute, then try again."


@require_safe
@requires(Action.SEE_SERVICE)
def storage(request: HttpRequest) -> HttpResponse:
    """Whether everything that is stored is whole, when that was last looked at, and how it could be had again."""
    return render(request, "recordings/wholeness/storage.html", _page(request, EraseForm()))


def _page(request: HttpRequest, form: EraseForm) -> dict[str, Any]:
    person, now, days, key = actor_of(request), clock.now(), setting("fixity_days"), queries.recovery_key()
    custody, restore = queries.last_drill(DrillKind.CUSTODY), queries.last_drill(DrillKind.RESTORE)
    named = bool(settings.BACKUP_FOLDER and settings.BACKUP_KEYS_FOLDER)
    return {
        "whole": presenters.whole(queries.totals(rules.due_before(now, days)), days),
        "damaged": presenters.damaged(queries.damaged_objects(), refuse_action(person, Action.RUN_SERVICE)),
        "strays": presenters.strays(queries.strays_left(), form, rules.refuse_eraser(roles_of(person))),
        "ring": presenters.ring(queries.under_older_keys()),
        "backups": presenters.backups(queries.backups(), restore, key, named=named),
        "custody": presenters.custody(key, queries.custodians(key) if key else [], custody),
        "drill_columns": presenters.DRILL_COLUMNS, "drills": presenters.drills(queries.drills()),
        "remedy": presenters.REMEDY,
    }  # fmt: skip


@require_POST
@requires(Action.AUTHORISE_DESTRUCTION, fresh=True)
def erase_strays(request: HttpRequest) -> HttpResponse:
    """Give up objects whose rows a restore lost."""
    form = EraseForm(request.POST)
    if not form.is_valid():
        return render(request, "recordings/wholeness/storage.html", _page(request, form))
    try:
        erased = reconciling.erase_strays(actor=actor_of(request), reason=form.cleaned_data["reason"], now=clock.now())
    except VaultUnavailable:
        messages.warning(request, NOT_NOW)
    else:
        messages.success(request, f"{counted(erased, 'object')} erased.")
    return redirect("storage")


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
