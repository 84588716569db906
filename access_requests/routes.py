"""Who decides each kind of request, in which order. Engine, pages, diagrams and tests read this list."""

from collections.abc import Collection

from access_requests.models import Kind
from callgov.roles import Role
from callgov.workflow import Route, Step

ROUTES: dict[str, Route] = {
    Kind.BUSINESS_NEED: Route(
        Kind.BUSINESS_NEED,
        "Business need",
        (
            Step(
                "ig-lead",
                Role.IG_LEAD,
                "Information Governance Lead decides",
                yes="Approve this request",
                no="Refuse this request",
                effect="{requester} can find and hear the call until the day you choose.",
            ),
        ),
    ),
}


def steps_of(roles: Collection[Role]) -> list[tuple[str, str]]:
    """Every (kind, step) that someone with these roles may answer."""
    return [(route.kind, step.name) for route in ROUTES.values() for step in route.steps if step.who in roles]
