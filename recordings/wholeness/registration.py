"""Fills the registry with what this wing shows on the floors below."""

from callgov.registry import registry
from recordings.wholeness import evidence, queries, worklist

registry.nav.append(worklist.NAV)
registry.work.append(worklist.work)
registry.standing.append(worklist.standing)
registry.health["restore settled"] = lambda: queries.unsettled_restore() is None
registry.evidence.setdefault("AC-5", []).append(evidence.checked)
