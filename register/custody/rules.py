"""What may be done with a copy that is out, and when its holder is asked again: pure functions over dates and states."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from callgov.policy import enforces
from callgov.refusals import Refusal
from register.models import Method, ReleaseState
from register.workflow import OUT

NOT_OUT = Refusal("not-out", "This copy has not been released.")
SOON = timedelta(days=7)
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Stage:
    """One time at which a holder is asked: how many days after their day (before it, when negative), and who beyond them is told."""

    name: str
    days: int
    escalates: bool = False

    def day(self, delete_by: date) -> date:
        """The local day of this stage."""
        return delete_by + timedelta(days=self.days)


# A week before the day, on the day after it, a week later, and then the Information Governance Lead is told (AC-10).
STAGES = (Stage("copy-due-soon", -7), Stage("copy-late", 1), Stage("copy-late-7", 8), Stage("copy-late-14", 15, escalates=True))


@enforces("AC-10")
def stage_due(delete_by: date, day: date, asked: Collection[str]) -> Stage | None:
    """The latest stage whose day has come and at which this holder was not asked; stages that were passed over are not made up for."""
    come = [stage for stage in STAGES if stage.day(delete_by) <= day]
    return come[-1] if come and come[-1].name not in asked else None


def next_stage(delete_by: date, day: date) -> Stage | None:
    """The stage that comes next, or nothing after the last."""
    return next((stage for stage in STAGES if stage.day(delete_by) > day), None)


@enforces("AC-10", "BR-2")
def refuse_wrong_recipient(state: str, *, reported: bool, what_happened: str) -> Refusal | None:
    """Anything that left may have reached the wrong person; once is enough to say so, and it is said how."""
    if state not in OUT:
        return NOT_OUT
    if reported:
        return Refusal("reported-already", "This is reported already.", "The breach report has what is known so far.")
    return None if what_happened.strip() else Refusal("no-account", "Say what happened, in one sentence.")


def refuse_receipt(state: str, method: str, *, detail: str, handed_on: date, released_on: date, today: date) -> Refusal | None:
    """A receipt is of a copy that was released and handed over by people, on a day between then and now."""
    if state not in OUT:
        return NOT_OUT
    if method == Method.LINK:
        return Refusal("link-has-its-own", "A collection link writes its own receipt when the copy is collected.")
    if not released_on <= handed_on <= today:
        return Refusal("not-that-day", "The day must be between the release and today.")
    return None if detail.strip() else Refusal("no-detail", "Enter what shows that it arrived.")


@enforces("AC-10")
def refuse_deletion(*, evidence: str, deleted_on: date, released_on: date, today: date) -> Refusal | None:
    """A copy is gone only with how we know, on a day between its release and today."""
    if not evidence.strip():
        return Refusal("no-evidence", "Say how you know that the copy was deleted.")
    if not released_on <= deleted_on <= today:
        return Refusal("not-that-day", "The day must be between the release and today.")
    return None


def refuse_asking_again(state: str, *, gone: bool) -> Refusal | None:
    """A holder is asked while a copy is with them."""
    if state not in OUT:
        return NOT_OUT
    return Refusal("gone-already", "This copy is recorded as deleted.") if gone else None


@enforces("AC-11")
def refuse_onward(state: str, *, misdelivered: bool) -> Refusal | None:
    """What may be shared further is a copy that was released to its recipient and nobody else."""
    if state not in OUT or state == ReleaseState.REVOKED:
        return Refusal("not-to-share", "Only a released copy can be shared further.")
    return Refusal("misdelivered", "This copy reached the wrong person, so nobody may share it.") if misdelivered else None


# What shows, for each way of handing over, that a copy arrived.
RECEIPTS: dict[str, tuple[str, str]] = {
    Method.EMAIL: ("Message reference and read receipt", "For example, the message's number and when it was read."),
    Method.MEDIA: ("Tracking number or signature", "For example, the courier's number, or who signed for it."),
    Method.COLLECTED: (
        "Who collected it, and which identity document you saw",
        "For example, “passport seen, signed for it”. Do not keep a copy of the document.",
    ),
    Method.LISTENED: ("Who listened, and who sat with them", "For example, “Mrs Example, passport seen, with the Practice Manager”."),
}  # fmt: skip
