"""What the ground floor shows of requests: menu, work list, leavers, proof, diagrams. Imported once, when the app is ready."""

from datetime import datetime
from functools import partial

from access_requests import evidence, keeping, queries, reminding, services, worklist
from access_requests.clocks import of_requests
from access_requests.clocks import reminding as clock_reminding
from access_requests.clocks import services as clock_services
from access_requests.finding import services as finding_services
from access_requests.models import Letter, LetterKind, State
from access_requests.papers import AREA
from access_requests.routes import ROUTES
from access_requests.workflow import TRANSITIONS
from callgov import diagrams
from callgov.people.models import User
from callgov.registry import Leaving, NavItem, Start, registry
from callgov.roles import Action, Role


def _given_up(letter: Letter, actor: User, now: datetime) -> None:
    services.give_up(reference=letter.reference, person=actor, now=now)


ASKING = (Role.STAFF, Role.PRACTICE_MANAGER, Role.ASSESSOR, Role.PARTNER)

registry.nav += [
    NavItem("Requests", "requests", Action.FOLLOW_REQUESTS, 15, roles_only=(Role.IG_LEAD, Role.DPO), under="Requests"),
    NavItem("My requests", "requests", Action.FOLLOW_REQUESTS, 16, roles_only=ASKING, under="Requests"),
]
registry.nav.append(NavItem("Letters", "letter_wordings", Action.KEEP_SETTINGS, 99, under="Practice"))
registry.starts += [
    Start("Ask for a recording", "request_new", Action.ASK, 10),
    Start("Ask to hear your own call", "own_call", Action.ASK, 11),
    Start("Log what somebody asks for", "enquiry", Action.ASK, 12),
]
registry.attachment_doors[AREA] = queries.let_through
registry.work.append(worklist.work)
registry.blocks_disposal.append(keeping.BLOCKS)
registry.standing.append(worklist.standing)
registry.on_leaving.append(
    Leaving("unanswered requests withdrawn", lambda person, _now: queries.own_waiting_for(person).count(), services.withdraw_all_of)
)
for clause, source in (
    ("AC-2", evidence.decided), ("AC-3", evidence.asked), ("AC-5", evidence.not_held), ("AC-6", evidence.subject_access),
    ("AC-7", evidence.identified), ("AC-8", evidence.bodies), ("AC-11", evidence.onward), ("AU-2", evidence.investigations),
    ("AU-12", evidence.own_calls), ("BR-4", evidence.investigations),
):  # fmt: skip
    registry.evidence.setdefault(clause, []).append(source)
registry.reminders += [reminding.due, clock_reminding.due]
registry.on_calls_chosen.append(finding_services.hold_chosen)
registry.on_calendar_change += [clock_services.recalculate_all, services.recalculate_days]
of_requests.ON_SENT[LetterKind.NO_REPLY] = _given_up
registry.diagrams["request-states"] = partial(diagrams.states, State, TRANSITIONS)
registry.diagrams["routes"] = partial(diagrams.routes, ROUTES.values())
