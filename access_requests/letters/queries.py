"""The only readers of letters and wordings."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from access_requests.clocks.cases import RightsCase, open_case
from access_requests.letters.kinds import SORTS
from access_requests.letters.rules import NO_SUCH_LETTER
from access_requests.letters.shipped import SHIPPED, Wording
from access_requests.models import Letter, LetterKind, LetterWording, Right
from callgov.people.models import User
from callgov.refusals import NotYours

ARTICLE_15 = (LetterKind.ARTICLE_15, "")


@dataclass(frozen=True)
class Worded:
    """A wording as it holds, and the row that says who worded it when and why, if anyone here did."""

    kind: LetterKind
    right: str
    wording: Wording
    row: LetterWording | None


def worded(kind: str, right: str) -> Worded:
    """How one letter is worded now. Raises NotYours when there is no such letter. One query."""
    if (kind, right) not in SHIPPED:
        raise NotYours(NO_SUCH_LETTER)
    row = LetterWording.objects.filter(kind=kind, right=right).select_related("worded_by").order_by("-id").first()
    return _worded(kind, right, row)


def for_sending(kind: str, right: str) -> tuple[Wording, Wording]:
    """The wording of a letter, and what is told about people's information. One query."""
    wanted = Q(kind=kind, right=right) | Q(kind=LetterKind.ARTICLE_15, right="")
    rows = {(row.kind, row.right): row for row in LetterWording.objects.filter(wanted).order_by("id")}
    if (kind, right) not in SHIPPED:
        raise NotYours(NO_SUCH_LETTER)
    return _worded(kind, right, rows.get((kind, right))).wording, _worded(*ARTICLE_15, rows.get(ARTICLE_15)).wording


def all_worded() -> list[Worded]:
    """Every wording, in the order of the table that ships. One query."""
    rows = {(row.kind, row.right): row for row in LetterWording.objects.select_related("worded_by").order_by("id")}
    return [_worded(kind, right, rows.get((kind, right))) for kind, right in SHIPPED]


def _worded(kind: str, right: str, row: LetterWording | None) -> Worded:
    wording = Wording(row.subject, row.body) if row else SHIPPED[kind, right]
    return Worded(LetterKind(kind), right, wording, row)


def of_case(reference: str) -> list[Letter]:
    """The letters of a case, newest first, for whoever was let through to it. One query."""
    return list(Letter.objects.filter(reference=reference).select_related("sent_by"))


def letter(person: User, pk: int, now: datetime) -> tuple[Letter, RightsCase]:
    """A letter and its case, for someone who may see the case. Raises NotYours for anyone else."""
    found = Letter.objects.select_related("sent_by").filter(pk=pk).first()
    if found is None:
        raise NotYours(NO_SUCH_LETTER)
    return found, open_case(person, found.reference, now)


def right_label(right: str) -> str:
    """A right in words; blank for what belongs to none."""
    return Right(right).label if right else ""


def sort_label(kind: LetterKind) -> str:
    """A kind of letter in words."""
    return SORTS[kind].button if kind in SORTS else kind.label
