"""The table of bank holidays, and the three ways to change it. All ask for a fresh second factor."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.holidays import presenters, queries, services
from callgov.holidays.forms import AddForm, ImportForm, RemoveForm
from callgov.middleware import note_refusal
from callgov.refusals import Refused
from callgov.roles import Action
from callgov.ui.forms import NHSForm

ENTRY = "Open deadlines were worked out again."


@require_safe
@requires(Action.KEEP_SETTINGS, fresh=True)
def holidays(request: HttpRequest) -> HttpResponse:
    """Every bank holiday from this year on, and what the practice changed."""
    context = presenters.page(queries.bank_holidays(), queries.changes(), clock.today())
    return render(request, "holidays/holidays.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_SETTINGS, fresh=True)
def holiday_add(request: HttpRequest) -> HttpResponse:
    """Add one day."""
    return _change(request, AddForm, "Add a bank holiday", services.add_holiday, f"Bank holiday added. {ENTRY}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_SETTINGS, fresh=True)
def holiday_remove(request: HttpRequest) -> HttpResponse:
    """Take one day away."""
    return _change(request, RemoveForm, "Take a bank holiday away", services.remove_holiday, f"Bank holiday taken away. {ENTRY}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_SETTINGS, fresh=True)
def holidays_import(request: HttpRequest) -> HttpResponse:
    """Make the years of the official file as it says."""

    def take(*, file: Any, **said: Any) -> int:
        return services.import_holidays(content=file.read(), **said)

    return _change(request, ImportForm, "Import bank holidays", take, f"Bank holidays imported. {ENTRY}")


def _change(request: HttpRequest, kind: type[NHSForm], title: str, service: Callable[..., object], done: str) -> HttpResponse:
    form = kind(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            service(actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error(next(iter(form.fields)), str(refused.refusal))
        else:
            messages.success(request, done)
            return redirect("holidays")
    return render(request, "holidays/change.html", {"form": form, "title": title})
