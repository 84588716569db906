"""Looking for calls inside a grant, and saying which of them it is about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import NotYours, Refusal, insist
from callgov.registry import registry
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.access import queries, rules
from recordings.access.rules import Terms
from recordings.access.services.granting import usable_grant, use_of
from recordings.models import Grant, GrantAction, GrantedRecording, Recording, Search


@dataclass(frozen=True)
class Found:
    """What a search gave: its row in the record, and the calls; none when there were too many, and then `refusal` says so."""

    search: Search
    calls: tuple[Recording, ...]
    refusal: Refusal | None = None


@enforces("AC-4", "AC-5")
@transaction.atomic(durable=True)
def search_calls(*, grant_id: UUID, person: User, terms: Terms, now: datetime) -> Found:
    """Look for calls inside a grant (AC-4, AC-5).

    The search and its entry, with counts and no number, are committed before a call is handed over. More than the practice's limit
    gives none. Raises NotYours, or Refused when the grant does not allow it or the terms reach beyond it.
    """
    grant = usable_grant(grant_id=grant_id, person=person, action=GrantAction.FIND, now=now)
    insist(rules.refuse_terms(rules.limits(grant), terms))
    limit: int = setting("search_limit")
    calls = tuple(queries.calls_within(grant, terms)[: limit + 1])
    refusal = rules.too_many(terms) if len(calls) > limit else None
    shown = () if refusal else calls
    search = Search.objects.create(
        grant=grant, person=person, window_from=terms.window_from, window_until=terms.window_until, extension=terms.extension,
        external_e164=terms.external_e164, number_ends=terms.number_ends, direction=terms.direction,
        found=len(shown), too_many=refusal is not None, searched_at=now,
    )  # fmt: skip
    with use_of(grant, person):
        facts = {"found": search.found, "too_many": search.too_many}
        record(Event.CALLS_SEARCHED, subject=search, request=grant.request_reference, facts=facts)
    return Found(search, shown, refusal)


@enforces("AC-4")
@transaction.atomic
def choose_calls(*, grant_id: UUID, person: User, recording_ids: Collection[UUID], now: datetime) -> list[GrantedRecording]:
    """Say which calls the grant is about; from now on they can be heard under it, and no other (AC-4).

    Choosing a call again changes nothing. Raises NotYours for a call outside the grant, Refused when the grant does not allow it.
    """
    grant = usable_grant(grant_id=grant_id, person=person, action=GrantAction.FIND, now=now)
    wanted = set(recording_ids)
    calls = list(queries.calls_within(grant, rules.limits(grant)).filter(pk__in=wanted))
    if len(calls) != len(wanted):
        raise NotYours(rules.NOT_FOUND)
    chosen = queries.chosen_among(grant, wanted)
    new = [_choose(grant, call, person, now) for call in calls if call.pk not in chosen]
    for tell in registry.on_calls_chosen:
        tell(grant, [choice.recording_id for choice in new], now)
    return new


def _choose(grant: Grant, call: Recording, person: User, now: datetime) -> GrantedRecording:
    choice = GrantedRecording.objects.create(grant=grant, recording=call, chosen_by=person, chosen_at=now)
    with use_of(grant, person):
        record(Event.CALL_CHOSEN, subject=choice, request=grant.request_reference, recording=call.pk)
    return choice
