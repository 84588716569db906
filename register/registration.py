"""Fills the registry with what this app shows on the floors below."""

from callgov.registry import registry
from register import worklist

registry.nav.extend(worklist.NAV)
registry.work.append(worklist.work)
registry.request_acts.append(worklist.request_acts)
