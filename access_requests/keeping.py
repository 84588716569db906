"""Which calls open requests keep from being destroyed."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from access_requests.models import OPEN, AccessRequest
from callgov.policy import enforces
from callgov.registry import Blocks
from recordings.models import Recording


@enforces("AC-5")
def asked_for(recordings: QuerySet[Recording]) -> QuerySet[Recording]:
    """Those of these recordings that fit what an open request says of its call: time, extension, number (law.md R1.18).

    "Not known" fits every call, but a request that knows none of the three fits none by itself: its calls are held once they are found.
    """
    known = Q(window_from__isnull=False) | Q(extension__isnull=False) | ~Q(external_e164="")
    fits = (
        (Q(window_from=None) | Q(window_from__lte=OuterRef("started_at"), window_until__gt=OuterRef("started_at")))
        & (Q(extension=None) | Q(extension=OuterRef("extension")))
        & (Q(external_e164="") | Q(external_e164=OuterRef("external_e164")))
    )
    return recordings.filter(Exists(AccessRequest.objects.filter(known & fits, state__in=OPEN)))


BLOCKS = Blocks("An open request may be about this call.", asked_for)
