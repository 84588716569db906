"""What an assessment must say, and what may leave under one. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from access_requests.facts import Facts, assessed, identifies
from access_requests.grounds import Ground
from access_requests.models import AccessRequest, Assessment, AssessmentOutcome, Opinion, StaffVoice, State, ThirdPartyOutcome
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal

# What somebody who asks about themselves can be refused of a recording (law.md R2.1 to R2.4).
EXEMPTIONS = (Ground.SERIOUS_HARM, Ground.EXPECTATIONS, Ground.LEGAL_PRIVILEGE, Ground.CRIME, Ground.OTHER_PEOPLE)
_TAKEN_OUT = frozenset({ThirdPartyOutcome.REDACTED, ThirdPartyOutcome.WITHHELD})
_VOICE_TAKEN_OUT = frozenset({StaffVoice.REDACTED, StaffVoice.WITHHELD})
_WEIGHED = frozenset({StaffVoice.REASONABLE, StaffVoice.REDACTED, StaffVoice.WITHHELD})


@dataclass(frozen=True)
class Other:
    """Somebody else heard or named, and what became of them."""

    who: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class Weighed:
    """An assessment before it is recorded."""

    outcome: str
    reasons: str
    staff_voice: str
    clinical_content: bool
    staff_voice_reason: str = ""
    opinion: str = ""
    opinion_by: str = ""
    opinion_role: str = ""
    opinion_on: date | None = None
    exemptions: Collection[str] = ()
    exemption_reasons: str = ""
    others: Sequence[Other] = field(default=())


@enforces("AC-4", "AC-6")
def refuse_assessor(request: AccessRequest, person: User, holders: Collection[int], facts: Facts) -> Refusal | None:
    """Who may hear the recording under this request weighs it, once who asks is sure."""
    if not assessed(request):
        return Refusal("not-assessed", "Recordings of this kind of request are not assessed.")
    if request.state != State.APPROVED:
        return Refusal("not-approved", "A recording is assessed while the request is approved.")
    if person.pk not in holders:
        return Refusal("not-a-listener", "Only someone who may hear the call under this request assesses it.")
    if facts.in_doubt:
        return Refusal("identity-in-doubt", "Who asks is in doubt. Only the Data Protection Officer can decide that.")
    return None


@enforces("AC-6")
def refuse_weighed(said: Weighed, today: date) -> Refusal | None:
    """One outcome with reasons for everybody heard, a fresh opinion where it is clinical, grounds for what is not given."""
    if not said.reasons.strip():
        return Refusal("no-reasons", "Enter the reasons for the outcome.")
    return _refuse_people(said) or _refuse_opinion(said, today) or _refuse_exemptions(said) or _refuse_outcome(said)


def _refuse_people(said: Weighed) -> Refusal | None:
    if any(not other.who.strip() or not other.reason.strip() for other in said.others):
        return Refusal("third-party-unsaid", "Say who each other person is, and why they come out as they do.")
    if said.staff_voice in _WEIGHED and not said.staff_voice_reason.strip():
        return Refusal("staff-voice-unsaid", "Say why the staff who are heard are disclosed or not.")
    return None


@enforces("AC-6")
def _refuse_opinion(said: Weighed, today: date) -> Refusal | None:
    """Clinical content, and serious harm, need a health professional's opinion that is not older than six months (law.md R2.3)."""
    harm = Ground.SERIOUS_HARM in said.exemptions
    if not said.clinical_content and not harm:
        return None
    if said.opinion not in Opinion.values or not said.opinion_by.strip() or said.opinion_on is None:
        return Refusal(
            "no-opinion", "Clinical content needs a health professional's opinion before anything is given.", "Name them, and the day."
        )
    if not clock.opinion_counts(said.opinion_on, today):
        return Refusal("old-opinion", "The health professional's opinion is older than six months.", "Ask for a new one.")
    if harm and said.opinion != Opinion.HARM:
        return Refusal("no-harm", "Serious harm can be a ground only if a health professional says that it is likely.")
    if said.opinion == Opinion.HARM and not harm:
        return Refusal("harm-unsaid", "A health professional says that serious harm is likely, so it must be a ground.")
    return None


def _refuse_exemptions(said: Weighed) -> Refusal | None:
    if not set(said.exemptions) <= set(EXEMPTIONS):
        return Refusal("no-such-exemption", "Select a ground from the list.")
    if said.exemptions and not said.exemption_reasons.strip():
        return Refusal("exemption-unsaid", "Say why each ground applies.")
    return None


def _refuse_outcome(said: Weighed) -> Refusal | None:
    """All of it goes only if nothing is taken out; a part or none needs something to have been taken out."""
    taken_out = bool(said.exemptions) or said.staff_voice in _VOICE_TAKEN_OUT or any(other.outcome in _TAKEN_OUT for other in said.others)
    if said.outcome == AssessmentOutcome.FULL and taken_out:
        return Refusal("not-all", "Something is redacted, withheld or exempt, so it cannot be given in full.")
    if said.outcome != AssessmentOutcome.FULL and not taken_out:
        return Refusal("no-ground", "Say what is redacted, withheld or exempt, or give all of it.")
    return None


@enforces("AC-6", "AC-7")
def refuse_release(request: AccessRequest, facts: Facts, standing: Assessment | None, *, extract: bool, today: date) -> Refusal | None:
    """Nothing of a recording leaves to somebody who asked about themselves before it is weighed, and no more than was found right.

    The opinion must still count on the day, and who asks still be sure. `extract` says that only a part is given.
    """
    if not assessed(request):
        return None
    if facts.in_doubt or (identifies(request.kind) and not (facts.identified and facts.authorised)):
        return Refusal("identity-open", "Who asks is not sure, so nothing can be released.", "Record the identity check first.")
    if standing is None:
        return Refusal("not-assessed-yet", "This recording has not been assessed.", "Assess it first.")
    if standing.outcome == AssessmentOutcome.REFUSED:
        return Refusal("assessed-refused", "The assessment says that none of this recording is given.")
    rests_on_opinion = standing.clinical_content or Ground.SERIOUS_HARM in standing.exemptions
    if rests_on_opinion and (standing.opinion_on is None or not clock.opinion_counts(standing.opinion_on, today)):
        return Refusal("old-opinion", "The health professional's opinion is older than six months.", "Assess the recording again.")
    if standing.outcome == AssessmentOutcome.PARTIAL and not extract:
        return Refusal("only-a-part", "The assessment gives only a part of this recording.", "Choose the part, or redact the rest.")
    return None
