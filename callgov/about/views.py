"""The pages that the foot of every page leads to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callgov import clock
from callgov.about import presenters
from callgov.authorisation import actor_of, may, public, requires
from callgov.people.queries import able_by_role
from callgov.roles import Action, Role


@requires(Action.SEE_HOME)
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Every clause, what enforces it and which tests prove it; whoever reads the trail also sees what the practice holds today (S39)."""
    shows_evidence = may(actor_of(request), Action.READ_TRAIL)
    parts = presenters.policy(with_evidence=shows_evidence)
    return render(request, "about/policy.html", {"parts": parts, "shows_evidence": shows_evidence})


@requires(Action.SEE_HOME)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How to do the usual things, what each role may do, and whom to ask."""
    able = able_by_role((Role.IG_LEAD, Role.DPO), clock.today())
    context = {"roles": presenters.roles(), "leads": able[Role.IG_LEAD], "officers": able[Role.DPO]}
    return render(request, "about/help.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "about/accessibility.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the service keeps about the people who use it."""
    return render(request, "about/privacy.html")
