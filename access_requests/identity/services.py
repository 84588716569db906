"""Recording a check of who asks. The only writer of identity checks."""

from datetime import datetime

from django.db import transaction

from access_requests.clocks.services import proof_seen
from access_requests.identity import mails, queries, rules
from access_requests.identity.rules import Found
from access_requests.models import AccessRequest, Capacity, IdentityCheck, Result
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import insist
from callgov.roles import Role
from callgov.trail.events import Event
from callgov.trail.services import act, record


@enforces("AC-7")
@transaction.atomic
def check_identity(*, reference: str, person: User, found: Found, now: datetime) -> IdentityCheck:
    """Record what was seen, by whom, with which result; a doubt goes to the Data Protection Officer and blocks everyone else (AC-7).

    A confirmation on a property attorney's power alone becomes a doubt, which is theirs to decide. Raises NotYours, and Refused as
    `rules.refuse_checking` and `rules.refuse_found` say.
    """
    today = clock.local_day(now)
    checked, roles = queries.to_check(person, reference, now, lock=True), roles_on(person, today)
    insist(rules.refuse_checking(checked.request, person, roles, checked.standing) or rules.refuse_found(found, roles))
    capacity = checked.asker.capacity if checked.asker else Capacity.CALLER
    by_dpo = Role.DPO in roles
    result, note = found.result, found.note
    if result == Result.CONFIRMED and not by_dpo and rules.property_attorney_is_the_dpos(capacity, found):
        result, note = Result.IN_DOUBT, note.strip() or "A power for property and affairs alone."
    with act():
        check = _write(checked.request, person, found, result, note, capacity, by_dpo, now)
        facts = {"result": result, "number": check.number_match, "authority": check.authority, "by_dpo": by_dpo}
        record(Event.IDENTITY_CHECKED, subject=checked.request, facts=facts)
    if result == Result.CONFIRMED:
        proof_seen(reference=reference, on=today, person=person, now=now)
    if result == Result.IN_DOUBT:
        mails.in_doubt(checked.request, queries.dpos(today))
    return check


def _write(
    request: AccessRequest, person: User, found: Found, result: str, note: str, capacity: str, by_dpo: bool, now: datetime
) -> IdentityCheck:
    return IdentityCheck.objects.create(
        request=request, seen=sorted(found.seen), number_match=found.number_match, result=result, note=note.strip(),
        proofs=sorted(found.proofs), scope=found.scope.strip(), lacks_capacity=found.lacks_capacity, competence=found.competence,
        competence_by=found.competence_by.strip(), competence_on=found.competence_on,
        authority=rules.authority(capacity, found, setting("competence_age")), by_dpo=by_dpo, checked_by=person, checked_at=now,
    )  # fmt: skip
