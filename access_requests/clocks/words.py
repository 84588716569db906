"""A deadline explained: one sentence a rule, in the order in which the law applies them. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from access_requests.clocks.reckoning import Asked, Reckoned
from access_requests.models import Question, Right
from callgov.clock import Deadline
from callgov.ui.formats import counted, nhs_date, nhs_day

PROOF = {
    Question.IDENTITY: "proof of who they are",
    Question.AUTHORITY: "proof that they may ask for someone else",
    Question.FEE: "the fee that the law allows",
    Question.CLARIFICATION: "what exactly is wanted",
}
MONTHS = {1: "One calendar month", 3: "Three calendar months"}
STOPS_AT_TODAY = "While we wait for an answer of theirs there is no date that we could miss."


def heading(found: Reckoned) -> str:
    """The date, or why there is none."""
    what = {Right.COMPLAINT: "it must be acknowledged", Right.OBJECTION: "the answer is due"}.get(
        Right(found.row.right), "the answer is due"
    )
    if found.row.answered_on is not None:
        return f"Answered on {nhs_date(found.row.answered_on)}"
    if found.waiting:
        return "No date while we wait for their answer"
    return f"Why {what} by {nhs_date(found.due)}"


def reasons(found: Reckoned) -> list[str]:
    """Every step from the receipt to the last day."""
    return [*_receipt(found), *_proof(found), *_period(found), *_pauses(found), *_roll(found.deadline), *_idle(found), *_waiting(found)]


def target(found: Reckoned) -> str:
    """Our own earlier day, and until when an extension may be told."""
    said = []
    if found.target and found.row.answered_on is None and not found.waiting and found.target < found.due:
        said.append(f"Our own target is {nhs_date(found.target)}.")
    if found.notice_by and found.extension is None and found.row.answered_on is None and not found.waiting:
        said.append(f"If we need two months more, we must tell them by {nhs_date(found.notice_by)}.")
    return " ".join(said)


def _receipt(found: Reckoned) -> Iterator[str]:
    day = found.row.received_on
    if found.row.right == Right.HEALTH_RECORDS:
        yield f"The written application reached us on {nhs_day(day)}. Days are counted from that day, the day itself included."
    else:
        yield f"It reached us on {nhs_day(day)}. The hour does not matter, and neither does a weekend or a holiday."


def _proof(found: Reckoned) -> Iterator[str]:
    if found.row.right == Right.HEALTH_RECORDS:
        moving = [one for one in found.asked if one not in found.idle]
    else:
        moving = [one for one in found.asked if one.question != Question.CLARIFICATION and one not in found.idle]
    answered = [one for one in moving if one.answer is not None]
    for one in answered:
        assert one.answer is not None
        yield f"We asked for {PROOF[one.question]} on {nhs_date(one.line.on)} and had it on {nhs_date(one.answer.on)}."
    if answered and found.deadline.relevant != found.row.received_on:
        yield (
            f"The time is counted from {nhs_date(found.deadline.relevant)}, when the last of it came. "
            f"Counted from the receipt it would end on {nhs_date(found.bare.due)}."
        )


def _period(found: Reckoned) -> Iterator[str]:
    deadline = found.deadline
    if found.row.right == Right.COMPLAINT:
        days = (deadline.raw - deadline.relevant).days
        yield f"It is acknowledged within {counted(days, 'day')}, the first of which is the day after: {nhs_date(deadline.raw)}."
        return
    if found.row.right == Right.HEALTH_RECORDS:
        days = (deadline.due - deadline.relevant).days + 1
        yield f"{counted(days, 'day')} end on {nhs_day(deadline.due)}. The Act does not move a deadline that falls on a weekend."
        return
    if found.extension is not None:
        late = ", which was later than the law allows" if found.extension.late else ""
        yield f"On {nhs_date(found.extension.on)} we told them that we need two months more{late}. They are counted from the first day."
    months = MONTHS[deadline.months]
    if deadline.raw.day == deadline.relevant.day:
        yield f"{months} later is {nhs_date(deadline.raw)}."
    else:
        none = f"{months} later there is no {_ordinal(deadline.relevant.day)}"
        yield f"{none}, so the last day of the month counts: {nhs_date(deadline.raw)}."


def _pauses(found: Reckoned) -> Iterator[str]:
    clear = [one for one in found.asked if one.question == Question.CLARIFICATION and one not in found.idle]
    if found.row.right != Right.SUBJECT_ACCESS:
        return
    for one in clear:
        if one.answer is not None:
            yield f"We asked what exactly is wanted on {nhs_date(one.line.on)} and heard on {nhs_date(one.answer.on)}."
    stopped = len(found.deadline.paused)
    if stopped:
        verb = "does" if stopped == 1 else "do"
        shifted = found.deadline.raw + timedelta(days=stopped)
        once = ", each counted once," if len(clear) > 1 else ""
        yield f"While we waited, {counted(stopped, 'day')}{once} {verb} not count: {nhs_date(shifted)}."


def _roll(deadline: Deadline) -> Iterator[str]:
    rolled = deadline.rolled
    if rolled.unknown_year is not None:
        yield f"We have no bank holidays for {rolled.unknown_year}, so the day is not moved, which is the earlier and safer day."
    if rolled.passed:
        days = [f"{nhs_date(day)} is {_article(why)}" for day, why in rolled.passed]
        yield f"{_joined(days)}, so the next working day counts: {nhs_day(rolled.day)}."


def _idle(found: Reckoned) -> Iterator[str]:
    for one in found.idle:
        yield f"We asked for {PROOF[one.question]} on {nhs_date(one.line.on)}. {_why_idle(found, one)}"


def _why_idle(found: Reckoned, one: Asked) -> str:
    if found.row.right == Right.COMPLAINT:
        return "That does not move the day by which we acknowledge."
    if found.row.right == Right.OBJECTION and one.question == Question.CLARIFICATION:
        return "A question does not stop the clock of an objection."
    return "That was too late to move the deadline."


def _waiting(found: Reckoned) -> Iterator[str]:
    for one in found.waiting:
        yield f"We asked for {PROOF[one.question]} on {nhs_date(one.line.on)} and wait for the answer."
    if found.waiting:
        yield f"{STOPS_AT_TODAY} Answered today, it would be due by {nhs_day(found.due)}."


def _article(why: str) -> str:
    return f"a {why}" if why in ("Saturday", "Sunday") else why


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    return f"{day}{ending}"
