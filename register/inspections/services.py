"""The verbs of an inspection: open and draw, answer each line, set actions and close them, sign."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import chosen, setting
from callgov.refusals import Conflict, Refusal, insist
from callgov.sampling import first, fix_seed
from callgov.sequence import next_number
from callgov.trail.events import Event
from callgov.trail.queries import head
from callgov.trail.services import act, record
from callgov.ui.formats import nhs_when
from callgov.workflow import MOVED_ON, apply
from register.inspections import queries, rules
from register.inspections.workflow import OPEN, SIGN
from register.models import InspectedLine, Inspection, InspectionAction, InspectionState


@enforces("RE-2")
def open_inspection(*, actor: User, now: datetime) -> Inspection:
    """Open an inspection and draw its lines (RE-2): the seed is committed before anyone looks at the pool.

    Called outside any transaction. Raises Refused while one is open or when nothing was written since the last.
    """
    inspection = _open(actor, now)
    return draw(inspection_id=inspection.pk)


@transaction.atomic(durable=True)
def _open(actor: User, now: datetime) -> Inspection:
    today, since = clock.local_day(now), queries.since()
    lines = queries.pool(since, now).count() if since else 0
    insist(rules.refuse_opening(is_open=queries.open_one() is not None, lines=lines))
    assert since is not None
    words = f"Lines written from {nhs_when(since)} to {nhs_when(now)}, by year and number"
    with act():
        inspection = Inspection.objects.create(
            year=today.year, number=next_number("inspection", today.year), opened_by=actor, opened_at=now, since=since, until=now,
            wanted=setting("inspection_sample"),
        )  # fmt: skip
        record(OPEN.event, subject=inspection, facts={"state": ["", inspection.state], "wanted": inspection.wanted})
        inspection.seed = fix_seed(subject=inspection, pool=words)
        inspection.save(update_fields=["seed"])
    return inspection


@enforces("RE-2")
@transaction.atomic
def draw(*, inspection_id: int) -> Inspection:
    """Draw the lines by the seed that stands. Tried again after a crash it draws the same; once drawn it changes nothing."""
    inspection = Inspection.objects.select_for_update().get(pk=inspection_id)
    if inspection.pool_size is not None:
        return inspection
    pool = list(queries.pool(inspection.since, inspection.until))
    places = first(inspection.seed, len(pool), inspection.wanted)
    with act():
        inspection.pool_size, inspection.gaps = len(pool), queries.gaps()
        inspection.save(update_fields=["pool_size", "gaps"])
        for number, place in enumerate(places, 1):
            InspectedLine.objects.create(inspection=inspection, line=pool[place], draw=number, place=place)
        facts = {"pool": len(pool), "places": places, "lines": [str(pool[place]) for place in places], "gaps": inspection.gaps}
        record(Event.INSPECTION_DRAWN, subject=inspection, facts=facts)
    return inspection


@enforces("RE-2")
@transaction.atomic
def answer_line(*, drawn_id: int, agrees: bool, note: str, actor: User, now: datetime) -> InspectedLine:
    """Say whether a drawn line agrees with its evidence; until the inspection is signed the answer may be given anew (RE-2)."""
    row = InspectedLine.objects.select_related("line", "inspection").get(pk=drawn_id)
    _insist_open(row.inspection_id)
    insist(rules.refuse_own(queries.drawn_of(row), actor.pk) or rules.refuse_answer(agrees=agrees, note=note))
    with act():
        row.agrees, row.note, row.answered_by, row.answered_at = agrees, note.strip(), actor, now
        row.own_approval = row.line.authorised_by_id == actor.pk
        row.save(update_fields=["agrees", "note", "answered_by", "answered_at", "own_approval"])
        record(Event.INSPECTION_ANSWERED, subject=row.inspection, facts={"line": str(row.line), "agrees": agrees})
    return row


@enforces("RE-2")
@transaction.atomic
def set_action(*, inspection_id: int, what: str, owner: User, due: date, now: datetime) -> InspectionAction:
    """Say what must be done after an inspection, by whom and by when (RE-2)."""
    inspection = _insist_open(inspection_id)
    insist(rules.refuse_action(what=what, due=due, today=clock.local_day(now)))
    with act():
        action = InspectionAction.objects.create(inspection=inspection, what=what.strip(), owner=owner, due=due)
        record(Event.INSPECTION_ACTION_SET, subject=inspection, person=owner, facts={"due": due.isoformat()})
    return action


@enforces("RE-2")
@transaction.atomic
def finish_action(*, action_id: int, evidence: str, actor: User, inspects: bool, now: datetime) -> InspectionAction:
    """Record that an action is done and how one knows: by its owner, or by someone who inspects the register."""
    row = InspectionAction.objects.select_for_update().get(pk=action_id)
    allowed = {row.owner_id, *([actor.pk] if inspects else [])}
    insist(rules.refuse_done(done=row.done_at is not None, evidence=evidence, person=actor.pk, allowed=allowed))
    with act():
        row.done_at, row.done_by, row.evidence = now, actor, evidence.strip()
        row.save(update_fields=["done_at", "done_by", "evidence"])
        record(Event.INSPECTION_ACTION_DONE, subject=row.inspection, person=row.owner)
    return row


@enforces("RE-2")
@transaction.atomic
def sign_inspection(*, inspection_id: int, findings: str, actor: User, now: datetime) -> Inspection:
    """Sign with the findings, the head of the trail and the day of the next inspection (RE-2).

    Raises Conflict when somebody signed meanwhile, Refused as `rules.refuse_signing` says.
    """
    today = clock.local_day(now)
    due = rules.next_due(today, chosen("inspection_months")["inspection_months"])
    changes = {"findings": findings.strip(), "signed_by": actor, "signed_at": now, "next_due": due, "trail_head": head()}
    rule = partial(_refuse_signing, findings=findings)
    return apply(Inspection, inspection_id, SIGN.guarded(rule), actor=actor, changes=changes, facts={"next_due": due.isoformat()})


def _refuse_signing(inspection: Inspection, actor: User | None, *, findings: str) -> Refusal | None:
    assert actor is not None
    return refuse_signing(inspection, actor, findings=findings)


def refuse_signing(inspection: Inspection, person: User, *, findings: str) -> Refusal | None:
    """Why this person cannot sign now, or nothing; the page asks the same."""
    lines = [queries.drawn_of(row) for row in inspection.lines.select_related("line")]
    return rules.refuse_signing(
        lines=lines, actions=inspection.actions.count(), findings=findings, drawn=inspection.pool_size is not None, person=person.pk
    )


def _insist_open(inspection_id: int) -> Inspection:
    """The inspection, locked. Raises Conflict when it is signed."""
    inspection = Inspection.objects.select_for_update().get(pk=inspection_id)
    if inspection.state != InspectionState.OPEN:
        raise Conflict(MOVED_ON)
    return inspection
