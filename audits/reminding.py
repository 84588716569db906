"""Whom the reminder job tells of audits: each thing once, for each deadline once (AU-3, AU-5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from audits.outcome.queries import unanswered, waiting_second_looks
from audits.programme import queries
from audits.programme.queries import Line
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import able_by_role
from callgov.policy import enforces
from callgov.practice import setting
from callgov.registry import Reminding
from callgov.roles import Role
from callgov.ui.formats import nhs_date

ANSWER_AFTER = timedelta(days=14)
LOOKED_AGAIN_AFTER = timedelta(days=14)


@enforces("AU-3", "AU-5")
def reminders(now: datetime) -> Iterator[Reminding]:
    """What is due soon, to who assesses; what is late, to who plans and who authorises; results nobody answered, to the assessed;
    second looks that are not finished, to who plans.
    """
    today = clock.local_day(now)
    days: int = setting("audit_lead_days")
    assessors, planners, leads = able_by_role((Role.ASSESSOR, Role.PRACTICE_MANAGER, Role.IG_LEAD), today).values()
    for line in queries.lines(today):
        if line.due.on is None or not line.is_near(today, days):
            continue
        yield _due(line, [line.assessor] if line.assessor else [*assessors, *planners])
        if line.is_late(today):
            yield _late(line, [*planners, *leads])
    yield from _unanswered(now)
    yield from _second_looks(now, planners)


def _about(line: Line) -> str:
    """The person's place on the programme, the same before and after an audit is opened for it."""
    return f"audit, person {line.person.pk}"


def _due(line: Line, people: list[User]) -> Reminding:
    assert line.due.on is not None
    words = f"An audit ({line.due.kind.label.lower()}) is due by {nhs_date(line.due.on)}."
    others = [one for one in people if one.pk != line.person.pk]
    return Reminding(
        "audit-due", _about(line), line.due.on, others, "An audit is due", [words, "Log in to see the programme."], "audit_programme"
    )


def _late(line: Line, people: list[User]) -> Reminding:
    assert line.due.on is not None
    words = f"An audit ({line.due.kind.label.lower()}) was due by {nhs_date(line.due.on)} and is not finished."
    others = [one for one in people if one.pk != line.person.pk]
    return Reminding(
        "audit-late", _about(line), line.due.on, others, "An audit is late", [words, "Log in to see the programme."], "audit_programme",
        escalates=True,
    )  # fmt: skip


def _unanswered(now: datetime) -> Iterator[Reminding]:
    for audit in unanswered(now - ANSWER_AFTER):
        assert audit.told_at is not None
        lines = [f"The result of {audit.reference} waits for your answer."]
        yield Reminding(
            "audit-answer", audit.reference, clock.local_day(audit.told_at + ANSWER_AFTER), [audit.person],
            "Your audit waits for your answer", lines, "audit_result", {"reference": audit.reference},
        )  # fmt: skip


def _second_looks(now: datetime, planners: list[User]) -> Iterator[Reminding]:
    for audit, asked_at in waiting_second_looks(now - LOOKED_AGAIN_AFTER):
        others = [one for one in planners if one.pk != audit.person_id]
        lines = [f"The second look at {audit.reference} is not finished.", "Log in to see who has the sample, and hand it on if you must."]
        yield Reminding(
            "audit-second-look", audit.reference, clock.local_day(asked_at + LOOKED_AGAIN_AFTER), others,
            "A second look is not finished", lines, "audit_sample", {"reference": audit.reference}, escalates=True,
        )  # fmt: skip
