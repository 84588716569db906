"""How two numbers compare, what proof each capacity needs, and who may say that somebody is who they say. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from access_requests.facts import NEED_AUTHORITY
from access_requests.models import OPEN, AccessRequest, Capacity, Competence, IdentityCheck, Match, Proof, Result, Seen
from access_requests.routes import ROUTES
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Role

ADULT = 16  # from which a child's own wish alone counts (law.md R2.5)

# Any one of these shows the right to ask in a capacity (law.md R2.5).
PROOFS: dict[str, tuple[Proof, ...]] = {
    Capacity.REPRESENTATIVE: (Proof.WRITTEN_AUTHORITY, Proof.AGREEMENT),
    Capacity.PARENT: (Proof.PARENTAL_RESPONSIBILITY,),
    Capacity.ATTORNEY: (Proof.HEALTH_ATTORNEY, Proof.PROPERTY_ATTORNEY, Proof.COURT_DEPUTY),
    Capacity.EXECUTOR: (Proof.GRANT_OF_PROBATE,),
    Capacity.CLAIMANT: (Proof.CLAIM,),
}


@dataclass(frozen=True)
class Found:
    """What a check found, before it is recorded."""

    seen: Collection[str]
    number_match: str
    result: str
    note: str = ""
    proofs: Collection[str] = ()
    scope: str = ""
    lacks_capacity: bool = False
    competence: str = ""
    competence_by: str = ""
    competence_on: date | None = None
    child_age: int | None = field(default=None, compare=False)


@enforces("AC-7")
def compare(asker: str, call: str, *, withheld: bool, shared: bool) -> Match:
    """How the number of whoever asks compares with the number of the call, both as E.164; matching is exact (law.md R13.2)."""
    if withheld:
        return Match.WITHHELD
    if not asker or not call:
        return Match.UNKNOWN
    if asker != call:
        return Match.MISMATCH
    return Match.SHARED if shared else Match.MATCH


@enforces("AC-7")
def refuse_checking(request: AccessRequest, person: User, roles: Collection[Role], standing: IdentityCheck | None) -> Refusal | None:
    """Who took it in or decides it checks who asks; once it is in doubt, nobody but the Data Protection Officer."""
    if request.state not in OPEN:
        return Refusal("not-open", "This request has been answered. Who asked is not checked any more.")
    if standing is not None and standing.by_dpo and Role.DPO not in roles:
        return Refusal("dpo-decided", "The Data Protection Officer has decided who asks. Only they can change that.")
    if standing is not None and standing.result == Result.IN_DOUBT:
        return (
            None if Role.DPO in roles else Refusal("dpo-decides", "Who asks is in doubt. Only the Data Protection Officer can decide that.")
        )
    route = ROUTES[request.kind]
    part = person.pk == request.requester_id or any(role in roles for role in (*(step.who for step in route.steps), *route.readers))
    return None if part else Refusal("no-part", "Only who took this in or decides it can check who asks.")


@enforces("AC-7")
def refuse_found(found: Found, roles: Collection[Role]) -> Refusal | None:
    """A result says what it rests on. A number alone confirms nobody; one that differs or is shared needs something else than answers."""
    if found.result == Result.NOT_CONFIRMED and Role.DPO not in roles:
        return Refusal(
            "dpo-decides", "Only the Data Protection Officer can decide that somebody is not who they say.", "Say that it is in doubt."
        )
    if found.result in (Result.IN_DOUBT, Result.NOT_CONFIRMED) and not found.note.strip():
        return Refusal("no-note", "Say what the doubt is.")
    if found.result != Result.CONFIRMED:
        return None
    if not found.seen:
        return Refusal("nothing-seen", "Say what you saw or heard that shows who they are.")
    weak = found.number_match in (Match.MISMATCH, Match.SHARED) and set(found.seen) <= {Seen.ANSWERS}
    if weak and Role.DPO not in roles:
        return Refusal(
            "not-enough",
            "The number does not show that it is them, so answers alone are not enough.",
            "Ask for more, or say it is in doubt.",
        )
    return None


@enforces("AC-7")
def authority(capacity: str, found: Found, prompt_age: int) -> bool:
    """Whether what was shown gives the right to ask in this capacity. A child who understands decides for themselves."""
    if capacity not in NEED_AUTHORITY:
        return True
    if not set(found.proofs) & set(PROOFS[capacity]):
        return False
    if capacity == Capacity.ATTORNEY:
        return found.lacks_capacity and bool(found.scope.strip())
    return capacity != Capacity.PARENT or _child_allows(found, prompt_age)


def _child_allows(found: Found, prompt_age: int) -> bool:
    """From the age at which we ask, a competence assessment says whether the parent may ask; at sixteen only the child's own wish does.

    England knows no age from which a child is presumed to understand, so a child whose age is not known is asked about too.
    """
    age = found.child_age
    if age is not None and age < prompt_age:
        return found.competence != Competence.OBJECTS
    assessed = bool(found.competence_by.strip()) and found.competence_on is not None
    if age is not None and age >= ADULT:
        return assessed and found.competence == Competence.AGREES
    return assessed and found.competence in (Competence.NOT_COMPETENT, Competence.AGREES)


def why_no_authority(capacity: str) -> Refusal:
    """What is missing for this capacity, in a sentence."""
    wanted = " or ".join(str(proof.label).lower() for proof in PROOFS[capacity])
    more = {
        Capacity.ATTORNEY: "They need it for a patient who lacks capacity, and we note what it covers.",
        Capacity.PARENT: "From the age at which we ask, say whether the child understands and what they wish.",
    }.get(Capacity(capacity), "")
    return Refusal("no-authority", f"They may ask only with {wanted}.", more)


@enforces("AC-7")
def property_attorney_is_the_dpos(capacity: str, found: Found) -> bool:
    """A power for property and affairs alone is contested for health content: the Data Protection Officer decides it (law.md R2.5)."""
    return capacity == Capacity.ATTORNEY and set(found.proofs) & set(PROOFS[Capacity.ATTORNEY]) == {Proof.PROPERTY_ATTORNEY}
