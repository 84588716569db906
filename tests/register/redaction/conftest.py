"""Parts marked on a call that the Practice Manager may release, and the copy as the second person gets it."""

from datetime import datetime
from typing import Any

import pytest

from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.models import Grant, Recording
from register.models import Ground, Redaction, RedactionCheck, RedactionSpan, Side
from register.redaction import services
from register.redaction.rules import Part
from tests.register.conftest import SESSION


def part(from_ms: int = 1000, until_ms: int = 1500, **given: Any) -> Part:
    usual = {"side": Side.BOTH, "ground": Ground.THIRD_PARTY, "note": "A neighbour is named"}
    return Part(from_ms, until_ms, **(usual | given))


def begin(grant: Grant, call: Recording, now: datetime) -> Redaction:
    with acting_as(grant.holder):
        return services.begin(grant_id=grant.pk, recording_id=call.pk, person=grant.holder, now=now)


def mark(draft: Redaction, person: User, now: datetime, given: Part | None = None) -> RedactionSpan:
    with acting_as(person):
        return services.mark(redaction_id=draft.pk, person=person, part=given or part(), now=now)


def send(draft: Redaction, person: User, now: datetime) -> Redaction:
    with acting_as(person):
        return services.send(redaction_id=draft.pk, person=person, session_key=SESSION, now=now)


def hear(sent: Redaction, person: User, now: datetime, start: float = 0, end: float = 3) -> None:
    with acting_as(person):
        services.note_heard(redaction_id=sent.pk, person=person, start=start, end=end, now=now)


def confirm(sent: Redaction, person: User, now: datetime, *, nobody_else: bool = True) -> RedactionCheck:
    with acting_as(person):
        return services.confirm(redaction_id=sent.pk, person=person, nobody_else=nobody_else, now=now)


def confirmed_marks(grant: Grant, call: Recording, checker: User, now: datetime, *parts: Part) -> Redaction:
    """The whole way to a redaction that counts."""
    draft = begin(grant, call, now)
    for given in parts or (part(),):
        mark(draft, grant.holder, now, given)
    send(draft, grant.holder, now)
    hear(draft, checker, now)
    confirm(draft, checker, now)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def draft(grant: Grant, call: Recording, now: datetime) -> Redaction:
    return begin(grant, call, now)


@pytest.fixture
def sent(draft: Redaction, practice_manager: User, now: datetime) -> Redaction:
    mark(draft, practice_manager, now)
    return send(draft, practice_manager, now)


@pytest.fixture
def confirmed(sent: Redaction, dpo: User, now: datetime) -> Redaction:
    hear(sent, dpo, now)
    confirm(sent, dpo, now)
    sent.refresh_from_db()
    return sent
