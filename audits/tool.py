"""The audit tool: the policy's criteria, three for everyone and three more for a clinician's telephone consultation (AU-9, AU-10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from callgov.policy import enforces

POLICY_STANDARD = 100  # per cent, of each criterion, at the level of the practice
AIM = 80  # per cent, of each person


@dataclass(frozen=True)
class Criterion:
    """One criterion: its code, the policy's words, what to listen for, and whether only consultations have it."""

    code: str
    words: str
    guidance: str
    clinical: bool = False


POLICY_CRITERIA = (
    Criterion(
        "introduction", "Staff member carries out a full introduction",
        "Says the practice's name, their own name and their role, before anything else is asked.",
    ),
    Criterion(
        "identity", "The identity of the patient is confirmed",
        "Asks for at least two of full name, date of birth and address, and does not read them out first.",
    ),
    Criterion(
        "manner", "The consultation is conducted in a professional manner",
        "Listens, does not interrupt, stays courteous under pressure, and keeps to plain words.",
    ),
    Criterion(
        "consent", "Confirms that consent has been given",
        "Makes sure that the patient agrees to be advised by telephone, and to anybody else who listens.", clinical=True,
    ),
    Criterion(
        "understanding", "Confirms that the patient understands",
        "Asks the patient to say back what was agreed, or checks understanding in another way.", clinical=True,
    ),
    Criterion(
        "plan", "Has communicated a clear plan, with next steps including prescriptions and reviews",
        "Says what happens next, by whom and by when, and what to do if things get worse.", clinical=True,
    ),
)  # fmt: skip
BY_CODE = {criterion.code: criterion for criterion in POLICY_CRITERIA}


@dataclass(frozen=True)
class Tool:
    """One version of the tool."""

    number: int
    criteria: tuple[Criterion, ...]

    @enforces("AU-9", "AU-10")
    def of_call(self, *, consultation: bool) -> tuple[Criterion, ...]:
        """The criteria of a call: the clinical ones are absent, not "does not apply", unless it is a telephone consultation."""
        return tuple(criterion for criterion in self.criteria if consultation or not criterion.clinical)


FIRST = Tool(1, POLICY_CRITERIA)


def with_guidance(number: int, guidance: Mapping[str, str]) -> Tool:
    """The policy's criteria with a practice's own guidance."""
    return Tool(number, tuple(replace(one, guidance=guidance.get(one.code, one.guidance)) for one in POLICY_CRITERIA))
