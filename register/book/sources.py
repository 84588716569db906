"""What a line takes from the records of its request: the DPO's advice, the identity check, the weighing of the recording (law.md 8.2,
columns 10 to 13). Blank where there is none; the Practice Manager may complete it.
"""

from access_requests.models import AccessRequest, Assessment, IdentityCheck, Match, Proof, Result, Seen, StaffVoice
from access_requests.routes import ROUTES
from callgov.roles import Role
from callgov.ui.formats import nhs_date


def dpo_advice(case: AccessRequest) -> str:
    """What the Data Protection Officer said on the way, with the day (column 10)."""
    steps = [step.name for step in ROUTES[case.kind].all_steps() if step.who == Role.DPO]
    answers = case.decisions.select_related("decided_by").filter(step__in=steps).order_by("decided_at")
    return "; ".join(f"{nhs_date(one.decided_at)}, {one.decided_by.name}: {one.reasons}" for one in answers)


def identity(case: AccessRequest) -> str:
    """How and by whom it was checked who asks, and by what right (column 11)."""
    check = IdentityCheck.objects.select_related("checked_by").filter(request=case).first()
    if check is None:
        return ""
    seen = [str(Seen(one).label) for one in check.seen] + [str(Proof(one).label) for one in check.proofs]
    number = f"number of the call: {Match(check.number_match).label.lower()}"
    return f"{Result(check.result).label} by {check.checked_by.name}, {nhs_date(check.checked_at)}. {', '.join([*seen, number])}"


def third_parties(weighed: Assessment | None) -> str:
    """What became of everybody else who is heard or named, staff among them (column 12)."""
    if weighed is None:
        return ""
    others = [f"{one.who}: {one.get_outcome_display().lower()}" for one in weighed.third_parties.all()]
    staff = [] if weighed.staff_voice == StaffVoice.NONE else [f"Staff: {StaffVoice(weighed.staff_voice).label}"]
    return "; ".join([*others, *staff]) or "Nobody else is heard or named"


def clinician(weighed: Assessment | None) -> str:
    """Which health professional said what of serious harm, and when (column 13)."""
    if weighed is None:
        return ""
    if not weighed.opinion or weighed.opinion_on is None:
        return "" if weighed.clinical_content else "No clinical content"
    who = ", ".join(word for word in (weighed.opinion_by, weighed.opinion_role) if word)
    return f"{who}, {nhs_date(weighed.opinion_on)}: {weighed.get_opinion_display()}"
