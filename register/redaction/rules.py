"""Who may mark, send and check, when a copy may leave with or without silenced parts: pure functions with their sentences."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.ui.formats import counted, position
from register.models import Ground, RedactionState, Side

HEARD_EDGE_MS = 1000
"""Of a silenced part the second person hears its first and its last second, and so all of a short one."""
_SLACK_MS = 300  # a player reports tenths of a second, and begins a little late

NOT_CHECKED = Refusal(
    "redaction-not-confirmed", "Parts of this call are marked to be silenced, and nobody has confirmed them yet.",
    "A second person must check them first.",
)  # fmt: skip
MUST_BE_SILENCED = Refusal(
    "redaction-needed", "The decision lets this recording leave only in part.", "Mark what must not be heard, and have it checked."
)
CHANGED = Refusal(
    "redaction-changed", "What is silenced was changed after this copy was made.", "Discard this copy and make it again."
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part as it is marked: milliseconds of the call, side, ground and note."""

    from_ms: int
    until_ms: int
    side: str
    ground: str
    note: str = ""


def refuse_part(part: Part, duration_ms: int, channels: int) -> Refusal | None:
    """A part lies inside the recording, has a length, a side that the recording has, and a ground."""
    if part.until_ms <= part.from_ms:
        return Refusal("part-empty", "To must be after From.")
    if part.until_ms > duration_ms:
        return Refusal("part-past-end", f"The recording ends at {position(duration_ms / 1000)}.")
    if part.side != Side.BOTH and (part.side not in Side.values or channels < 2):
        return Refusal("no-such-side", "This recording has both voices together, so both are silenced.")
    return refuse_ground(part.ground, part.note)


def refuse_ground(ground: str, note: str) -> Refusal | None:
    """Each part says why it is not disclosed; another reason than those of the law is written out."""
    if ground not in Ground.values:
        return Refusal("no-ground", "Choose why this part is silenced.")
    if ground == Ground.OTHER and not note.strip():
        return Refusal("no-reason", "Say for which other reason this part is silenced.")
    return None


def refuse_changing(state: str) -> Refusal | None:
    """Parts change only while nobody checks them."""
    if state == RedactionState.DRAFT:
        return None
    return Refusal("redaction-not-open", "These parts are sent for checking or settled, so they cannot change.", "Begin a new version.")


def refuse_sending(state: str, parts: int) -> Refusal | None:
    """There is something to check."""
    if parts == 0:
        return Refusal("no-parts", "No part is marked yet.", "Mark the parts that must not be heard.")
    return refuse_changing(state)


@enforces("AC-9", "AC-10")
def refuse_checker(person: int, roles: Collection[Role], *, makers: Collection[int], requester: int) -> Refusal | None:
    """A second person checks: nobody who marked or sent the parts, nor whoever asked for the recording."""
    if person in makers:
        return Refusal("own-redaction", "You cannot check your own work.", "Someone else must check what you marked.")
    if person == requester:
        return Refusal("own-request", "You asked for this recording, so someone else must check the copy.")
    if Action.CHECK_REDACTION not in actions_of(roles):
        return Refusal("may-not-check", "Your role does not let you check a copy.")
    return None


@enforces("AC-9", "AC-10")
def refuse_confirming(parts: int, unheard: int, *, nobody_else: bool) -> Refusal | None:
    """Whoever confirms has heard every silenced part in the copy itself, and nobody else in it."""
    if unheard:
        left = f"{unheard} of {parts} is left." if unheard == 1 else f"{unheard} of {parts} are left."
        return Refusal("not-heard", f"Play every silenced part first. {left}")
    if not nobody_else:
        return Refusal("someone-else-heard", "Someone else can still be heard or named.", "Send it back with a note that says where.")
    return None


def refuse_returning(note: str) -> Refusal | None:
    """Whoever sends it back says what is wrong."""
    return None if note.strip() else Refusal("no-note", "Say what must be changed.")


def unheard(parts: Sequence[Part], heard: Iterable[tuple[int, int]]) -> list[Part]:
    """The parts whose beginning and end are in none of the stretches that were heard."""
    whole = _joined(heard)
    return [part for part in parts if not all(_covered(edge, whole) for edge in _edges(part))]


def _edges(part: Part) -> tuple[tuple[int, int], tuple[int, int]]:
    first = (part.from_ms, min(part.from_ms + HEARD_EDGE_MS, part.until_ms))
    return first, (max(part.until_ms - HEARD_EDGE_MS, part.from_ms), part.until_ms)


def _covered(edge: tuple[int, int], whole: Sequence[tuple[int, int]]) -> bool:
    start, end = edge
    return any(one <= start + _SLACK_MS and end - _SLACK_MS <= other for one, other in whole)


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + _SLACK_MS:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined


@enforces("AC-9", "AC-10", "AC-6")
def refuse_leaving(open_states: Collection[str], confirmed: bool, demanded: bool, reason: str) -> Refusal | None:
    """A copy is made only once what is marked is confirmed; without marks only if the decision allows it and someone says why."""
    if open_states:
        return NOT_CHECKED
    if confirmed:
        return None
    if demanded:
        return MUST_BE_SILENCED
    return None if reason.strip() else Refusal("no-review", "Say why nothing needs to be silenced.", "Or mark the parts first.")


@enforces("AC-9", "AC-10")
def refuse_outdated(*, made_with: str | None, open_states: Collection[str], confirmed: bool, demanded: bool) -> Refusal | None:
    """At the moment of release the copy must still be what is confirmed. `made_with` is the state of the redaction it was made with."""
    if open_states:
        return NOT_CHECKED
    if made_with is None:
        return CHANGED if confirmed else MUST_BE_SILENCED if demanded else None
    return None if made_with == RedactionState.CONFIRMED else CHANGED


def in_words(parts: Sequence[Part], checked_by: str) -> str:
    """For the register: how many parts, on which grounds, who confirmed."""
    grounds = sorted({str(Ground(part.ground).label).lower() for part in parts})
    return f"{counted(len(parts), 'part')} silenced: {'; '.join(grounds)}. Confirmed by {checked_by}."
