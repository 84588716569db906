"""Words for callers: the script for whoever objects, the public summary, and a privacy notice that names every item of Article 13."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from callgov.people.models import User
from callgov.policy import enforces
from callgov.ui.formats import counted
from recordings.models import ProcessingPurpose, RetentionClass
from recordings.purposes import Article9, LawfulBasis

SCRIPT = (
    "We record calls {why}.",
    "I cannot switch it off, and nobody here can.",
    "If you do not want to go on, we can help you in another way. If you need medical help now, call NHS 111, or 999 in an emergency.",
)
MOST_SECONDS = 30
WORDS_A_SECOND = 2.3  # an unhurried voice on the telephone: about 140 words a minute
WHY = "to keep patients and staff safe and to check what was said"

# Article 13 and 14, item by item (law.md R6.5).
ARTICLE_13 = (
    "Who we are", "Our Data Protection Officer", "Why we record calls, and the lawful basis", "Our legitimate interests",
    "Who receives recordings", "Transfers outside the United Kingdom", "How long we keep recordings", "Your rights",
    "Your right to object", "Withdrawing consent", "How to complain", "Whether you must give us this", "Where we get it from",
    "Decisions without a person",
)  # fmt: skip


def script(why: str = "") -> list[str]:
    """Three short sentences to read out, never more than half a minute of them (NO-4, NO-5)."""
    said = [line.format(why=why or WHY) for line in SCRIPT]
    return said if seconds(said) <= MOST_SECONDS else [line.format(why=WHY) for line in SCRIPT]


def seconds(lines: Iterable[str]) -> float:
    """How long it takes to read something out."""
    return sum(len(line.split()) for line in lines) / WORDS_A_SECOND


@dataclass(frozen=True)
class Facts:
    """What the privacy notice is made of."""

    practice: str
    officers: Sequence[User]
    purposes: Sequence[ProcessingPurpose]
    kept: Sequence[RetentionClass]
    today: date


@enforces("NO-3")
def privacy_notice(facts: Facts) -> list[tuple[str, str]]:
    """Headings and paragraphs, one for each item of Article 13, ready to be put into the practice's privacy notice (law.md R6.5)."""
    said = (
        f"{facts.practice} is the controller of the recordings of its telephone calls.",
        f"You can ask {_officers(facts.officers)}.",
        _purposes(facts.purposes),
        _interests(facts.purposes),
        _list(purpose.recipients for purpose in facts.purposes) or "Nobody outside the practice, unless a copy is released.",
        _list(purpose.transfers for purpose in facts.purposes) or "None outside the United Kingdom.",
        _kept(facts.kept),
        "You can ask for a copy of a recording in which you speak, for what is wrong to be put right, for a recording to be erased or "
        "its use to be limited. Ask in any way you like, to anyone here; we answer within one month.",
        "You can object to our recording your calls, for reasons of your own situation, at any time. Tell whoever answers. We cannot "
        "switch recording off for one call, but we can help you in another way, and we answer your objection within one month.",
        _consent(facts.purposes),
        "Complain to us first, in any way you like; we acknowledge it within 30 days. You can also complain to the Information "
        "Commissioner at ico.org.uk or on 0303 123 1113.",
        "You need not telephone us: you can come to the desk or write. Calls are recorded whenever you do.",
        "From the call itself and from our telephone system.",
        "None: no decision about you is made by a machine alone.",
    )
    return list(zip(ARTICLE_13, said, strict=True))


def missing(rows: Sequence[tuple[str, str]]) -> list[str]:
    """The items of Article 13 of which a privacy notice says nothing."""
    said = {heading for heading, text in rows if text.strip()}
    return [item for item in ARTICLE_13 if item not in said]


def _officers(officers: Sequence[User]) -> str:
    return " or ".join(f"{person.get_full_name()}, {person.email}" for person in officers) or "the practice for its Data Protection Officer"


def _purposes(purposes: Sequence[ProcessingPurpose]) -> str:
    return " ".join(f"{purpose.statement.strip().rstrip('.')}. {basis(purpose)}" for purpose in purposes)


def basis(purpose: ProcessingPurpose) -> str:
    """The lawful basis of a purpose in words, with the condition for health data."""
    health = f" For health data: {Article9(purpose.article9).label}." if purpose.article9 else ""
    return f"{LawfulBasis(purpose.lawful_basis).label}.{health}"


def _interests(purposes: Sequence[ProcessingPurpose]) -> str:
    chosen = [purpose.name for purpose in purposes if purpose.lawful_basis == LawfulBasis.LEGITIMATE_INTERESTS]
    return f"We rely on them for: {', '.join(chosen)}." if chosen else "We do not rely on legitimate interests."


def _consent(purposes: Sequence[ProcessingPurpose]) -> str:
    if any(purpose.lawful_basis == LawfulBasis.CONSENT for purpose in purposes):
        return "Where we record because you agreed, you can withdraw that at any time. What was done before stays lawful."
    return "We do not ask for consent to record calls, so there is none to withdraw."


def _kept(kept: Sequence[RetentionClass]) -> str:
    return " ".join(f"{one.name}: {counted(one.months, 'month')}. {one.basis}" for one in kept) or "As our retention schedule says."


def _list(said: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(f"{text.rstrip('.')}." for text in said if text))
