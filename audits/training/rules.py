"""Who proposes, agrees to, prepares, approves and hears a training clip, and what it must have: pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audits.models import ClipState, SignificantEvent, TrainingClip
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from recordings.models import AudioState

LONGEST = timedelta(days=366)

NOT_FOUND = Refusal("not-found", "There is no such training clip.")
NOT_KEEPER = Refusal("not-keeper", "Only the Practice Manager prepares a training clip.")
NOT_APPROVER = Refusal("not-approver", "Only the Information Governance Lead or their deputy approves a training clip.")
OWN_CALL = Refusal("own-call", "You are in this call, so somebody else does this.")
OWN_WORK = Refusal("own-work", "You prepared this clip, so somebody else approves it.")
NOT_HEARD = Refusal("not-heard", "Hear the clip first.")
NOT_ASKED = Refusal("not-asked", "Only the colleague in the call agrees to this.")
NO_AUDIO = Refusal("no-audio", "The audio of this call is not here, so no clip can be made of it.")
NO_CONSENT = Refusal("no-consent", "Say how and when the caller agreed. Without that no clip is made.")
SAY_WHY = Refusal("no-reason", "Enter the reason.")
NOT_IN_LIBRARY = Refusal("not-in-library", "This clip is not in the training library.")
LIVE_ALREADY = Refusal("live-already", "There is a training clip of this call already.")
OUTSIDE = Refusal("outside", "A part must begin before it ends, inside the recording.")
SAY_WHAT_IS_SILENCED = Refusal("nothing-silenced", "Silence whatever tells who the caller is, or say why nothing in this stretch does.")


@dataclass(frozen=True)
class Wish:
    """Why a clip is wanted, and how and when the caller agreed to it."""

    why: str
    caller_agreed: str


@dataclass(frozen=True)
class Cut:
    """What a clip shall hold: a stretch of the call, the parts of it that are not heard, or why there are none. In milliseconds."""

    from_ms: int
    until_ms: int
    silenced: Sequence[tuple[int, int]] = ()
    nothing_silenced: str = ""


def refuse_keeper(roles: Collection[Role]) -> Refusal | None:
    """By who keeps significant events and may prepare copies."""
    return None if {Action.KEEP_LEARNING, Action.RELEASE} <= actions_of(roles) else NOT_KEEPER


@enforces("AU-8")
def refuse_proposing(event: SignificantEvent, person: User, roles: Collection[Role], wish: Wish) -> Refusal | None:
    """Of a call whose audio is here, with a reason, and with how the caller agreed; never of one's own call."""
    own = event.review.assessment.assessed_id == person.pk
    refusal = refuse_keeper(roles) or (OWN_CALL if own else None)
    if refusal or event.review.recording.audio_state != AudioState.HELD:
        return refusal or NO_AUDIO
    if not wish.why.strip():
        return SAY_WHY
    return None if wish.caller_agreed.strip() else NO_CONSENT


@enforces("AU-8")
def refuse_answering(clip: TrainingClip, person: User) -> Refusal | None:
    """Consent is the colleague's own."""
    return None if clip.colleague_id == person.pk else NOT_ASKED


@enforces("AU-8")
def refuse_preparing(clip: TrainingClip, person: User, roles: Collection[Role]) -> Refusal | None:
    """By who keeps learning, never of one's own call."""
    return refuse_keeper(roles) or (OWN_CALL if clip.colleague_id == person.pk else None)


@enforces("AU-8")
def refuse_cut(cut: Cut, length_ms: int) -> Refusal | None:
    """A stretch inside the call; what is silenced lies inside it, or it is said why nothing is."""
    inside = [(cut.from_ms, cut.until_ms, 0, length_ms), *((start, end, cut.from_ms, cut.until_ms) for start, end in cut.silenced)]
    if any(not first <= start < end <= last for start, end, first, last in inside):
        return OUTSIDE
    return None if cut.silenced or cut.nothing_silenced.strip() else SAY_WHAT_IS_SILENCED


@enforces("AU-8")
def refuse_deciding(clip: TrainingClip, person: User, roles: Collection[Role], *, heard: bool) -> Refusal | None:
    """By the Information Governance Lead or deputy, who neither prepared it nor is in it, and who heard it as it is."""
    if Action.AUTHORISE_AUDITS not in actions_of(roles):
        return NOT_APPROVER
    if clip.prepared_by_id == person.pk:
        return OWN_WORK
    if clip.colleague_id == person.pk:
        return OWN_CALL
    return None if heard else NOT_HEARD


@enforces("AU-8")
def refuse_expiry(expires_on: date, today: date) -> Refusal | None:
    """A clip has an end, a year away at most."""
    if expires_on < today:
        return Refusal("dates", "The last day must be today or later.")
    return None if expires_on - today <= LONGEST else Refusal("too-long", "A clip stays a year at most.", "Choose an earlier day.")


@enforces("AU-8")
def refuse_withdrawing(clip: TrainingClip, person: User, roles: Collection[Role], reason: str | None = None) -> Refusal | None:
    """By the colleague, who takes their consent back without a reason, by who keeps learning or who approves, with one."""
    if clip.colleague_id == person.pk:
        return None
    if not {Action.KEEP_LEARNING, Action.AUTHORISE_AUDITS} & actions_of(roles):
        return NOT_FOUND
    return SAY_WHY if reason is not None and not reason.strip() else None


@enforces("AU-8", "AC-2")
def refuse_hearing(clip: TrainingClip, today: date) -> Refusal | None:
    """Only while it is in the library and has not expired."""
    there = clip.state == ClipState.IN_LIBRARY and clip.expires_on is not None and clip.expires_on >= today
    return None if there else NOT_IN_LIBRARY


def may_see(clip: TrainingClip, person: User, roles: Collection[Role]) -> bool:
    """The colleague, who keeps learning and who approves see it at every state; everyone else only in the library."""
    return clip.colleague_id == person.pk or bool({Action.KEEP_LEARNING, Action.AUTHORISE_AUDITS} & actions_of(roles))
