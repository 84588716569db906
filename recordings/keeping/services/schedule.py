"""Changing the retention schedule: proposed with its dry run, agreed by the Lead, then worked out for every recording it touches."""

from datetime import datetime
from typing import Any

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import Conflict, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, apply
from recordings.keeping import defaults, workflow
from recordings.keeping.dryrun import DryRun, dry_run
from recordings.keeping.queries import schedule as queries
from recordings.keeping.rules import schedule as rules
from recordings.models import ChangeState, RetentionChange, RetentionClass


@enforces("AC-1", "AC-5")
@transaction.atomic
def adopt_defaults(*, actor: User, now: datetime) -> list[RetentionClass]:
    """Add the classes of the recommended schedule that the practice does not have by name (law.md 5.5). No recording changes its class.

    Raises Refused for anyone but the Information Governance Lead or deputy.
    """
    insist(rules.refuse_lead(roles_on(actor, clock.local_day(now))))
    known = queries.names()
    return [_adopt(line) for line in defaults.SCHEDULE if line.name not in known]


def _adopt(line: defaults.Line) -> RetentionClass:
    with act():
        added = RetentionClass.objects.create(
            name=line.name, covers=line.covers, months=line.months, runs_from=line.runs_from, at_end=line.at_end, basis=line.basis
        )
        record(Event.SCHEDULE_ADOPTED, subject=added, facts={"months": line.months, "at end": line.at_end})
    return added


def try_change(*, class_id: int, months: int, now: datetime) -> DryRun:
    """What another period would do to the recordings of a class; nothing is changed. Raises NotYours, Refused for a senseless period."""
    kept = queries.retention_class(class_id)
    insist(rules.refuse_months(kept.covers, months))
    return _dry_run(kept, months, now)


def _dry_run(kept: RetentionClass, months: int, now: datetime) -> DryRun:
    return dry_run(queries.counted(kept), before=kept.months, after=months, today=clock.local_day(now))


def run_of_change(*, change: RetentionChange, now: datetime) -> dict[str, Any]:
    """What a change would do now while it waits; once it is decided, what was shown when it was proposed."""
    if change.state != ChangeState.PROPOSED:
        return dict(change.dry_run)
    return _dry_run(change.retention_class, change.months, now).as_facts()


@enforces("AC-1")
@transaction.atomic
def propose_change(*, class_id: int, months: int, at_end: str, basis: str, reason: str, actor: User, now: datetime) -> RetentionChange:
    """Propose another period, basis or end for a class. What it would do is worked out and kept with the proposal.

    Raises Refused as `rules.refuse_change` says, Conflict while another change of the class waits.
    """
    insist(rules.refuse_proposer(roles_on(actor, clock.local_day(now))))
    kept = queries.retention_class(class_id, lock=True)
    insist(rules.refuse_change(kept, months=months, at_end=at_end, basis=basis, reason=reason))
    if queries.open_change(kept) is not None:
        raise Conflict(rules.OPEN_ALREADY)
    with act():
        change = RetentionChange.objects.create(
            retention_class=kept, from_version=kept.version, months_before=kept.months, months=months, at_end_before=kept.at_end,
            at_end=at_end, basis_before=kept.basis, basis=basis.strip(), reason=reason.strip(),
            dry_run=_dry_run(kept, months, now).as_facts(), proposed_by=actor, proposed_at=now,
        )  # fmt: skip
        facts = {"class": kept.name, "months": [kept.months, months], "at end": [kept.at_end, at_end]}
        record(workflow.PROPOSE_CHANGE.event, subject=change, facts=facts, reason=change.reason)
    return change


@enforces("AC-1")
@transaction.atomic
def agree_change(*, change_id: int, actor: User, reason: str, now: datetime) -> RetentionChange:
    """Agree to a change: the class takes its next version, and a job works out the dates of what it touches, holds left as they are.

    Raises Refused as `rules.refuse_agreeing` says, Conflict when it was decided or the class changed meanwhile.
    """
    roles = roles_on(actor, clock.local_day(now))
    proposed = queries.change(change_id)
    kept = queries.retention_class(proposed.retention_class_id, lock=True)
    refusal = rules.refuse_agreeing(proposed, actor, roles) or (None if proposed.from_version == kept.version else MOVED_ON)
    agreed = apply(
        RetentionChange, change_id, workflow.AGREE_CHANGE.guarded(lambda _change, _person: refusal), actor=actor,
        changes={"decided_by": actor, "decided_at": now, "decision_reason": reason.strip()}, reason=reason.strip(),
        facts={"class": kept.name, "version": kept.version + 1, "months": [kept.months, proposed.months]},
    )  # fmt: skip
    kept.months, kept.at_end, kept.basis, kept.version = agreed.months, agreed.at_end, agreed.basis, kept.version + 1
    kept.save(update_fields=["months", "at_end", "basis", "version"])
    return agreed


@enforces("AC-1")
@transaction.atomic
def refuse_change(*, change_id: int, actor: User, reason: str, now: datetime) -> RetentionChange:
    """Turn a proposed change down, with a reason. Raises Refused for anyone but the Lead or without a reason, Conflict when decided."""
    roles = roles_on(actor, clock.local_day(now))
    insist(rules.refuse_lead(roles))
    insist(None if reason.strip() else rules.NO_REASON)
    changes = {"decided_by": actor, "decided_at": now, "decision_reason": reason.strip()}
    return apply(RetentionChange, change_id, workflow.REFUSE_CHANGE, actor=actor, changes=changes, reason=reason.strip())
