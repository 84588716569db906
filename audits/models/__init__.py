"""What the audits floor stores. Each wing reads and writes through its own rooms."""

from audits.models.assessment import Assessment, AssessmentKind, Mark, Outcome, Review
from audits.models.audit import OPEN, SCORED, Audit, AuditKind, Pool, SampledCall, State
from audits.models.outcome import Answer, Answered, Concern, ConcernNote
from audits.models.staff import CLINICAL, Absence, Authority, RoleGroup, StaffProfile
from audits.models.tool import ToolVersion

__all__ = [
    "CLINICAL", "OPEN", "SCORED",
    "Absence", "Answer", "Answered", "Assessment", "AssessmentKind", "Audit", "AuditKind", "Authority", "Concern", "ConcernNote", "Mark",
    "Outcome", "Pool", "Review", "RoleGroup", "SampledCall", "StaffProfile", "State", "ToolVersion",
]  # fmt: skip
