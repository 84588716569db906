"""Who decides each kind of request, in which order, and what must stand in the record first. Engine, pages, diagrams and tests read it."""

from collections.abc import Collection
from dataclasses import dataclass

from access_requests.kinds import FROM_OUTSIDE, Kind
from callgov.refusals import Refusal
from callgov.roles import Role
from callgov.workflow import Relation, Route, Step
from recordings.purposes import AnsweringPurpose, ReviewPurpose


@dataclass(frozen=True)
class RequestRoute(Route):
    """A route with what is particular to its kind of request.

    `purpose` is fixed by the route; blank means that one of the policy's nine is chosen. `readers` may follow its requests though no
    step is theirs. `lapses` is false where the law asks for an answer however late. `review` is a step after the approval, which must
    be answered before the request can be closed.
    """

    purpose: str = ""
    readers: tuple[Role, ...] = ()
    lapses: bool = True
    review: Step | None = None

    @property
    def from_outside(self) -> bool:
        """Whether somebody outside asks, and a colleague takes it in."""
        return self.kind in FROM_OUTSIDE

    def all_steps(self) -> tuple[Step, ...]:
        """The steps to the approval, and the review after it."""
        return self.steps if self.review is None else (*self.steps, self.review)


# What a step may need before it can say yes, and the sentence that stands there while it is missing.
NEEDS: dict[str, Refusal] = {
    "identity": Refusal("no-identity", "Who asks is not confirmed yet.", "Record the identity check first."),
    "authority": Refusal("no-authority", "There is no proof yet that they may ask for this person.", "Record it with the identity check."),
    "written-request": Refusal("no-written-request", "The written request is not attached.", "Attach it first."),
    "court-order": Refusal("no-court-order", "The court's order is not attached.", "Attach it first."),
    "complete": Refusal("incomplete-request", "The written request is not complete.", "Ask the body for what is missing, and record it."),
    "written-agreement": Refusal("no-agreement", "The written agreement is not attached.", "Attach the signed agreement first."),
}

LEAD = "Information Governance Lead decides"


def _lead(effect: str, *needs: str, title: str = LEAD) -> Step:
    return Step(
        "ig-lead", Role.IG_LEAD, title, yes="Approve this request", no="Refuse this request", needs=needs, effect=effect
    )  # fmt: skip


def _dpo(title: str, effect: str, *needs: str, yes: str = "Agree", no: str = "Do not agree", advisory: bool = False) -> Step:
    return Step("dpo", Role.DPO, title, yes=yes, no=no, needs=needs, effect=effect, advisory=advisory)


HEARS = "{requester} can find and hear the call until the day you choose."
ANSWERS = "Whoever you choose can find the call, assess it and prepare the copy until the day you choose. Nothing leaves the practice yet."
TO_LEAD = "The Information Governance Lead decides next."
BOTH = "The Information Governance Lead decides next. Nothing is released unless you both agree."

_ALL = (
    RequestRoute(Kind.BUSINESS_NEED, "Business need", (_lead(HEARS),)),
    RequestRoute(
        Kind.OWN_CALL,
        "Own call",
        (
            Step(
                "line-manager",
                Relation.LINE_MANAGER,
                "Line manager passes it on",
                yes="Pass on to the Information Governance Lead",
                no="",
                effect="You are not deciding. You confirm that it is a real request.",
            ),
            _lead("{requester} can find and hear the calls they took part in, and no others, until the day you choose."),
        ),
        purpose=AnsweringPurpose.OWN_CALL,
        readers=(Role.DPO,),
    ),
    RequestRoute(
        Kind.DISCIPLINARY,
        "Staff investigation",
        (
            _dpo("Data Protection Officer advises", TO_LEAD, yes="Advise for it", no="Advise against it", advisory=True),
            _lead(HEARS, "written-agreement"),
        ),
        purpose=ReviewPurpose.MISCONDUCT,
    ),
    RequestRoute(Kind.ONWARD, "Onward sharing", (_lead(ANSWERS),)),
    RequestRoute(
        Kind.SUBJECT_ACCESS,
        "Subject access",
        (_lead(ANSWERS, "identity", "authority"),),
        purpose=AnsweringPurpose.SUBJECT_ACCESS,
        readers=(Role.DPO,),
        lapses=False,
    ),
    RequestRoute(
        Kind.EXTERNAL_BODY,
        "Police or another body",
        (_dpo("Data Protection Officer agrees", BOTH, "written-request", "complete"), _lead(ANSWERS, "written-request", "complete")),
        purpose=AnsweringPurpose.EXTERNAL_BODY,
    ),
    RequestRoute(
        Kind.COURT_ORDER,
        "Court order",
        (_dpo("Data Protection Officer agrees", BOTH, "court-order", "complete"), _lead(ANSWERS, "court-order", "complete")),
        purpose=AnsweringPurpose.EXTERNAL_BODY,
        lapses=False,
    ),
    RequestRoute(
        Kind.LIFE_AT_RISK,
        "Life at risk",
        (_lead("Whoever you choose can act at once. The Data Protection Officer must review it by the end of the next working day."),),
        purpose=AnsweringPurpose.EXTERNAL_BODY,
        readers=(Role.DPO,),
        review=Step(
            "review",
            Role.DPO,
            "Data Protection Officer reviews it afterwards",
            yes="It was right to act at once",
            no="It should not have been done so",
            effect="Your words stay with the request. If it should not have been done so, it is reported as an incident.",
        ),
    ),
    RequestRoute(
        Kind.HEALTH_RECORDS,
        "Records of a patient who died",
        (
            _dpo("Data Protection Officer says whether the Act applies", TO_LEAD, "identity", "authority"),
            _lead(ANSWERS, "identity", "authority"),
        ),
        purpose=AnsweringPurpose.HEALTH_RECORDS,
        lapses=False,
    ),
)
ROUTES: dict[str, RequestRoute] = {route.kind: route for route in _ALL}


def steps_of(roles: Collection[Role]) -> list[tuple[str, str]]:
    """Every (kind, step) that someone with these roles may answer."""
    return [(route.kind, step.name) for route in ROUTES.values() for step in route.steps if step.who in roles]


def kinds_read_by(roles: Collection[Role]) -> set[str]:
    """The kinds of request that someone with these roles may follow, whoever asked."""
    return {
        route.kind
        for route in ROUTES.values()
        if any(step.who in roles for step in route.all_steps()) or any(role in roles for role in route.readers)
    }
