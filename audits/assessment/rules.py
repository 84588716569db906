"""What a review of a call and a finished assessment must have: pure, each with its sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from audits.models import CLINICAL, Assessment, Audit, Outcome
from audits.programme.rules import NO_REASON
from audits.sample.rules import FEWEST
from audits.scoring import NOT_SCORABLE, Score
from audits.tool import Criterion
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.workflow import MOVED_ON

NOT_YOURS = Refusal("not-the-assessor", "Only the assessor can do this.")
ANSWER_ALL = Refusal("answer-all", "Answer all criteria.")
NOT_THEIRS = Refusal("no-such-criterion", "This call does not have that criterion.")
NOT_A_CLINICIAN = Refusal("not-a-clinician", "Only a clinician's call can be a telephone consultation.")
NOBODY_ASSESSES = Refusal("nobody-assesses", "Nobody assesses this sample now.")
SAME_ASSESSOR = Refusal("same-assessor", "This person assesses or assessed these calls.", "Choose another assessor.")
IN_THE_CALL = Refusal("in-the-call", "This person is in one of the calls.", "Choose another assessor.")
NO_FEEDBACK = Refusal("no-feedback", "Enter what went well.")
NOTHING_TO_WORK_ON = Refusal("nothing-to-work-on", "Enter what to work on: the result is below the aim.")


@dataclass(frozen=True)
class Given:
    """One mark as an assessor gives it; `at` is seconds into the call, or None."""

    outcome: str
    note: str = ""
    at: float | None = None


@dataclass(frozen=True)
class Judged:
    """A call as an assessor judges it."""

    consultation: bool
    marks: Mapping[str, Given] = field(default_factory=dict)
    exemplary: bool = False
    learning: bool = False


@enforces("AU-4")
def refuse_assessor(assessment: Assessment, person: User) -> Refusal | None:
    """Only the assessor, and only until it is finished or the audit is cancelled."""
    if assessment.assessor_id != person.pk or assessment.assessed_id == person.pk:
        return NOT_YOURS
    return MOVED_ON if assessment.finished_at or not assessment.audit.is_being_assessed else None


@enforces("AU-10")
def refuse_consultation(audit: Audit, *, consultation: bool) -> Refusal | None:
    """Only a clinician's call can be a telephone consultation."""
    return NOT_A_CLINICIAN if consultation and audit.role_group not in CLINICAL else None


@enforces("AU-9", "AU-10")
def refuse_marks(criteria: Sequence[Criterion], marks: Mapping[str, Given]) -> Refusal | None:
    """Every criterion of the call is answered and no other; what was not met has a note."""
    codes = {criterion.code for criterion in criteria}
    if set(marks) - codes:
        return NOT_THEIRS
    if codes - set(marks) or any(given.outcome not in Outcome.values for given in marks.values()):
        return ANSWER_ALL
    for criterion in criteria:
        given = marks[criterion.code]
        if given.outcome == Outcome.NOT_MET and not given.note.strip():
            return Refusal("no-note", f"Enter a note for “{criterion.words}”: say what was missing.")
    return None


@enforces("AU-4", "AU-5")
def refuse_unfinished(calls: int, reviewed: int, score: Score | None) -> Refusal | None:
    """Three calls or more, each of them marked, and something that applies."""
    if calls < FEWEST:
        return Refusal("too-few", "An audit needs three calls. It cannot be finished yet.")
    if reviewed < calls:
        return Refusal("calls-left", f"{calls - reviewed} of {calls} calls are not assessed yet.")
    return NOT_SCORABLE if score is None else None


@enforces("AU-6")
def refuse_feedback(score: Score, went_well: str, to_work_on: str) -> Refusal | None:
    """Feedback says what went well, and below the aim also what to work on."""
    if not went_well.strip():
        return NO_FEEDBACK
    return NOTHING_TO_WORK_ON if not score.passed and not to_work_on.strip() else None


@enforces("AU-4")
def refuse_handing(held: Assessment | None, to: User, earlier: Collection[int], parties: Collection[str], reason: str) -> Refusal | None:
    """A sample that somebody assesses goes to another assessor, who assessed it not before and is in none of its calls, with a reason.

    `earlier` are those who assess it now or did; `parties` are the words that the call records have for who was in the calls.
    """
    if held is None:
        return NOBODY_ASSESSES
    if to.pk in earlier:
        return SAME_ASSESSOR
    if any(to.name.lower() in words.lower() for words in parties):
        return IN_THE_CALL
    return None if reason.strip() else NO_REASON


def refuse_call(recording: object, sample: Collection[object]) -> Refusal | None:
    """Only calls of the sample."""
    return None if recording in sample else Refusal("not-in-sample", "This call is not part of the sample.")
