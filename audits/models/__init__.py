"""What the audits floor stores. Each wing reads and writes through its own rooms."""

from audits.models.annual import AnnualAudit, AnnualSignOff
from audits.models.assessment import Assessment, AssessmentKind, Mark, Outcome, Review
from audits.models.audit import OPEN, SCORED, Audit, AuditKind, Pool, SampledCall, State
from audits.models.learning import Calibration, EventKind, Seat, SignificantEvent
from audits.models.outcome import Answer, Answered, Concern, ConcernNote
from audits.models.staff import CLINICAL, Absence, Authority, RoleGroup, StaffProfile
from audits.models.tool import ToolVersion
from audits.models.training import ENDED, ClipState, TrainingClip

__all__ = [
    "CLINICAL",
    "ENDED",
    "OPEN",
    "SCORED",
    "Absence",
    "AnnualAudit",
    "AnnualSignOff",
    "Answer",
    "Answered",
    "Assessment",
    "AssessmentKind",
    "Audit",
    "AuditKind",
    "Authority",
    "Calibration",
    "ClipState",
    "Concern",
    "ConcernNote",
    "EventKind",
    "Mark",
    "Outcome",
    "Pool",
    "Review",
    "RoleGroup",
    "SampledCall",
    "Seat",
    "SignificantEvent",
    "StaffProfile",
    "State",
    "ToolVersion",
    "TrainingClip",
]  # fmt: skip
