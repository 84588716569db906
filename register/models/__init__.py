"""What the register floor stores: what is silenced, releases and their lines, what becomes of copies that are out, and inspections."""

from register.models.custody import HolderAsked, Misdelivery, OnwardSharing
from register.models.inspections import InspectedLine, Inspection, InspectionAction, InspectionState
from register.models.redaction import Cover, Ground, HeardPart, Redaction, RedactionCheck, RedactionSpan, RedactionState, Side
from register.models.releases import CollectionLink, LineNote, Method, RegisterLine, Release, ReleaseState
from register.models.transcripts import Origin, TranscriptCertificate, TranscriptVersion

__all__ = [
    "CollectionLink", "Cover", "Ground", "HeardPart", "HolderAsked", "InspectedLine", "Inspection", "InspectionAction",
    "InspectionState", "LineNote", "Method", "Misdelivery", "OnwardSharing", "Origin", "Redaction", "RedactionCheck", "RedactionSpan",
    "RedactionState", "RegisterLine", "Release", "ReleaseState", "Side",
    "TranscriptCertificate", "TranscriptVersion",
]  # fmt: skip
