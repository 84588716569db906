"""When a letter may be written and how it may be worded. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from access_requests.clocks.cases import RightsCase
from access_requests.clocks.reckoning import Reckoned
from access_requests.letters.filling import gaps_of
from access_requests.letters.kinds import GAPS, SORTS, Sort
from access_requests.models import LetterKind, Right, Way
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

NO_SUCH_LETTER = Refusal("no-such-letter", "There is no such letter for this case.")
NO_WORDS = Refusal("no-words", "Give a reason the person can understand.")
NOBODY = Refusal("no-name", "Say whom the letter is to.")
NO_ADDRESS = Refusal("no-address", "Say where it went.")
NO_WAY = Refusal("no-way", "Say how it reached them.")
NOT_YET = Refusal("nothing-decided", "Nothing is decided yet.", "The answer is written after the decision.")
NO_REASON = Refusal("no-reason", "Say why the wording changes.")
NOT_KEEPER = Refusal("not-wording", "You cannot word the practice's letters.", "Ask the Information Governance Lead.")
ACKNOWLEDGED = Refusal("acknowledged", "They have been told that we have it.")
ANSWERED = Refusal("answered", "This case has been answered.")


@enforces("AC-6")
def refuse_letter(sort: Sort, case: RightsCase, found: Reckoned, no_reply_days: int) -> Refusal | None:
    """Whether this letter can be written for this case now; an answer only after the decision that it tells."""
    if case.right not in sort.rights:
        return NO_SUCH_LETTER
    if case.closed or (case.right != Right.COMPLAINT and found.row.answered_on is not None):
        return ANSWERED
    if sort.kind == LetterKind.NO_REPLY:
        return _refuse_giving_up(found, no_reply_days)
    if sort.kind == LetterKind.ACKNOWLEDGEMENT and case.right == Right.COMPLAINT and found.row.answered_on is not None:
        return ACKNOWLEDGED
    return NOT_YET if sort.answers and sort.kind not in case.decided else None


def _refuse_giving_up(found: Reckoned, days: int) -> Refusal | None:
    """A question stays open for a reasonable time, and only then may somebody close the case for want of an answer (R1.13)."""
    since = [one.line.on for one in found.waiting]
    if not since:
        return Refusal("nothing-asked", "We do not wait for an answer of theirs.")
    first: date = max(since) + timedelta(days=days)
    if found.today < first:
        return Refusal("too-early", f"They have {days} days to answer. Remind them first.")
    return None


def refuse_sending(sort: Sort, words: str, to_name: str, to_address: str, way: str) -> Refusal | None:
    """A letter goes to someone, somewhere, in some way, and says what it must."""
    if sort.words and not words.strip():
        return NO_WORDS
    if not to_name.strip():
        return NOBODY
    if way not in Way.values:
        return NO_WAY
    return NO_ADDRESS if way in (Way.POST, Way.EMAIL) and not to_address.strip() else None


def refuse_keeper(roles: Collection[Role]) -> Refusal | None:
    """Wording letters belongs to who keeps the practice's settings."""
    return None if Action.KEEP_SETTINGS in actions_of(roles) else NOT_KEEPER


@enforces("AC-6")
def refuse_wording(kind: LetterKind, subject: str, body: str, reason: str) -> Refusal | None:
    """A wording holds what the law wants said and no gap that nothing fills (R1.14, R1.16)."""
    if not subject.strip() or not body.strip():
        return Refusal("no-words", "Enter the subject and the words.")
    if not reason.strip():
        return NO_REASON
    unknown = sorted(gaps_of(body) - _allowed(kind))
    if unknown:
        return Refusal(
            "unknown-gap", f"Nothing fills {{{unknown[0]}}}. Use {_listed(_allowed(kind))}." if _allowed(kind) else "No gaps here."
        )
    must = SORTS[kind].must if kind in SORTS else ()
    missing = [gap for gap in must if gap not in gaps_of(body)]
    return Refusal("missing-gap", f"This letter must say {GAPS[missing[0]]}: put {{{missing[0]}}} in it.") if missing else None


def _allowed(kind: LetterKind) -> set[str]:
    return set() if kind == LetterKind.ARTICLE_15 else set(GAPS)


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
