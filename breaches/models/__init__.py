"""What is stored of breaches: the report and who was told, the record and its decisions, what was done about it."""

from breaches.models.breach import OPEN, Awareness, Breach, GoingOn, Involvement, Kind, Receipt, State, Told, Whom
from breaches.models.following import Containment, FollowUp, FollowUpState, Measure
from breaches.models.record import Account, Assessment, Compromise, Decision, PeopleTold, Submission, Verdict, Way

__all__ = [
    "OPEN", "Account", "Assessment", "Awareness", "Breach", "Compromise", "Containment", "Decision", "FollowUp", "FollowUpState", "GoingOn",
    "Involvement", "Kind", "Measure", "PeopleTold", "Receipt", "State", "Submission", "Told", "Verdict", "Way", "Whom",
]  # fmt: skip
