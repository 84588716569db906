"""Who may see which breach."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from access_requests.models import AccessRequest
from breaches.models import (
    Breach,
    FollowUp,
    Involvement,
    Told,
)
from breaches.rules import LEADS, NOT_THERE
from callgov.authorisation import may
from callgov.people.models import User
from callgov.people.queries import colleagues, roles_on
from callgov.policy import enforces
from callgov.refusals import NotYours
from callgov.roles import Action

_INVOLVED = Involvement.objects.filter(breach=OuterRef("pk")).values("person")


@enforces("AC-4", "BR-2")
def visible(person: User, today: date) -> QuerySet[Breach]:
    """Breaches that this person may see: all for the two leads; for others those that they reported, were told of or have an action of."""
    if may(person, Action.HANDLE_BREACHES) or set(LEADS.values()) & roles_on(person, today):
        return Breach.objects.all()
    told = Told.objects.filter(person=person).values("receipt__breach")
    owned = FollowUp.objects.filter(owner=person).values("breach")
    return Breach.objects.filter(Q(reporter=person) | Q(pk__in=told) | Q(pk__in=owned))


def one(person: User, reference: str, today: date) -> Breach:
    """A breach that this person may see. Raises NotYours for any other, which looks as if it did not exist."""
    seen = visible(person, today).select_related("reporter", "closed_by").annotate(involved=ArraySubquery(_INVOLVED))
    breach = seen.filter(reference=reference).first()
    if breach is None:
        raise NotYours(NOT_THERE)
    return breach


def of_incident(kind: str, subject: str) -> Breach | None:
    """The breach that was opened from this incident, if any."""
    return Breach.objects.filter(incident_kind=kind, incident_subject=subject).first()


def known_request(reference: str) -> str:
    """The reference if there is such a request, else nothing."""
    return reference if reference and AccessRequest.objects.filter(reference=reference).exists() else ""


def follow_up(follow_up_id: int, breach: Breach) -> FollowUp:
    """One action of this breach. Raises NotYours for any other."""
    found = FollowUp.objects.select_related("owner", "breach").filter(pk=follow_up_id, breach=breach).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def owners() -> QuerySet[User]:
    """People to choose an owner or whose act it was from."""
    return colleagues()
