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
from recordings.models.notices import Balancing, Ending, ImpactAssessment, Notice, NoticeTest, Objection
from recordings.models.retention import AtEnd, ChangeState, Covers, RetentionChange, RetentionClass, RunsFrom
from recordings.models.vault import Damage, StoredObject
from recordings.models.vault import Role as ObjectRole
from recordings.models.wholeness import Backup, Custodian, Drill, DrillKind, RecoveryKey, Restore

__all__ = [
    "Access", "AtEnd", "Attachment", "AudioState", "Backup", "Balancing", "BatchKind", "BatchState", "Certificate", "ChangeState",
    "Covers", "Custodian", "Damage", "Direction", "DisposalBatch", "DisposalItem", "Drill", "DrillKind", "Ending", "Extension",
    "ExtensionAssignment", "Grant", "GrantAction", "GrantedRecording", "Ground", "HeldRecording", "HoldKind", "ImpactAssessment",
    "ImportRun", "ItemState", "LegalHold", "Line", "Notice", "NoticeTest", "ObjectRole", "Objection", "ProcessingPurpose",
    "QuarantineState", "QuarantinedFile", "Recording", "RecoveryKey", "Restore", "RetentionChange", "RetentionClass", "RunsFrom",
    "Search", "StoredObject",
]  # fmt: skip
