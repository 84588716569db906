"""What grants add to a person's work list and to the menu."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.registry import NavItem, Work
from callgov.roles import Action
from recordings.access import queries, rules
from recordings.models import Grant, GrantAction
from recordings.purposes import PURPOSE_WORDS

NAV = (NavItem("What you may hear", "listening", Action.USE_GRANT, 20, under="Requests"),)


def work(person: User, _today: date) -> Iterable[Work]:
    """The live grants of a person, ending soonest first."""
    for grant in queries.live_grants(person, clock.now()):
        if GrantAction.LISTEN in grant.actions:
            yield _listen(grant)


def _listen(grant: Grant) -> Work:
    chosen = len(grant.chosen.all()) > 0
    return Work(
        words=f"{'Listen to' if chosen else 'Find'} the call of {grant.request_reference}",
        url=reverse("listening") if chosen else reverse("grant_find", args=[grant.pk]),
        reference=grant.request_reference,
        facts=PURPOSE_WORDS[grant.purpose],
        group="todo",
        due=rules.ended_on(grant),
    )
