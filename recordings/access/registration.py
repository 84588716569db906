"""Fills the registry with what this wing shows on the floors below."""

from callgov.registry import Leaving, registry
from recordings.access import queries, services, worklist

registry.nav.extend(worklist.NAV)
registry.work.append(worklist.work)
registry.on_leaving.append(Leaving("open grants ended", queries.count_open, services.end_grants_of))
