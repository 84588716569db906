"""Who writes and who signs the annual practice audit, and what it must have: pure."""

from collections.abc import Collection, Sequence

from audits.models import AnnualAudit
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

NOT_FOUND = Refusal("not-found", "There is no such annual audit.")
NOT_WRITER = Refusal("not-writer", "Only who plans audits writes the annual practice audit.")
NOT_SIGNER = Refusal("not-signer", "Only a Partner signs off the annual practice audit.")
OWN_WRITING = Refusal("own-writing", "You wrote this version, so somebody else signs it off.")
SIGNED = Refusal("signed", "This version is signed off.")
NO_SUMMARY = Refusal("no-summary", "Enter a summary.")
NOTHING = Refusal("nothing", "No audit was finished in this year.")


@enforces("AU-7")
def refuse_writing(roles: Collection[Role], unfinished: Sequence[str], finished: int, summary: str | None = None) -> Refusal | None:
    """By who plans audits, once the audits that were drawn in the year are finished, with a summary. `summary` None: the button alone."""
    if Action.PLAN_AUDITS not in actions_of(roles):
        return NOT_WRITER
    if unfinished:
        verb = "audit is" if len(unfinished) == 1 else "audits are"
        return Refusal("unfinished", f"{len(unfinished)} {verb} unfinished: {', '.join(unfinished[:5])}.", "Finish or cancel them first.")
    if not finished:
        return NOTHING
    return NO_SUMMARY if summary is not None and not summary.strip() else None


@enforces("AU-7")
def refuse_signing(annual: AnnualAudit, person: User, roles: Collection[Role], *, signed: bool) -> Refusal | None:
    """By a Partner who did not write it, once."""
    if Action.SIGN_ANNUAL_AUDIT not in actions_of(roles):
        return NOT_SIGNER
    if annual.made_by_id == person.pk:
        return OWN_WRITING
    return SIGNED if signed else None


def may_read(roles: Collection[Role], *, signed: bool) -> bool:
    """Everyone at the practice reads what is signed off; drafts are for who writes and who signs."""
    may = actions_of(roles)
    if signed:
        return Action.OWN_AUDITS in may
    return bool({Action.PLAN_AUDITS, Action.SIGN_ANNUAL_AUDIT} & may)
