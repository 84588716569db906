"""What the recordings floor stores. Each wing reads and writes through its own rooms."""

from recordings.models.attachments import Attachment
from recordings.models.calls import AudioState, Direction, Recording
from recordings.models.grants import Access, Grant, GrantAction, GrantedRecording, Search
from recordings.models.holds import HeldRecording, HoldKind, LegalHold
from recordings.models.intake import ImportRun, QuarantinedFile, QuarantineState
from recordings.models.keeping import (
    BatchKind,
    BatchState,
    Certificate,
    DisposalBatch,
    DisposalItem,
    Ground,
    ItemState,
)
from recordings.models.lines import Extension, ExtensionAssignment, Line, ProcessingPurpose
from recordings.models.retention import AtEnd, ChangeState, Covers, RetentionChange, RetentionClass, RunsFrom
from recordings.models.vault import Role as ObjectRole
from recordings.models.vault import StoredObject

__all__ = [
    "Access", "AtEnd", "Attachment", "AudioState", "BatchKind", "BatchState", "Certificate", "ChangeState", "Covers", "Direction",
    "DisposalBatch", "DisposalItem", "Extension", "ExtensionAssignment", "Grant", "GrantAction", "GrantedRecording", "Ground",
    "HeldRecording", "HoldKind", "ImportRun", "ItemState", "LegalHold", "Line", "ObjectRole", "ProcessingPurpose", "QuarantineState",
    "QuarantinedFile", "Recording", "RetentionChange", "RetentionClass", "RunsFrom", "Search", "StoredObject",
]  # fmt: skip
