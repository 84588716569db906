"""The jobs, and starting one by hand (S27)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires, roles_of
from callgov.jobs import presenters, queries, rules, services
from callgov.jobs.forms import StartForm
from callgov.roles import Action


@require_safe
@requires(Action.SEE_SERVICE)
def jobs(request: HttpRequest) -> HttpResponse:
    """Every job of the schedule: its last run, what it did, how often it failed, when it comes next."""
    now = clock.now()
    return render(request, "jobs/jobs.html", presenters.table(queries.standings(now), now))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SEE_SERVICE)
def job(request: HttpRequest, task: str) -> HttpResponse:
    """One job with its last runs; those who run the service may start it, with a reason."""
    person, now = actor_of(request), clock.now()
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        started = services.start_by_hand(task=task, actor=person, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, f"“{started.name}” is handed to the worker. Its run shows here when it has begun.")
        return redirect("job", task)
    standing = queries.standing_of(task, now)
    refusal = rules.refuse_start(standing.job, roles_of(person))
    return render(request, "jobs/job.html", presenters.page(standing, queries.latest_runs(task), form, refusal, now))
