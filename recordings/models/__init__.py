"""What the recordings floor stores. Each wing reads and writes through its own rooms."""

from recordings.models.attachments import Attachment
from recordings.models.calls import AudioState, Direction, Recording
from recordings.models.grants import Access, Grant, GrantAction, GrantedRecording, Search
from recordings.models.holds import HeldRecording, HoldKind, LegalHold
from recordings.models.intake import ImportRun, QuarantinedFile, QuarantineState
from recordings.models.keeping import Certificate
from recordings.models.lines import Extension, ExtensionAssignment, Line, ProcessingPurpose, RetentionClass
from recordings.models.vault import Role as ObjectRole
from recordings.models.vault import StoredObject

__all__ = [
    "Access", "Attachment", "AudioState", "Certificate", "Direction", "Extension", "ExtensionAssignment", "Grant", "GrantAction",
    "GrantedRecording", "HeldRecording", "HoldKind", "ImportRun", "LegalHold", "Line", "ObjectRole", "ProcessingPurpose",
    "QuarantineState", "QuarantinedFile", "Recording", "RetentionClass", "Search", "StoredObject",
]  # fmt: skip
