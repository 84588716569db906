"""What the reader of a breach can do next, or why not. The rules that guard the services decide what stands here."""

from django.urls import reverse

from breaches import rules
from breaches.models import FollowUpState, Receipt, State, Whom
from breaches.queries import Case
from breaches.steps import STEPS, Step
from callgov.ui.parts import Act

_EFFECTS = {
    "known": "Each version is kept. “Not known yet” is an answer.",
    "risk": "Each version is kept, with what the grid says of it.",
    "decide": "To report is yours to decide. Not to, where the grid asks for it, takes both leads.",
    "reported": "Reference, time and who. What is sent later can be recorded as well.",
}
_SECONDARY = ("people", "action", "clock", "involved", "link", "reopen")


def acts(case: Case) -> list[Act]:
    """In the order of the work: know, contain, write down, assess, decide, report, tell, set actions, close."""
    return [*_receipts(case), *(_recording(case) if case.handles else []), *_actions(case)]


def _receipts(case: Case) -> list[Act]:
    """The receipts that this reader can confirm."""
    if case.breach.state not in (State.DRAFT, State.OPEN):
        return []
    return [
        Act(
            "I know about this", reverse("breach_acknowledge", args=[case.breach.reference, receipt.whom]),
            effect=f"Recorded under your name, as {Whom(receipt.whom).label}.",
        )
        for receipt in case.receipts
        if receipt.acknowledged_at is None and _is_mine(case, receipt)
    ]  # fmt: skip


def _is_mine(case: Case, receipt: Receipt) -> bool:
    if receipt.whom == Whom.LINE_MANAGER:
        return any(one.person_id == case.reader.pk for one in receipt.told.all())
    return case.lead.role is not None and case.lead.role == receipt.whom


def _recording(case: Case) -> list[Act]:
    steps = [step for step in STEPS.values() if case.breach.state in step.states]
    contain = []
    if case.breach.state in (State.DRAFT, State.OPEN):
        words = "Stop it from getting worse: end access, destroy a copy, keep recordings, lock an account."
        url = reverse("breach_contain", args=[case.breach.reference])
        contain = [Act("Contain it", url, rules.refuse_settling(case.lead), words, opens=True)]
    return [*contain, *(_step(case, step) for step in steps)]


def _step(case: Case, step: Step) -> Act:
    variant = "warning" if step.name == "close" else "secondary" if step.name in _SECONDARY else ""
    url = reverse("breach_step", args=[case.breach.reference, step.name])
    return Act(step.title, url, step.refusal(case), _EFFECTS.get(step.name, ""), opens=True, variant=variant)


def _actions(case: Case) -> list[Act]:
    return [
        Act("Record an action as done", reverse("breach_action", args=[case.breach.reference, one.pk]), effect=one.words, opens=True)
        for one in case.follow_ups
        if one.state == FollowUpState.TO_DO and rules.refuse_done(case.reader.pk, one.owner_id, case.lead) is None
    ]
