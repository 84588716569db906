"""Keeping the head of the chain outside: mailed to the Data Protection Officer, so that nobody here can rewrite the trail unseen.

It also stands on certificates of destruction. `verify_trail --head` then finds whether seals were removed or rewritten since.
"""

from datetime import date

from callgov.notifications import notify
from callgov.people.queries import able
from callgov.policy import enforces
from callgov.roles import Role
from callgov.trail.verification import Verdict
from callgov.ui.formats import nhs_date

MONDAY = 0


@enforces("AU-11")
def lodge(verdict: Verdict, *, day: date) -> None:
    """Mail the head of a chain that passed its check to the Data Protection Officer, once a week (AU-11)."""
    if day.weekday() != MONDAY or not verdict.good or not verdict.head:
        return
    lines = [
        f"Please keep this mail. On {nhs_date(day)} the trail passed its check, and this was its head after {verdict.seals} seals:",
        verdict.head,
        "Should anybody doubt the trail later, give this head to manage.py verify_trail --head: it finds what was rewritten since.",
    ]
    notify(able([Role.DPO], day), subject="The head of the trail, to be kept", lines=lines, url_name="trail")
