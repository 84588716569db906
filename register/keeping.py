"""Which calls stored copies keep from being destroyed: a copy goes on its day, and the call after it."""

from django.db.models import Exists, OuterRef, QuerySet

from callgov.policy import enforces
from callgov.registry import Blocks
from recordings.models import Recording
from register.models import Release
from register.workflow import LIVE


@enforces("AC-10")
def copied(recordings: QuerySet[Recording]) -> QuerySet[Recording]:
    """Those of these recordings of which a copy still lies in the vault."""
    return recordings.filter(Exists(Release.objects.filter(recording=OuterRef("pk"), state__in=LIVE)))


BLOCKS = Blocks("A copy of this call is kept until its delete-by day.", copied)
