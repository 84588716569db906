"""Fills the registry with what this wing shows on the floors below."""

from callgov.registry import NavItem, Start, registry
from callgov.roles import Action
from recordings.notices import evidence, worklist

registry.nav += [
    NavItem("Notices", "notices", Action.SEE_NOTICES, 70),
    NavItem("Objections", "objections", Action.LOG_OBJECTION, 75),
]
registry.starts.append(Start("A caller objects to being recorded", "objection_new", Action.LOG_OBJECTION, 30))
registry.work.append(worklist.work)
registry.standing.append(worklist.standing)
registry.reminders.append(worklist.reminders)
for clause, source in (
    ("LB-1", evidence.basis), ("LB-2", evidence.balanced), ("NO-1", evidence.incoming), ("NO-2", evidence.outgoing),
    ("NO-3", evidence.summary), ("NO-4", evidence.objected), ("NO-5", evidence.objected),
):  # fmt: skip
    registry.evidence.setdefault(clause, []).append(source)
