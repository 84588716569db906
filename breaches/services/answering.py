"""Taking the answers about a breach away."""

from breaches.queries import Case
from callgov.policy import enforces
from callgov.trail.events import Event
from callgov.trail.services import record


@enforces("BR-3")
def take_answers(*, case: Case) -> None:
    """Record that the answers about a breach were taken away as a paper, and which version of what is known they hold."""
    record(Event.BREACH_ANSWERS_TAKEN, subject=case.breach, facts={"version": case.account.version if case.account else 0})
