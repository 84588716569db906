"""Reading copies that are out, who holds them, and whom to ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from callgov.authorisation import may
from callgov.people.models import User
from callgov.refusals import NotYours
from callgov.roles import Action
from register.models import HolderAsked, Method, Release, ReleaseState
from register.queries import NOT_THERE, release

# What was destroyed here before anyone collected it by its link is with nobody.
NEVER_LEFT = Q(method=Method.LINK, state=ReleaseState.DESTROYED, collected_at=None)
WITH_A_HOLDER = Q(released_at__isnull=False, holder_deleted_at=None) & ~NEVER_LEFT
# Who must confirm, and whoever was never meant to have it.
MUST_CONFIRM = Q(confirmation_required=True) | Q(misdelivery__isnull=False)


@dataclass(frozen=True)
class Groups:
    """How many copies are late, due within a week, and held longer."""

    late: int
    soon: int
    held: int


def out() -> QuerySet[Release]:
    """Copies whose holder must still confirm deletion, soonest first, with when they were last asked."""
    return (
        Release.objects.filter(WITH_A_HOLDER & MUST_CONFIRM)
        .select_related("request", "line", "misdelivery")
        .annotate(last_asked=Max("asked__asked_at"))
        .order_by("delete_by", "pk")
    )


def out_in(group: str, day: date, soon: date) -> QuerySet[Release]:
    """One of the groups: late, soon or held; anything else is all of them."""
    if group == "late":
        return out().filter(delete_by__lt=day)
    if group == "soon":
        return out().filter(delete_by__gte=day, delete_by__lte=soon)
    return out().filter(delete_by__gt=soon) if group == "held" else out()


def groups(day: date, soon: date) -> Groups:
    """The sizes of the groups, in one query."""
    sizes = Release.objects.filter(WITH_A_HOLDER & MUST_CONFIRM).aggregate(
        late=Count("pk", filter=Q(delete_by__lt=day)),
        soon=Count("pk", filter=Q(delete_by__gte=day, delete_by__lte=soon)),
        held=Count("pk", filter=Q(delete_by__gt=soon)),
    )
    return Groups(**sizes)


def holders(day: date) -> QuerySet[Release, Any]:
    """Everyone who holds a copy: how many, how many are late, how many need no confirmation, the earliest day."""
    return (
        Release.objects.filter(WITH_A_HOLDER)
        .values("recipient_name", "recipient_organisation", "recipient_type")
        .annotate(
            copies=Count("pk"),
            late=Count("pk", filter=MUST_CONFIRM & Q(delete_by__lt=day)),
            theirs=Count("pk", filter=~MUST_CONFIRM),
            earliest=Min("delete_by", filter=MUST_CONFIRM),
        )
        .order_by("recipient_organisation", "recipient_name", "recipient_type")
    )


def shareable(person: User, release_id: UUID) -> Release:
    """A copy that this person may ask to share further: they asked for it, released it, or keep or inspect the register."""
    found = release(release_id)
    if person.pk in (found.request.requester_id, found.grant.holder_id) or may(person, Action.READ_REGISTER):
        return found
    raise NotYours(NOT_THERE)


def to_ask(day: date, first: date) -> Iterator[tuple[Release, frozenset[str]]]:
    """Copies that do not wait to be collected, whose holder gave an address and whose first stage has come, each with the stages at
    which they were asked.
    """
    waiting = Q(method=Method.LINK, collected_at=None)
    copies = out().filter(~waiting, delete_by__lte=first).exclude(holder_email="").prefetch_related("asked")
    for copy in copies.iterator(chunk_size=200):
        yield copy, frozenset(asked.stage for asked in copy.asked.all())


def asked_by_token(token_hash: str) -> HolderAsked | None:
    """Which asking a holder's link belongs to."""
    return HolderAsked.objects.select_related("release__request").filter(token_hash=token_hash).exclude(token_hash="").first()


def without_receipt(person: User) -> QuerySet[Release]:
    """Copies handed over by this person otherwise than by link, of which no receipt stands in the register yet."""
    return (
        Release.objects.filter(released_by=person, released_at__isnull=False)
        .exclude(method="link")
        .filter(line__receipt="")
        .exclude(line__notes__field="receipt")
        .select_related("request")
        .order_by("released_at")
    )
