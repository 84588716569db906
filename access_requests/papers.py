"""Which papers belong to a request."""

from django.db.models import TextChoices

from access_requests.kinds import Kind

AREA = "request"


class PaperKind(TextChoices):
    """What a paper is to a request."""

    WRITTEN_REQUEST = "written-request", "Written request"
    COURT_ORDER = "court-order", "Court order"
    AGREEMENT = "written-agreement", "Written agreement"
    AUTHORITY = "authority", "Proof of authority"
    IDENTITY = "identity-proof", "Proof of identity"
    ARRIVED = "arrived", "Letter or email that reached us"
    OTHER = "other", "Another paper"


# Kept for a short time only, and then destroyed: a proof is looked at, not collected (AC-7).
SHORT_LIVED = frozenset({PaperKind.IDENTITY, PaperKind.AUTHORITY})

_ASKED_FOR_SOMEBODY = (PaperKind.ARRIVED, PaperKind.IDENTITY, PaperKind.AUTHORITY, PaperKind.OTHER)

OFFERED: dict[str, tuple[PaperKind, ...]] = {
    Kind.BUSINESS_NEED: (PaperKind.OTHER,),
    Kind.OWN_CALL: (PaperKind.WRITTEN_REQUEST, PaperKind.OTHER),
    Kind.DISCIPLINARY: (PaperKind.AGREEMENT, PaperKind.OTHER),
    Kind.ONWARD: (PaperKind.WRITTEN_REQUEST, PaperKind.OTHER),
    Kind.SUBJECT_ACCESS: _ASKED_FOR_SOMEBODY,
    Kind.EXTERNAL_BODY: (PaperKind.WRITTEN_REQUEST, PaperKind.OTHER),
    Kind.COURT_ORDER: (PaperKind.COURT_ORDER, PaperKind.OTHER),
    Kind.LIFE_AT_RISK: (PaperKind.WRITTEN_REQUEST, PaperKind.OTHER),
    Kind.HEALTH_RECORDS: (PaperKind.WRITTEN_REQUEST, *_ASKED_FOR_SOMEBODY[1:]),
}
