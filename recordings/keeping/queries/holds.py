"""Reading legal holds."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import able_by_role
from callgov.refusals import NotYours
from callgov.roles import Role
from recordings.keeping.rules import NOT_FOUND
from recordings.models import GrantedRecording, HeldRecording, LegalHold, Recording


def live_holds() -> QuerySet[LegalHold]:
    """The holds that are not released."""
    return LegalHold.objects.filter(released_at=None)


def live_hold_of_case(kind: str, case_reference: str, *, lock: bool = False) -> LegalHold | None:
    """The live hold that a case has set, locked on demand until the transaction is over."""
    return _locked(live_holds(), lock).filter(kind=kind, case_reference=case_reference, automatic=True).first()


def hold(hold_id: UUID, *, lock: bool = False) -> LegalHold:
    """A hold, live or released. Raises NotYours when there is none."""
    found = _locked(LegalHold.objects.all(), lock).filter(pk=hold_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def _locked(holds: QuerySet[LegalHold], lock: bool) -> QuerySet[LegalHold]:
    return holds.select_for_update(of=("self",)) if lock else holds


def keeper(day: date) -> User | None:
    """Who answers for a hold that nobody placed by hand: the Information Governance Lead, or else another who keeps holds."""
    able = able_by_role((Role.IG_LEAD, Role.DPO, Role.PRACTICE_MANAGER), day)
    return next((found[0] for found in able.values() if found), None)


def held_under(hold: LegalHold) -> set[UUID]:
    """The recordings under a hold."""
    return set(HeldRecording.objects.filter(hold=hold).values_list("recording", flat=True))


def on_hold(recordings: QuerySet[Recording]) -> QuerySet[Recording]:
    """Those of these recordings that are under at least one live hold."""
    return recordings.filter(Exists(held_by_somebody(OuterRef("pk"))))


def held_by_somebody(recording: UUID | OuterRef) -> QuerySet[HeldRecording]:
    """What keeps this recording: its place under each live hold."""
    return HeldRecording.objects.filter(recording=recording, hold__released_at=None)


def holds() -> QuerySet[LegalHold]:
    """Live holds first, those to be reviewed soonest on top; then those released, newest first. `size`: how many recordings."""
    live_first = F("released_at").desc(nulls_first=True)
    return LegalHold.objects.select_related("owner").annotate(size=Count("held")).order_by(live_first, "review_on")


def hold_to_show(hold_id: UUID) -> LegalHold:
    """One hold with its people. Raises NotYours when there is none."""
    found = LegalHold.objects.select_related("owner", "placed_by", "released_by").annotate(size=Count("held")).filter(pk=hold_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def to_review(day: date) -> QuerySet[LegalHold]:
    """Live holds whose review is due on a day, the longest overdue first."""
    return live_holds().filter(review_on__lte=day).select_related("owner").order_by("review_on")


class Freed(NamedTuple):
    """What releasing a hold would set free: recordings that nothing else holds, and how many of them are due already."""

    recordings: int
    due: int


def freed_by(hold: LegalHold, today: date) -> Freed:
    """What would be set free."""
    others = HeldRecording.objects.filter(recording=OuterRef("pk"), hold__released_at=None).exclude(hold=hold)
    alone = Recording.objects.filter(held__hold=hold).exclude(Exists(others))
    found = alone.aggregate(recordings=Count("pk"), due=Count("pk", filter=Q(retain_until__lt=today)))
    return Freed(found["recordings"], found["due"])


def holds_on(recording_id: UUID) -> QuerySet[LegalHold]:
    """The live holds on one recording."""
    return live_holds().filter(held__recording=recording_id).select_related("owner")


def recording(recording_id: UUID) -> Recording:
    """A recording with its class. Raises NotYours when there is none."""
    found = Recording.objects.select_related("retention_class", "line").filter(pk=recording_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def calls_of_request(reference: str) -> list[UUID]:
    """The calls that were chosen under the grants of a request."""
    chosen = GrantedRecording.objects.filter(grant__request_reference=reference)
    return list(chosen.values_list("recording", flat=True).distinct())


def calls_of_number(e164: str, first: date, last: date) -> list[UUID]:
    """The calls of an outside number from one local day to another, both included."""
    between = Recording.objects.filter(started_at__gte=clock.start_of_day(first), started_at__lt=clock.end_of_day(last))
    return list(between.filter(external_e164=e164).values_list("pk", flat=True)) if e164 else []
