"""What stands against destroying recordings: holds, uses under way, and whatever the floors above say is open."""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from callgov.registry import Blocks, registry
from recordings.keeping.queries.holds import on_hold
from recordings.keeping.rules.disposal import GRANTED, ON_HOLD
from recordings.models import GrantedRecording, Recording


def sources(now: datetime) -> Iterator[Blocks]:
    """Everything that can stand against it, the strongest first."""
    yield Blocks(ON_HOLD, on_hold)
    yield Blocks(GRANTED, partial(granted, now=now))
    yield from registry.blocks_disposal


def granted(recordings: QuerySet[Recording], *, now: datetime) -> QuerySet[Recording]:
    """Those of these recordings that were chosen under a grant which still lives."""
    chosen = GrantedRecording.objects.filter(recording=OuterRef("pk"), grant__ended_at=None, grant__ends_at__gt=now)
    return recordings.filter(Exists(chosen))


def against(recordings: Collection[UUID], now: datetime) -> dict[UUID, str]:
    """What stands against destroying each of these recordings, in a sentence; those against which nothing does are not in it."""
    found: dict[UUID, str] = {}
    for source in sources(now):
        blocked = source.among(Recording.objects.filter(pk__in=recordings)).values_list("pk", flat=True)
        found = dict.fromkeys(blocked, source.words) | found
    return found


def free(recordings: QuerySet[Recording], now: datetime) -> QuerySet[Recording]:
    """Those of these recordings against which nothing stands."""
    for source in sources(now):
        recordings = recordings.exclude(pk__in=source.among(Recording.objects.all()).values("pk"))
    return recordings
