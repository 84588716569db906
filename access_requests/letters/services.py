"""The verbs of letters: word one anew, send one with the act that it tells of. The only writers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from access_requests.clocks import queries as clocks
from access_requests.clocks import services as moves
from access_requests.clocks.cases import RightsCase, open_case
from access_requests.clocks.rules import refuse_handler
from access_requests.letters import queries, rules
from access_requests.letters.filling import fill
from access_requests.letters.kinds import SORTS, Sort, rights_of
from access_requests.models import ClockEntry, Letter, LetterKind, LetterWording, Right
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import NotYours, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.ui.formats import nhs_date


@dataclass(frozen=True)
class Writing:
    """What whoever writes a letter says: their words, whom it is to, how and on which day it goes; a late extension all the same."""

    words: str
    to_name: str
    to_address: str
    way: str
    on: date
    late_anyway: bool = False


class _Undone(Exception):
    """Undoes what a preview tried."""


@enforces("AC-6")
@transaction.atomic
def send_letter(*, reference: str, kind: LetterKind, writing: Writing, actor: User, now: datetime) -> Letter:
    """Send a letter and do what it says, in one act: ask and pause, extend, answer and stop the clock (AC-6; law.md R1.7 to R1.16).

    The letter is kept word for word. Raises NotYours, Refused as `rules.refuse_letter` and the clock's own rules say.
    """
    today = clock.local_day(now)
    insist(refuse_handler(roles_on(actor, today)))
    case, sort = open_case(actor, reference, now), _sort(kind)
    found = clocks.reckoned_or_refuse(reference, today)
    insist(rules.refuse_letter(sort, case, found, setting("no_reply_close_days")))
    insist(rules.refuse_sending(sort, writing.words, writing.to_name, writing.to_address, writing.way))
    entry = _move(sort, reference, writing, actor, now)
    letter = _keep(case, sort, writing, entry, actor, now)
    if sort.answers and case.right != Right.COMPLAINT:
        moves.stop(reference=reference, on=writing.on, now=now)
    if kind in case.on_sent:
        case.on_sent[kind](letter, actor, now)
    return letter


def preview(*, reference: str, kind: LetterKind, writing: Writing, actor: User, now: datetime) -> Letter:
    """The letter as it would be sent, with nothing done. Raises what sending would raise."""
    made: list[Letter] = []
    try:
        with transaction.atomic():
            made.append(send_letter(reference=reference, kind=kind, writing=writing, actor=actor, now=now))
            raise _Undone
    except _Undone:
        return made[0]


@transaction.atomic
def word_letter(*, kind: str, right: str, subject: str, body: str, reason: str, actor: User, now: datetime) -> LetterWording:
    """Word one kind of letter anew, for what is sent from now on. Raises NotYours, Refused."""
    insist(rules.refuse_keeper(roles_on(actor, clock.local_day(now))))
    before = queries.worded(kind, right)
    insist(rules.refuse_wording(before.kind, subject, body, reason))
    with act():
        row = LetterWording.objects.create(
            kind=kind, right=right, subject=subject.strip(), body=body.replace("\r\n", "\n").strip(), reason=reason.strip(),
            worded_by=actor, worded_at=now,
        )  # fmt: skip
        record(Event.LETTER_WORDED, subject=row, facts={"letter": kind, "right": right}, reason=row.reason)
    return row


def _sort(kind: str) -> Sort:
    try:
        return SORTS[LetterKind(kind)]
    except (KeyError, ValueError):
        raise NotYours(rules.NO_SUCH_LETTER) from None


def _move(sort: Sort, reference: str, writing: Writing, actor: User, now: datetime) -> ClockEntry | None:
    """What the letter does to the clock before it is written, so that it can name the day that holds then."""
    if sort.asks is not None:
        return moves.ask(reference=reference, question=sort.asks, words=writing.words, on=writing.on, actor=actor, now=now)
    if sort.kind == LetterKind.EXTENSION:
        extend = partial(moves.extend, reasons=writing.words, late_anyway=writing.late_anyway)
        return extend(reference=reference, on=writing.on, actor=actor, now=now)
    return None


def _keep(case: RightsCase, sort: Sort, writing: Writing, entry: ClockEntry | None, actor: User, now: datetime) -> Letter:
    wording, article_15 = queries.for_sending(sort.kind, case.right)
    values = _values(case, writing, article_15.body, clock.local_day(now))
    with act():
        letter = Letter.objects.create(
            reference=case.reference, kind=sort.kind, way=writing.way, to_name=writing.to_name.strip(),
            to_address=writing.to_address.strip(), subject=wording.subject, body=fill(wording.body, values), sent_on=writing.on,
            sent_by=actor, sent_at=now, clock_entry=entry,
        )  # fmt: skip
        record(Event.LETTER_SENT, subject=letter, facts={"letter": sort.kind, "way": writing.way, "on": str(writing.on)})
    return letter


def _values(case: RightsCase, writing: Writing, article_15: str, today: date) -> Mapping[str, str]:
    found = clocks.reckoned_or_refuse(case.reference, today)
    return {
        "name": writing.to_name.strip(), "reference": case.reference, "received": nhs_date(found.row.received_on),
        "due": nhs_date(found.due), "words": writing.words.strip(), "practice": settings.PRACTICE_NAME, "article_15": article_15,
        "rights": "\n".join(f"- {one}" for one in rights_of(case.right)),
    }  # fmt: skip
