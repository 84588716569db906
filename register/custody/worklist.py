"""What custody adds to work lists and reminders: copies to confirm, receipts to record, late copies to escalate."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse

from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.people.queries import holders as people_with
from callgov.policy import enforces
from callgov.registry import Reminding, Work
from callgov.roles import Action, Role
from callgov.ui.formats import nhs_date
from register.custody import queries, rules
from register.models import Release

_MOST = 50


def work(person: User, today: date) -> Iterable[Work]:
    """For the Practice Manager, copies whose deletion nobody has confirmed; for a releaser, receipts that are missing."""
    for copy in queries.without_receipt(person)[:_MOST]:
        yield Work("Record the receipt", reverse("copy_receipt", args=[copy.pk]), name_of(copy), copy.get_method_display(), "todo")
    if may(person, Action.KEEP_REGISTER):
        for copy in queries.out()[:_MOST]:
            facts = f"held by {copy.recipient_name}, to be deleted by {nhs_date(copy.delete_by)}"
            group = "late" if copy.delete_by < today else "todo" if copy.delete_by == today else "waiting"
            yield Work(
                "Confirm that a copy is deleted", reverse("copy_deleted", args=[copy.pk]), name_of(copy), facts, group, copy.delete_by
            )


def name_of(copy: Release) -> str:
    """A copy as work lists and mails name it."""
    return f"{copy.request.reference} copy {copy.copy_number}"


@enforces("AC-10")
def reminders(now: datetime) -> Iterator[Reminding]:
    """The Practice Manager at each stage, the Information Governance Lead at the last; and once a day how many are late (law.md 8.2)."""
    day = clock.local_day(now)
    managers, leads = list(people_with(Role.PRACTICE_MANAGER, day)), list(people_with(Role.IG_LEAD, day))
    late = queries.groups(day, day).late
    if late:
        yield Reminding("copies-late", day.isoformat(), day, managers, "Copies are late", [_how_many(late)], url_name="copies")
    for copy in queries.out().filter(delete_by__lte=day + rules.SOON).iterator():
        stage = rules.stage_due(copy.delete_by, day, ())
        if stage is not None:
            yield _reminding(copy, stage, [*managers, *leads] if stage.escalates else managers)


def _how_many(late: int) -> str:
    if late == 1:
        return "One copy is past its day and nobody has confirmed that it is deleted."
    return f"{late} copies are past their day and nobody has confirmed that they are deleted."


def _reminding(copy: Release, stage: rules.Stage, people: list[User]) -> Reminding:
    lines = [f"{name_of(copy)} must be deleted by {nhs_date(copy.delete_by)}. Nobody has confirmed it yet."]
    return Reminding(
        stage.name, f"{copy.request.reference}/{copy.copy_number}", copy.delete_by, people, "A copy must be deleted", lines,
        url_name="copies", escalates=stage.escalates,
    )  # fmt: skip
