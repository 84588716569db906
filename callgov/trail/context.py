"""Who is acting, under what and why: carried with the running request or job so that no entry is anonymous."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

from callgov.people.models import User
from callgov.trail.events import Job


class AnonymousAct(Exception):
    """Something would have been recorded with neither a person nor a named job."""


@dataclass(frozen=True)
class Acting:
    """The person or job that acts, and the grant and reason under which it does."""

    person: User | None = None
    job: Job | None = None
    grant: UUID | None = None
    reason: str = ""


_current: ContextVar[Callable[[], Acting | None] | None] = ContextVar("acting", default=None)


def current() -> Acting:
    """Who acts now. Raises AnonymousAct when nobody does."""
    acting = current_or_none()
    if acting is None or (acting.person is None and acting.job is None):
        raise AnonymousAct("Nobody is named as acting: wrap the call in acting_as(person) or as_job(job).")
    return acting


def current_or_none() -> Acting | None:
    """Who acts now, or None."""
    asked = _current.get()
    return None if asked is None else asked()


@contextmanager
def acting_when_asked(who: Callable[[], User | None]) -> Iterator[None]:
    """Everything recorded inside is the act of the person that `who` names then; None is nobody. For requests: a page that records
    nothing asks for nobody, and whoever logs in on the way is the actor of what follows.
    """
    token = _current.set(lambda: Acting(person=who()))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def _during(acting: Acting) -> Iterator[Acting]:
    token = _current.set(lambda: acting)
    try:
        yield acting
    finally:
        _current.reset(token)


@contextmanager
def acting_as(person: User, *, grant: UUID | None = None, reason: str = "") -> Iterator[Acting]:
    """Everything recorded inside is this person's act."""
    with _during(Acting(person=person, grant=grant, reason=reason)) as acting:
        yield acting


@contextmanager
def as_job(job: Job, *, reason: str = "") -> Iterator[Acting]:
    """Everything recorded inside is this named job's act."""
    with _during(Acting(job=job, reason=reason)) as acting:
        yield acting


@contextmanager
def under(grant: UUID, *, reason: str = "") -> Iterator[Acting]:
    """The same actor, now under a grant and for its reason."""
    with _during(replace(current(), grant=grant, reason=reason)) as acting:
        yield acting
