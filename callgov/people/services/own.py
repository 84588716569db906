"""What everyone may do about their own account: take away a second factor, end a session."""

from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from callgov.people import rules
from callgov.people.factors import FACTORS
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.events import Event
from callgov.trail.services import record


@transaction.atomic
def remove_factor(*, person: User, factor_id: int, request: HttpRequest) -> None:
    """Take away a second factor of one's own; one always stays (AU-11). Raises Refused for the last, NotYours for another's."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    factors = {factor.pk: factor for factor in Authenticator.objects.filter(user=person, type__in=FACTORS)}
    if factor_id not in factors:
        raise NotYours(rules.NOT_FOUND)
    if len(factors) == 1:
        raise Refused(rules.LAST_FACTOR)
    delete_and_cleanup(request, factors[factor_id])


@transaction.atomic
def end_session(*, person: User, session_id: int) -> None:
    """End one session of one's own on the server (AU-11). Raises NotYours for another's."""
    session = UserSession.objects.filter(user=person, pk=session_id).first()
    if session is None:
        raise NotYours(rules.NOT_FOUND)
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()
    record(Event.SESSION_ENDED, subject=person, person=person, facts={"why": "ended-by-person"})
