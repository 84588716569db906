"""Reading legal holds."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from callgov.refusals import NotYours
from recordings.keeping.rules import NOT_FOUND
from recordings.models import HeldRecording, LegalHold, Recording


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


def held_under(hold: LegalHold) -> set[UUID]:
    """The recordings under a hold."""
    return set(HeldRecording.objects.filter(hold=hold).values_list("recording", flat=True))


def on_hold(recordings: QuerySet[Recording]) -> QuerySet[Recording]:
    """Those of these recordings that are under at least one live hold."""
    return recordings.filter(Exists(held_by_somebody(OuterRef("pk"))))


def held_by_somebody(recording: UUID | OuterRef) -> QuerySet[HeldRecording]:
    """What keeps this recording: its place under each live hold."""
    return HeldRecording.objects.filter(recording=recording, hold__released_at=None)
