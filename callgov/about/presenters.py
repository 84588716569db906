"""The policy, clause by clause, and the roles, as words for pages."""

from dataclasses import dataclass

from callgov.about.proof import Proof, proofs
from callgov.registry import registry
from callgov.roles import POWERS, Role

PARTS = {
    "LB": "Lawful basis",
    "NO": "Notices",
    "AC": "Managing and releasing",
    "AU": "Use and audit",
    "RE": "Release of Recording Register",
    "BR": "Breaches",
}


@dataclass(frozen=True)
class ShownClause:
    """One clause of the page: what it asks, what enforces it, how many tests prove it, and what the practice holds today."""

    id: str
    title: str
    enforced_by: list[str]
    tests: int
    evidence: dict[str, int]


@dataclass(frozen=True)
class Part:
    """A part of the policy with its clauses."""

    words: str
    clauses: list[ShownClause]


def policy(*, with_evidence: bool) -> list[Part]:
    """The whole policy in its parts. Evidence costs a few queries a clause, whatever the practice holds."""
    shown = [_shown(proof, with_evidence) for proof in proofs()]
    return [Part(words, [one for one in shown if one.id.startswith(f"{key}-")]) for key, words in PARTS.items()]


def _shown(proof: Proof, with_evidence: bool) -> ShownClause:
    sources = registry.evidence.get(proof.clause.id, []) if with_evidence else []
    evidence = {words: count for source in sources for words, count in source().items()}
    return ShownClause(proof.clause.id, proof.clause.title, proof.enforced_by, len(proof.tests), evidence)


def roles() -> list[tuple[str, str, list[str], tuple[str, ...]]]:
    """Each role, what it is there for, what it may do and what it may not, in plain words."""
    return [(role.label, POWERS[role].line, sorted(action.label for action in POWERS[role].may), POWERS[role].may_not) for role in Role]
