"""What audits add to a person's work list and to the menu."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from audits.assessment import queries as assessing
from audits.calibration import queries as calibrating
from audits.models import Audit, AuditKind
from audits.outcome import queries as outcome
from audits.programme import queries as programme
from audits.training import queries as training
from callgov.authorisation import may
from callgov.people.models import User
from callgov.practice import setting
from callgov.registry import NavItem, Work
from callgov.roles import Action, Role
from callgov.ui.formats import counted

NAV = (
    NavItem("Audits", "audit_programme", Action.SEE_PROGRAMME, 45, under="Audits"),
    NavItem("My audits", "own_audits", Action.OWN_AUDITS, 46, roles_only=(Role.STAFF,), under="Audits"),
    NavItem("Annual audit", "annual_audits", Action.OWN_AUDITS, 48, roles_only=(Role.PRACTICE_MANAGER, Role.PARTNER), under="Audits"),
    NavItem("Training library", "training_library", Action.OWN_AUDITS, 49, roles_only=(Role.STAFF,), under="Audits"),
    NavItem("Concerns", "concerns", Action.READ_CONCERNS, 47, roles_only=(Role.PARTNER,), under="Audits"),
)
SHOWN = 10


def work(person: User, today: date) -> Iterator[Work]:
    """Results to answer, calls to assess, audits that are due, second looks and concerns that wait."""
    for audit in outcome.waiting_answers(person):
        yield Work("Read the result of your audit", _url("audit_result", audit), audit.reference, _kind(audit), "todo")
    may_assess = may(person, Action.ASSESS)
    if may_assess:
        yield from _assessing(person)
    if may_assess or may(person, Action.PLAN_AUDITS):
        yield from _due(person, today)
    yield from _training(person)
    for concern in outcome.open_concerns(person, today):
        yield Work("Read a concern about professional practice", reverse("concern", args=[concern.pk]), "", "", "decide")


def _assessing(person: User) -> Iterator[Work]:
    for assessment in assessing.to_assess(person)[:SHOWN]:
        audit = assessment.audit
        url = reverse("audit_assess", args=[audit.reference, 1])
        yield Work("Assess the calls of a sample", url, audit.reference, _kind(audit), "todo", audit.due_on)
    for seat in calibrating.open_seats(person)[:SHOWN]:
        reference = seat.calibration.reference
        yield Work("Mark the call of a calibration", reverse("calibration_mark", args=[reference]), reference, "", "todo")
    for audit in outcome.second_looks(person)[:SHOWN]:
        yield Work("Take a second look", reverse("second_looks"), audit.reference, _kind(audit), "todo")


def _training(person: User) -> Iterator[Work]:
    for clip in training.asked(person):
        yield Work("Answer for a training clip", reverse("training_clip", args=[clip.reference]), clip.reference, "", "decide")
    if may(person, Action.KEEP_LEARNING) and may(person, Action.RELEASE):
        for clip in training.to_prepare():
            yield Work("Prepare a training clip", reverse("clip_prepare", args=[clip.reference]), clip.reference, "", "todo")
    if may(person, Action.AUTHORISE_AUDITS):
        for clip in training.to_decide(person):
            yield Work("Check a training clip", reverse("clip_check", args=[clip.reference]), clip.reference, "", "decide")


def _due(person: User, today: date) -> Iterator[Work]:
    """One line for all that is due soon, dated by the first: the programme says the rest."""
    days: int = setting("audit_lead_days")
    lines = programme.seen(person, today, programme.lines(today))
    near = [line for line in lines if line.is_near(today, days) and line.due.on and (line.audit is None or line.audit.state != "drawn")]
    if near:
        first = near[0].due.on
        yield Work("See who is due to be audited", reverse("audit_programme"), "", counted(len(near), "audit"), "todo", first)


def _kind(audit: Audit) -> str:
    return str(AuditKind(audit.kind).label)


def _url(name: str, audit: Audit) -> str:
    return reverse(name, args=[audit.reference])
