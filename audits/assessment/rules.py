"""What a review of a call and a finished assessment must have: pure, each with its sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from audits.models import Assessment, Outcome
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
    """Only the assessor, and only until it is finished."""
    if assessment.assessor_id != person.pk or assessment.assessed_id == person.pk:
        return NOT_YOURS
    return MOVED_ON if assessment.finished_at else None


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


def refuse_call(recording: object, sample: Collection[object]) -> Refusal | None:
    """Only calls of the sample."""
    return None if recording in sample else Refusal("not-in-sample", "This call is not part of the sample.")
