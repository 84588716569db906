"""The practice's choices, and changing one. Both ask for a fresh second factor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.middleware import note_refusal
from callgov.practice import presenters, queries, services
from callgov.practice.forms import SettingForm
from callgov.refusals import Refused
from callgov.roles import Action


@require_safe
@requires(Action.KEEP_SETTINGS, fresh=True)
def practice_settings(request: HttpRequest) -> HttpResponse:
    """Every choice: its words, value and default, and who changed it when and why."""
    return render(request, "practice/settings.html", presenters.table(queries.all_chosen()))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_SETTINGS, fresh=True)
def practice_setting(request: HttpRequest, name: str) -> HttpResponse:
    """Change one choice, with a reason."""
    chosen = queries.one_chosen(name)
    form = SettingForm(request.POST if request.method == "POST" else None, chosen=chosen)
    if form.is_valid():
        try:
            services.change_setting(name=name, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("value", str(refused.refusal))
        else:
            messages.success(request, "Setting changed. It holds from now on.")
            return redirect("practice_settings")
    return render(request, "practice/setting.html", {"chosen": chosen, "facts": presenters.facts(chosen), "form": form})
