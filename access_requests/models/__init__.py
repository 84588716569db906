"""What requests store. Each part of the app reads and writes through its own rooms."""

from access_requests.kinds import FROM_OUTSIDE, Channel, Kind
from access_requests.models.askers import Asker, Capacity, Demand
from access_requests.models.assessment import Assessment, Opinion, StaffVoice, ThirdParty, ThirdPartyOutcome
from access_requests.models.assessment import Outcome as AssessmentOutcome
from access_requests.models.clocks import CaseClock, ClockEntry, Doing, Question, Right
from access_requests.models.decisions import Decision, Recusal
from access_requests.models.finding import SearchAccount
from access_requests.models.identity import Competence, IdentityCheck, Match, Proof, Result, Seen
from access_requests.models.letters import Letter, LetterKind, LetterWording, Way
from access_requests.models.matters import Finding, Matter, MatterDecision, MatterNote, MatterState
from access_requests.models.requests import OPEN, AccessRequest, CopyFormat, RecipientType, State, Wanted

__all__ = [
    "FROM_OUTSIDE", "OPEN", "AccessRequest", "Asker", "Assessment", "AssessmentOutcome", "Capacity", "CaseClock", "Channel", "ClockEntry",
    "Competence", "CopyFormat", "Decision", "Demand", "Doing", "Finding", "IdentityCheck", "Kind", "Letter", "LetterKind", "LetterWording",
    "Match", "Matter", "MatterDecision", "MatterNote", "MatterState", "Opinion", "Proof", "Question", "RecipientType", "Recusal", "Result",
    "Right", "SearchAccount", "Seen", "StaffVoice", "State", "ThirdParty", "ThirdPartyOutcome", "Wanted", "Way",
]  # fmt: skip
