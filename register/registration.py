"""Fills the registry with what this app shows on the floors below."""

from functools import partial

from callgov import diagrams
from callgov.registry import registry
from register import keeping, worklist
from register.custody import worklist as custody
from register.models import ReleaseState
from register.workflow import TRANSITIONS

registry.nav.extend(worklist.NAV)
registry.work.extend([worklist.work, custody.work])
registry.reminders.append(custody.reminders)
registry.blocks_disposal.append(keeping.BLOCKS)
registry.request_acts.append(worklist.request_acts)
registry.diagrams["release-states"] = partial(diagrams.states, ReleaseState, TRANSITIONS)
