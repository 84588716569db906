"""What the page of a letter about to be written must know."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from access_requests.clocks import queries as clocks
from access_requests.clocks.cases import RightsCase, open_case
from access_requests.clocks.reckoning import Reckoned, if_asked
from access_requests.letters.kinds import SORTS, Sort
from access_requests.letters.rules import NO_SUCH_LETTER, refuse_letter
from access_requests.models import LetterKind, Right
from callgov import clock
from callgov.people.models import User
from callgov.practice import setting
from callgov.refusals import NotYours, Refusal

_SUPPOSED = timedelta(days=7)  # how long an answer is supposed to take, for the date that is shown before anything is asked


@dataclass(frozen=True)
class Draft:
    """A letter about to be written: for which case, what it does, whether it may be, and the clock before and after."""

    case: RightsCase
    sort: Sort
    found: Reckoned
    refusal: Refusal | None
    if_answered: Reckoned | None
    today: date

    @property
    def is_late(self) -> bool:
        """Whether this would tell of an extension after the day on which it was due."""
        late = self.found.notice_by is not None and self.today > self.found.notice_by
        return self.sort.kind == LetterKind.EXTENSION and late

    @property
    def initial(self) -> dict[str, Any]:
        """Whom we write to, and today."""
        return {"to_name": self.case.name, "to_address": self.case.address, "on": self.today}


def draft(person: User, reference: str, kind: str, now: datetime) -> Draft:
    """Raises NotYours for a case or a letter that does not exist for this person, Refused for a case without a clock."""
    today = clock.local_day(now)
    case = open_case(person, reference, now)
    if kind not in LetterKind.values or LetterKind(kind) not in SORTS:
        raise NotYours(NO_SUCH_LETTER)
    sort = SORTS[LetterKind(kind)]
    found = clocks.reckoned_or_refuse(reference, today)
    refusal = refuse_letter(sort, case, found, setting("no_reply_close_days"))
    return Draft(case, sort, found, refusal, _supposed(sort, case, found), today)


def _supposed(sort: Sort, case: RightsCase, found: Reckoned) -> Reckoned | None:
    if sort.asks is None or case.right not in (Right.SUBJECT_ACCESS, Right.OBJECTION):
        return None
    return if_asked(found, clocks.lines(found.row), sort.asks, clocks.practice(), found.today + _SUPPOSED)
