"""The list of requests."""

from collections.abc import Iterable

from access_requests.models import AccessRequest, State
from access_requests.presenters.asked import who_asked
from access_requests.presenters.history import link
from access_requests.queries import Deciding
from access_requests.routes import ROUTES
from callgov.people.models import User
from callgov.ui.parts import Col, Tag

LIST_COLUMNS = (Col("Request"), Col("Who asked"), Col("Where it stands"), Col("Due", nowrap=True))


def list_rows(requests: Iterable[AccessRequest], reader: User, deciding: Deciding) -> list[list[object]]:
    """One row a request; `deciding` says who answers each."""
    return [
        [
            [link(request), ROUTES[request.kind].title],
            "You" if request.asked_by_id == reader.pk else who_asked(request),
            [Tag(_standing(request, reader, deciding)), _with(request, deciding)],
            request.due_on if request.state == State.SENT else "Nothing",
        ]
        for request in requests
    ]


def _standing(request: AccessRequest, reader: User, deciding: Deciding) -> State | str:
    return "Needs your decision" if reader in deciding.get(request.pk, []) else State(request.state)


def _with(request: AccessRequest, deciding: Deciding) -> str:
    if request.state == State.APPROVED:
        return request.requester.get_full_name()
    if request.state == State.SENT:
        return " or ".join(person.get_full_name() for person in deciding.get(request.pk, [])) or "Nobody can decide"
    return "Nobody"
