"""The only readers of pools and samples. A pool is read from call records alone; no audio is touched."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Max, Q

from audits.models import Assessment, AssessmentKind, Audit, Pool, SampledCall, ToolVersion
from audits.models.audit import SCORED
from audits.programme.rules import NOT_FOUND
from audits.sample.pool import Pooled, call_at, look_at
from audits.sample.rules import pool_rules
from audits.tool import FIRST
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import NotYours
from callgov.roles import Action, actions_of
from callgov.sampling import order
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Recording

# Whose audit


@enforces("AC-4", "AU-6")
def one(person: User, reference: str, today: date) -> Audit:
    """An audit whose sample this person may look at: its assessor, the assessed once it is scored, who plans or authorises.

    Raises NotYours for anyone else, to whom it does not exist.
    """
    audits = Audit.objects.select_related("person", "assessor").filter(reference=reference)
    may = actions_of(roles_on(person, today))
    if not {Action.PLAN_AUDITS, Action.AUTHORISE_AUDITS} & may:
        audits = audits.filter(Q(assessor=person) | Q(person=person, state__in=SCORED))
    found = audits.first()
    if found is None or (found.person_id == person.pk and found.state not in SCORED):
        raise NotYours(NOT_FOUND)
    return found


def mine(person: User, reference: str) -> Audit:
    """An audit that this person is the assessor of. Raises NotYours for any other."""
    found = Audit.objects.select_related("person", "assessor").filter(reference=reference, assessor=person).exclude(person=person).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def sample(audit: Audit) -> list[SampledCall]:
    """The calls of a sample in the order in which they were drawn, swapped ones included."""
    return list(SampledCall.objects.filter(audit=audit).select_related("recording__extension", "swapped_by"))


def active(sample: Sequence[SampledCall]) -> list[SampledCall]:
    """The calls that are assessed: those that were not swapped."""
    return [call for call in sample if call.swapped_at is None]


def pool_of(audit: Audit) -> Pool | None:
    """The pool that an audit was drawn from, without its calls."""
    return Pool.objects.filter(audit=audit).defer("calls").first()


def next_draw(audit: Audit, drawn: int) -> tuple[int, int, UUID] | None:
    """The draw after so many: which it is, its place and its call, by the same seed; None when the pool has no more."""
    pool = Pool.objects.get(audit=audit)
    place = next(islice(order(audit.seed, pool.size), drawn, None), None)
    return None if place is None else (drawn + 1, place, call_at(bytes(pool.calls), place))


def first_assessment(audit: Audit) -> Assessment:
    """The first assessment of an audit that was drawn."""
    return Assessment.objects.select_related("grant", "assessor").get(audit=audit, kind=AssessmentKind.FIRST)


def assessment_by(audit: Audit, person: User) -> Assessment | None:
    """The assessment of an audit that this person has begun and not finished."""
    mine = Assessment.objects.filter(audit=audit, assessor=person, finished_at=None)
    return mine.select_related("grant", "assessor").first()


def unfinished_assessment(audit: Audit) -> Assessment | None:
    """The assessment of an audit that somebody has begun and not finished, the first or the second look."""
    return Assessment.objects.filter(audit=audit, finished_at=None).select_related("grant", "assessor").first()


def to_renew(person: User, reference: str) -> Audit:
    """An audit that this person assesses now. Raises NotYours for any other."""
    found = Audit.objects.filter(reference=reference, assessments__assessor=person, assessments__finished_at=None).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def calls_by_id(ids: Sequence[UUID]) -> list[Recording]:
    """Call records in the order of these ids."""
    found = Recording.objects.in_bulk(ids)
    return [found[one] for one in ids]


def newest_tool() -> int:
    """The number of the audit tool's newest version: what a sample that is drawn now is assessed by."""
    return ToolVersion.objects.aggregate(newest=Max("number"))["newest"] or FIRST.number


# Drawing again


@dataclass(frozen=True)
class Redrawn:
    """A draw done again from its record: what comes out, what stands, whether pool and trail agree, and the pool made anew today."""

    audit: Audit
    size: int
    digest: str
    drawn_again: list[tuple[int, int, UUID]]
    stands: list[SampledCall]
    pool_is_as_drawn: bool
    seed_is_in_trail: bool
    seed_came_first: bool
    new_pool: Pooled

    @property
    def same(self) -> bool:
        """Whether the draw comes out as it stands, from a pool and a seed that the trail knows, the seed first."""
        again = [(draw, call) for draw, _place, call in self.drawn_again]
        drawn = [(call.draw, call.recording_id) for call in self.stands]
        return again == drawn and self.pool_is_as_drawn and self.seed_is_in_trail and self.seed_came_first


@enforces("AU-4")
def redraw(reference: str) -> Redrawn | None:
    """Draw the sample of an audit again from its record, cancelled or not. None when there is none, or nothing was drawn for it."""
    audit = Audit.objects.select_related("person", "assessor").filter(reference=reference).first()
    pool = Pool.objects.filter(audit=audit).first() if audit else None
    if audit is None or pool is None:
        return None
    stands, calls = sample(audit), bytes(pool.calls)
    places = islice(order(audit.seed, pool.size), len(stands))
    about = Entry.objects.filter(request=reference, object_type="audits.audit")
    seeded = about.filter(event=Event.SEED_FIXED, facts__seed=audit.seed).first()
    drawn = about.filter(event=Event.SAMPLE_DRAWN, facts__digest=pool.digest).first()
    return Redrawn(
        audit, pool.size, pool.digest,
        drawn_again=[(number, place, call_at(calls, place)) for number, place in enumerate(places, 1)],
        stands=stands,
        pool_is_as_drawn=hashlib.sha256(calls).hexdigest() == pool.digest and drawn is not None,
        seed_is_in_trail=seeded is not None,
        seed_came_first=seeded is not None and drawn is not None and seeded.pk < drawn.pk,
        new_pool=look_at(pool_rules(audit)),
    )  # fmt: skip
