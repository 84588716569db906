"""What of a step's needs the record holds already. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from access_requests.models import AccessRequest, Asker, Capacity, Demand, IdentityCheck, Kind, Result
from access_requests.papers import PaperKind
from access_requests.routes import ROUTES
from callgov.policy import enforces
from callgov.workflow import Step

# Who asks for somebody else shows that they may.
NEED_AUTHORITY = frozenset(Capacity) - {Capacity.CALLER, Capacity.OFFICER}

# What a written request must say (law.md R3.3), and a court's order (R3.5), with the words for what is missing.
WRITTEN: dict[str, str] = {
    "officer": "full name of the officer", "rank": "their rank or job title", "body": "their force or organisation",
    "secure_email": "a secure email address", "data_sought": "what exactly is sought", "offence": "the offence, or why it cannot be told",
    "power": "the power or exemption relied on", "necessity": "why it is necessary", "countersigned_by": "who countersigned it",
    "countersigned_rank": "the rank of who countersigned it", "dated_on": "its date",
}  # fmt: skip
ORDER: dict[str, str] = {
    "court": "the court", "case_number": "the case number", "judge": "the judge", "dated_on": "its date",
    "data_sought": "the material ordered", "comply_by": "the day to comply by",
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the record of a request holds: who asks, the last identity check, what the body says, which kinds of paper are attached."""

    asker: Asker | None = None
    check: IdentityCheck | None = None
    demand: Demand | None = None
    papers: Collection[str] = ()

    @property
    def in_doubt(self) -> bool:
        """Whether the identity waits for the Data Protection Officer."""
        return self.check is not None and self.check.result == Result.IN_DOUBT

    @property
    def identified(self) -> bool:
        """Whether who asks is confirmed."""
        return self.check is not None and self.check.result == Result.CONFIRMED

    @property
    def authorised(self) -> bool:
        """Whether they ask for themselves, or have shown that they may ask for somebody else."""
        if self.asker is None or self.asker.capacity not in NEED_AUTHORITY:
            return True
        return self.check is not None and self.check.authority


def identifies(kind: str) -> bool:
    """Whether who asks is checked before requests of this kind are decided."""
    return any("identity" in step.needs for step in ROUTES[kind].steps)


def assessed(request: AccessRequest) -> bool:
    """Whether each recording is weighed before any of it leaves."""
    return request.is_subject_access or request.kind == Kind.HEALTH_RECORDS


def asked_of(kind: str) -> dict[str, str]:
    """What the paper of this kind of request must say, with the words for each."""
    return {Kind.COURT_ORDER: ORDER, Kind.EXTERNAL_BODY: WRITTEN}.get(Kind(kind), {})


@enforces("AC-8")
def unsaid(kind: str, demand: Demand | None) -> list[str]:
    """What a written request or order does not say yet, in words."""
    return [words for name, words in asked_of(kind).items() if demand is None or not getattr(demand, name)]


@enforces("AC-6", "AC-7", "AC-8", "AU-2")
def missing(step: Step, kind: str, facts: Facts) -> tuple[str, ...]:
    """The needs of a step that the record does not meet, in the order of the step."""
    met = {
        "identity": facts.identified,
        "authority": facts.authorised,
        "complete": not unsaid(kind, facts.demand),
        **{paper: paper in facts.papers for paper in PaperKind.values if paper in _AS_PAPERS},
    }
    return tuple(need for need in step.needs if not met[need])


_AS_PAPERS = (PaperKind.WRITTEN_REQUEST, PaperKind.COURT_ORDER, PaperKind.AGREEMENT)
