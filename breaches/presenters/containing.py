"""What can be done at once about a breach, and what was done."""

from typing import Any

from django.urls import reverse

from breaches import queries
from breaches.calls import to_hold
from breaches.forms import ContainForm
from breaches.models import Measure
from breaches.presenters.page import contained_rows
from breaches.queries import Case
from callgov.people.queries import roles_on
from callgov.refusals import Refusal
from callgov.ui.formats import counted
from callgov.ui.parts import Act
from recordings.access.rules import refuse_end

HELD = "They are kept from destruction until this breach is closed."


def page(case: Case, form: ContainForm) -> dict[str, Any]:
    """One act for each thing at hand, and a form for whatever else was done."""
    return {
        "case": case,
        "acts": acts(case),
        "other": _act(case, "Record what else was done", fields=form),
        "done": contained_rows(case.breach),
    }


def acts(case: Case) -> list[Act]:
    """What belongs to this breach and is still open, each with its own button."""
    breach = case.breach
    ends = refuse_end(roles_on(case.reader, case.today), "a breach")
    found = [_do(case, "End this access", Measure.END_GRANT, key, words, ends) for key, words in queries.grants(breach, case.now).items()]
    found += [_do(case, "Destroy this stored copy", Measure.REVOKE_COPY, key, words) for key, words in queries.copies(breach).items()]
    if free := to_hold(breach):
        found.append(_do(case, f"Keep {counted(free, 'recording')} from destruction", Measure.HOLD, "", HELD))
    for person in queries.accounts(breach):
        words = f"{person.get_full_name()} is logged out at once and cannot log in until the account is unlocked."
        found.append(_do(case, "Lock this account", Measure.LOCK_ACCOUNT, str(person.pk), words))
    return found


def _do(case: Case, words: str, measure: Measure, subject: str, effect: str, refusal: Refusal | None = None) -> Act:
    return Act(words, _url(case), refusal, effect, variant="warning", name="at_hand", value=f"{measure.value}:{subject}")


def _act(case: Case, words: str, fields: ContainForm) -> Act:
    return Act(words, _url(case), fields=fields, variant="secondary")


def _url(case: Case) -> str:
    return reverse("breach_contain", args=[case.breach.reference])
