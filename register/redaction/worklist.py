"""What silencing adds to a person's work list."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import Work
from callgov.roles import Action
from register.redaction import queries

SHOWN = 10


def work(person: User, today: date) -> Iterable[Work]:
    """Copies to check as the second person; marks that were begun and not sent."""
    if may(person, Action.CHECK_REDACTION):
        for found in queries.to_check(person, today)[:SHOWN]:
            url, facts = reverse("redaction_check", args=[found.pk]), f"parts silenced by {found.prepared_by.name}"
            yield Work("Check a copy before it leaves", url, found.request.reference, facts, "decide")
    for found in queries.drafts_of(person)[:SHOWN]:
        yield Work("Go on marking what is silenced", reverse("redaction_edit", args=[found.pk]), found.request.reference, "", "todo")
