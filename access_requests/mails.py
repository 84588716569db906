"""What is mailed about requests: that something waits, under which reference, by when. No names, numbers, reasons or outcomes."""

from collections.abc import Iterable

from access_requests.models import AccessRequest
from callgov.notifications import notify
from callgov.people.models import User
from callgov.ui.formats import nhs_date


def decision_due(request: AccessRequest, deciders: Iterable[User]) -> None:
    """To whoever may answer the step that waits."""
    lines = [f"{request.reference} is waiting for you. It is due by {nhs_date(request.due_on)}.", "Log in to read it."]
    _send(deciders, "A request needs your decision", lines, request)


def nobody_decides(request: AccessRequest, people: Iterable[User]) -> None:
    """To whoever can name a deputy, when nobody may answer."""
    lines = [f"{request.reference} is waiting and nobody can decide it today.", "Log in and name a deputy."]
    notify(people, subject="A request has nobody to decide it", lines=lines)


def review_due(request: AccessRequest, reviewers: Iterable[User]) -> None:
    """To whoever reviews what was done at once because a life was at risk."""
    assert request.review_due_on is not None
    day = nhs_date(request.review_due_on)
    lines = [f"{request.reference} was approved at once. Your review is due by {day}.", "Log in to read it."]
    _send(reviewers, "A request needs your review", lines, request)


def answered(request: AccessRequest) -> None:
    """To whoever asked."""
    lines = [f"{request.reference} has been answered.", "Log in to read the answer."]
    _send([request.requester], "Your request has been answered", lines, request)


def copy_to_prepare(request: AccessRequest, releaser: User) -> None:
    """To whoever was named to prepare and release a copy."""
    lines = [f"{request.reference} names you as the person who prepares and releases a copy.", "Log in to read it."]
    _send([releaser], "A copy is yours to prepare", lines, request)


def lapsed(request: AccessRequest) -> None:
    """To whoever asked, when nobody answered in time."""
    lines = [f"{request.reference} was not answered in time and has lapsed.", "Log in to ask again if you still need it."]
    _send([request.requester], "Your request has lapsed", lines, request)


def _send(people: Iterable[User], subject: str, lines: list[str], request: AccessRequest) -> None:
    notify(people, subject=subject, lines=lines, url_name="request_detail", reference=request.reference)
