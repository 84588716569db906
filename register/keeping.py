"""Which calls stored copies keep from being destroyed, and what was made from a call and goes with it: transcripts, previews."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from callgov.policy import enforces
from callgov.registry import Blocks
from recordings.models import Recording
from register.models import Redaction, Release, TranscriptVersion
from register.workflow import LIVE


@enforces("AC-10")
def copied(recordings: QuerySet[Recording]) -> QuerySet[Recording]:
    """Those of these recordings of which a copy still lies in the vault."""
    return recordings.filter(Exists(Release.objects.filter(recording=OuterRef("pk"), state__in=LIVE)))


BLOCKS = Blocks("A copy of this call is kept until its delete-by day.", copied)


@enforces("AC-10")
def made_from(recordings: Collection[UUID]) -> dict[UUID, UUID]:
    """Under which subjects of the vault transcripts and previews of these recordings lie, and of which recording each is."""
    found: dict[UUID, UUID] = {}
    for rows, stored in ((TranscriptVersion.objects.all(), "stored"), (Redaction.objects.exclude(preview=None), "preview")):
        found.update(rows.filter(recording__in=recordings).values_list(f"{stored}__subject", "recording"))
    return found
