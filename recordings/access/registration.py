"""Fills the registry with what this wing shows on the floors below."""

from callgov.registry import Leaving, registry
from recordings.access import evidence, queries, services, worklist

registry.nav.extend(worklist.NAV)
registry.work.append(worklist.work)
registry.on_leaving.append(Leaving("open grants ended", queries.count_open, services.end_grants_of))

for clause, source in (
    ("AC-1", evidence.granted),
    ("AC-2", evidence.granted),
    ("AC-4", evidence.opened),
    ("AC-5", evidence.searched),
    ("AU-11", evidence.opened),
):
    registry.evidence.setdefault(clause, []).append(source)
