"""What each kind of letter is for, which rights it belongs to, what it asks of whoever writes it, and what it must say. Data."""

from dataclasses import dataclass

from access_requests.models import LetterKind, Question, Right

K, R = LetterKind, Right
_MONTHLY = (R.SUBJECT_ACCESS, R.OBJECTION)
_REQUESTS = (R.SUBJECT_ACCESS, R.HEALTH_RECORDS)


@dataclass(frozen=True)
class Sort:
    """One kind of letter: `words` is the question put to the writer (blank: the wording says it all), `must` what the wording must hold.

    `asks` is what it asks them for, which the clock heeds; `answers` marks the letter that ends the case's clock.
    """

    kind: LetterKind
    rights: tuple[Right, ...]
    button: str
    effect: str
    words: str = ""
    hint: str = ""
    must: tuple[str, ...] = ()
    asks: Question | None = None
    answers: bool = False


SORTS: dict[LetterKind, Sort] = {sort.kind: sort for sort in (
    Sort(
        K.ACKNOWLEDGEMENT, (R.SUBJECT_ACCESS, R.OBJECTION, R.COMPLAINT, R.HEALTH_RECORDS), "Tell them that we have it",
        "They learn by when we answer.", must=("reference",),
    ),
    Sort(
        K.IDENTITY, (*_MONTHLY, R.HEALTH_RECORDS), "Ask for proof of who they are",
        "The time is counted from the day on which it comes.", "What proof do you need?",
        "Only where there is reasonable doubt. Do not ask for what we know.", ("words",), Question.IDENTITY,
    ),
    Sort(
        K.AUTHORITY, (*_MONTHLY, R.HEALTH_RECORDS), "Ask for proof that they may ask",
        "The time is counted from the day on which it comes.", "What proof do you need?",
        "For example, the patient's written authority.", ("words",), Question.AUTHORITY,
    ),
    Sort(
        K.CLARIFICATION, (*_MONTHLY, R.HEALTH_RECORDS), "Ask what exactly is wanted",
        "The clock of a subject access request stops today. It starts again when they answer.", "What do you need to know?",
        "Only what you need to find the calls. A question about the format does not stop the clock.", ("words",), Question.CLARIFICATION,
    ),
    Sort(
        K.EXTENSION, _MONTHLY, "Extend by two months",
        "The answer is then due three months after the day that counts. It can be done once.", "Why do we need longer?",
        "The request is complex, or there are several from this person. Waiting for an answer of theirs is no reason.",
        ("words", "due", "rights"),
    ),
    Sort(
        K.REFUSAL, _REQUESTS, "Write the refusal", "The clock stops.", "Reasons to the person",
        "Give a reason the person can understand.", ("words", "rights"), answers=True,
    ),
    Sort(
        K.REPLY, _REQUESTS, "Write the reply", "The clock stops.", "What do they get?",
        "For example, two recordings of 2 November, with one part silenced because another person is heard.",
        ("words", "article_15", "rights"), answers=True,
    ),
    Sort(
        K.NO_REPLY, (*_MONTHLY, R.HEALTH_RECORDS), "Close because no answer came", "The clock stops. They can ask again at any time.",
        "What did we ask for?", "", ("words",), answers=True,
    ),
    Sort(K.PROGRESS, (R.COMPLAINT,), "Tell them how it stands", "It is kept with the complaint.", "How does it stand?", "", ("words",)),
    Sort(
        K.OUTCOME, (R.COMPLAINT, R.OBJECTION), "Tell them the outcome", "The case is answered.", "What did we find, and what do we do?", "",
        ("words", "rights"), answers=True,
    ),
)}  # fmt: skip

COMPLAIN_HERE = "You can complain to us. Write to the practice, or tell any of us; we answer within 30 days that we have it."
COMPLAIN_ICO = "You can complain to the Information Commissioner at ico.org.uk/make-a-complaint or on 0303 123 1113."
GO_TO_COURT = "You can ask a court to enforce your right."
WITH_THE_ACT = "You can ask a court for an order under section 8 of the Access to Health Records Act 1990."

# What somebody may do who disagrees, as each answer must say it (law.md R1.14).
RIGHTS: dict[Right, tuple[str, ...]] = {
    R.SUBJECT_ACCESS: (COMPLAIN_HERE, COMPLAIN_ICO, GO_TO_COURT), R.OBJECTION: (COMPLAIN_HERE, COMPLAIN_ICO, GO_TO_COURT),
    R.COMPLAINT: (COMPLAIN_ICO, GO_TO_COURT), R.HEALTH_RECORDS: (COMPLAIN_HERE, WITH_THE_ACT),
}  # fmt: skip

# What may stand in braces in a wording.
GAPS: dict[str, str] = {
    "name": "the person's name", "reference": "the reference of the case", "received": "the day on which it reached us",
    "due": "the day by which we answer", "words": "what the writer of the letter adds", "practice": "the practice's name",
    "rights": "what the person can do if they disagree, as the law has it", "article_15": "the wording “About your information”",
}  # fmt: skip


def sorts_of(right: str) -> list[Sort]:
    """The letters of one right."""
    return [sort for sort in SORTS.values() if right in sort.rights]


def rights_of(right: str) -> tuple[str, ...]:
    """What somebody may do who disagrees with an answer about this right."""
    return RIGHTS[Right(right)]
