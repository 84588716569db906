"""What the pages of letters show, as the parts that pages are made of."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from access_requests.clocks.cases import RightsCase
from access_requests.clocks.reckoning import Reckoned
from access_requests.letters import rules
from access_requests.letters.filling import blocks, document
from access_requests.letters.kinds import GAPS, SORTS, Sort, sorts_of
from access_requests.letters.queries import Worded, right_label, sort_label
from access_requests.models import Letter, LetterKind, Way
from callgov.documents import Document
from callgov.ui.formats import nhs_date, nhs_when
from callgov.ui.parts import Act, Col, Link, Value

LETTERS = (Col("Letter", row_header=True), Col("To"), Col("How"), Col("When", nowrap=True))
WORDINGS = (Col("Letter", row_header=True), Col("For"), Col("Worded"), Col("Change"))


def acts(case: RightsCase, found: Reckoned, no_reply_days: int) -> list[Act]:
    """The letters that can be written now, each as a way to its page; what was done already or cannot be yet is left out."""
    offered = [sort for sort in sorts_of(case.right) if not _refuse_offering(sort, case, found, no_reply_days)]
    return [
        Act(
            sort.button, reverse("letter_new", args=[case.reference, sort.kind]), opens=True, effect=sort.effect if sort.answers else "",
            variant="" if sort.answers else "secondary",
        )
        for sort in offered
    ]  # fmt: skip


def _refuse_offering(sort: Sort, case: RightsCase, found: Reckoned, no_reply_days: int) -> bool:
    """Beside what the letter's own rule refuses: a question that is open, and an extension that was taken."""
    asked = any(one.question == sort.asks and one.answer is None for one in found.asked)
    extended = sort.kind == LetterKind.EXTENSION and found.extension is not None
    return asked or extended or rules.refuse_letter(sort, case, found, no_reply_days) is not None


def rows(letters: Iterable[Letter]) -> list[Sequence[Value]]:
    """The letters of a case, each with the way to read it."""
    return [
        (Link(sort_label(LetterKind(one.kind)), reverse("letter", args=[one.pk])), one.to_name, Way(one.way).label, nhs_date(one.sent_on))
        for one in letters
    ]


def paper(letter: Letter) -> Document:
    """A letter as a paper."""
    return document(
        subject=letter.subject, to_name=letter.to_name, to_address=letter.to_address, body=letter.body, sent_on=letter.sent_on,
        reference=letter.reference,
    )  # fmt: skip


def reading(letter: Letter, case: RightsCase) -> dict[str, Any]:
    """A letter as a page: the same words as its paper."""
    return {
        "letter": letter,
        "case": case,
        "address": [letter.to_name, *(line for line in letter.to_address.splitlines() if line.strip())],
        "blocks": list(blocks(letter.body)),
        "how": f"{Way(letter.way).label} on {nhs_date(letter.sent_on)}",
    }


def wordings(every: Iterable[Worded]) -> dict[str, Any]:
    """The table of all wordings."""
    return {"columns": WORDINGS, "rows": [_wording(one) for one in every]}


def _wording(one: Worded) -> Sequence[Value]:
    address = reverse("letter_wording", args=[one.kind, one.right or "every"])
    row = one.row
    said: Value = [f"{row.worded_by.get_full_name()}, {nhs_when(row.worded_at)}", row.reason] if row else "As it came with the product"
    return (sort_label(one.kind), right_label(one.right) or "Every answer", said, Link("Change", address, hidden=one.wording.subject))


def gaps(kind: LetterKind) -> list[str]:
    """What may stand in braces, and what must."""
    if kind not in SORTS:
        return []
    must = SORTS[kind].must
    return [f"{{{name}}}: {words}{' (must be there)' if name in must else ''}" for name, words in GAPS.items()]
